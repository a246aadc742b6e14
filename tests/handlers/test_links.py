"""A poster's code: the report knows its office before the first word, and a dead code still opens the bot."""

from __future__ import annotations

from conversations import tongues
from conversations.messages import Command, Text
from handlers.talk import talk_of
from storage.links import Link
from tests.handlers.builders import House

CHAT, OFFICE = "501", "2171.disdukcapil"


async def link(house: House, counter: str = "") -> Link:
    async with house.database.begin() as uow:
        return await uow.links.ensure(OFFICE, counter, at=house.clock)


async def scans(house: House, payload: str) -> str:
    before = len(house.seen(CHAT))
    await house.act(CHAT, Command("start", payload), by="Siti", private=True)
    return "\n".join(bubble.text for bubble in house.seen(CHAT)[before:])


async def draft(house: House) -> object:
    async with house.database.read() as uow:
        chat = await uow.chats.get(house.seen(CHAT)[0].row.chat_key)
    assert chat is not None
    return talk_of(chat).draft


async def test_the_office_is_never_asked_for(house: House) -> None:
    made = await link(house, "Loket 4")
    greeting = await scans(house, made.token)
    assert greeting.startswith("Laporan ini untuk Dinas Kependudukan dan Pencatatan Sipil Kota Batam, Loket 4.")
    assert greeting.endswith("Setuju?")
    for text in ("setuju", "antri dari jam tujuh pagi tidak dilayani sampai siang"):
        await house.act(CHAT, Text(text), by="Siti", private=True)
    found = await draft(house)
    assert (found.agency, found.place) == (OFFICE, "Loket 4")  # type: ignore[attr-defined]
    assert "nstansi" not in house.last(CHAT).text
    async with house.database.read() as uow:
        (counted,) = await uow.links.of_agency(OFFICE)
    assert counted.uses == 1


async def test_a_revoked_or_invented_code_still_opens_the_bot(house: House) -> None:
    made = await link(house)
    async with house.database.begin() as uow:
        await uow.links.revoke(made, house.clock)
    for payload in (made.token, "x" * 22):
        said = await scans(house, payload)
        assert said.startswith("Kode itu sudah tidak berlaku") and "Setuju?" in said
    assert (await draft(house)).agency is None  # type: ignore[attr-defined]


async def test_a_plain_start_says_nothing_of_codes(house: House) -> None:
    assert (await scans(house, "")).startswith("Halo")


async def test_a_story_already_told_is_kept_and_gets_the_office(house: House) -> None:
    await house.act(CHAT, Text("sudah tiga bulan belum jadi juga katanya blanko habis"), by="Siti", private=True)
    said = await scans(house, (await link(house)).token)
    assert said.startswith("Laporan ini untuk")
    found = await draft(house)
    assert found.agency == OFFICE and "tiga bulan" in found.story  # type: ignore[attr-defined]


async def test_an_office_that_was_chosen_is_not_overruled(house: House) -> None:
    made = await link(house)
    await scans(house, made.token)
    async with house.database.begin() as uow:
        other = await uow.links.ensure("2171.dlh", at=house.clock)
    await house.act(CHAT, Text("setuju"), by="Siti", private=True)
    await house.act(CHAT, Text("antri dari jam tujuh pagi tidak dilayani"), by="Siti", private=True)
    await scans(house, other.token)
    assert (await draft(house)).agency == OFFICE  # type: ignore[attr-defined]


def test_languages_by_name_code_and_default() -> None:
    said = {
        "": "en", "/bahasa": "en", "bahasa en": "en", "English": "en", "bahasa inggris": "en",
        "bahasa indonesia": "id", "ubahbahasa id": "id", "bahasa jawa": None, "fr": None,
    }  # fmt: skip
    assert {text: tongues.chosen(text, "id") for text in said} == said
    assert tongues.chosen("bahasa", "en") == "id"
