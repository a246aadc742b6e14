"""Who reported: told to one allowed person, in private, for a reason; in the history and in the audit each time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.builders import STAFF_GROUP
from tests.handlers.opening import opened
from tests.handlers.people import People
from tests.handlers.test_roles import claim

NAME = "Siti Aminah"


@pytest.fixture
async def people(migrated: Path, tmp_path: Path) -> AsyncIterator[People]:
    async with opened(People, migrated, tmp_path) as house:
        house.chat_of = lambda name: f"u-{name}"  # type: ignore[method-assign]  # as on Telegram: the person's own id
        yield house


async def looks(people: People, case: str) -> list[dict[str, str]]:
    async with people.database.read() as uow:
        return [line.detail for line in await uow.audit.of_case(case) if line.event == "identity.seen"]


async def test_a_card_of_staff_shows_no_name(people: People) -> None:
    await people.file(f"Nama saya {NAME}, sampah menumpuk.", agency=None, anonymous=True)
    await people.file("Lampu mati.", agency=None)
    await people.says("/antrean", by="Dewi", in_=STAFF_GROUP)
    for bubble in people.seen(STAFF_GROUP):
        assert "Siti" not in bubble.text
    assert "Pelapor: tidak ditampilkan" in people.seen(STAFF_GROUP)[0].text


async def test_the_button_asks_why_and_the_answer_comes_in_private(people: People) -> None:
    case = await people.file("Sampah.", agency=None)
    await people.says("/start", by="Dewi")
    await people.taps("Lihat identitas", by="Dewi", in_=STAFF_GROUP)
    assert people.last(STAFF_GROUP).text.startswith(f"Untuk apa identitas pelapor {case.number} dilihat?")
    await people.reply(STAFF_GROUP, people.last(STAFF_GROUP), "ok", by="Dewi")
    assert await looks(people, case.id) == [], "two letters are no reason"
    await people.reply(STAFF_GROUP, people.last(STAFF_GROUP), "mencocokkan berkas di loket", by="Dewi")
    told = people.heard("Dewi")[-1]
    assert f"Nama: {NAME}" in told and "Kontak: Telegram, akun 501" in told
    assert 'Alasan yang dicatat: "mencocokkan berkas di loket"' in told
    assert all(NAME not in bubble.text for bubble in people.seen(STAFF_GROUP))
    assert await looks(people, case.id) == [{"reason": "mencocokkan berkas di loket"}]
    await people.says(f"/catatan {case.number}", by="Dewi", in_=STAFF_GROUP)
    assert 'Dewi melihat identitas pelapor: "mencocokkan berkas di loket"' in people.last(STAFF_GROUP).text


async def test_the_command_takes_number_and_reason(people: People) -> None:
    case = await people.file("Sampah.", anonymous=True)
    await people.says("/start", by="Dewi")
    await people.says(f"/identitas {case.number} mencocokkan berkas", by="Dewi", in_=STAFF_GROUP)
    assert people.last(STAFF_GROUP).text.startswith(f"Identitas pelapor {case.number} dikirim ke percakapan pribadi")
    assert "Pelapor meminta namanya disembunyikan" in people.heard("Dewi")[-1]
    async with people.database.read() as uow:
        own = await uow.complaints.of_citizen(case.chat_key).history(case.number)
    assert [line.action for line in own] == ["submit"], "reasons of officials are no notice to the citizen"


async def test_who_never_opened_the_bot_is_asked_to_and_nothing_is_looked_at(people: People) -> None:
    case = await people.file("Sampah.")
    await people.says(f"/identitas {case.number} mencocokkan berkas", by="Dewi", in_=STAFF_GROUP)
    assert people.last(STAFF_GROUP).text.startswith("Identitas hanya dikirim secara pribadi.")
    assert await looks(people, case.id) == []
    await people.says("/start", by="Dewi")
    await people.reply(STAFF_GROUP, people.last(STAFF_GROUP), "mencocokkan berkas", by="Dewi")
    assert len(await looks(people, case.id)) == 1


async def test_an_observer_never_sees_a_name(people: People) -> None:
    case = await people.file("Sampah.", agency=None)
    await claim(people)
    await people.says("/start", by="Rina")
    await people.taps("Lihat identitas", by="Rina", in_=STAFF_GROUP)
    await people.taps("Lihat identitas", by="Dewi", in_=STAFF_GROUP)
    question = people.last(STAFF_GROUP)
    await people.reply(STAFF_GROUP, question, "saya ingin tahu", by="Rina")
    await people.says(f"/identitas {case.number} saya ingin tahu", by="Rina", in_=STAFF_GROUP)
    assert people.last(STAFF_GROUP).text.startswith("Peran Bapak/Ibu belum ditetapkan")
    assert await looks(people, case.id) == []
    assert all(NAME not in bubble.text for chat in people.chats.values() for bubble in chat)


async def test_a_number_nobody_drew_is_not_found(people: People) -> None:
    await people.says("/identitas NH-7K3Q-9DXM mencocokkan berkas", by="Dewi", in_=STAFF_GROUP)
    assert "tidak" in people.last(STAFF_GROUP).text
    await people.says("/identitas", by="Dewi", in_=STAFF_GROUP)
    assert people.last(STAFF_GROUP).text.startswith("Ketik nomor laporan dan alasannya")
