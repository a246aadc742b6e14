"""The writer of a paper joins by the code; wrong, used and expired codes all sound the same."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from complaints.lifecycle import Action
from complaints.model import Actor, Role
from conversations.messages import Command, Content, Text
from handlers import erasing
from tests.handlers.builders import STAFF_GROUP, House
from tests.handlers.citizens import listening
from tests.handlers.test_paper import DISDUK, KTP, opened, says, taps

WRITER, OTHER = "601", "602"
WRONG = "Kode itu tidak berlaku. Periksa lagi tulisannya, atau minta kode baru kepada petugas yang menerima laporan."


@pytest.fixture
async def box(house: House) -> House:
    """One paper is filed."""
    listening(house, home="21.71")
    await opened(house)
    await says(house, KTP)
    await taps(house, "Selesai menyalin")
    await taps(house, "Catat semua")
    return house


def told(house: House) -> tuple[str, str]:
    """Number and code, as staff read them out."""
    text = house.last(STAFF_GROUP).text
    found = re.search(r"(NH-\S+).*?(K-\w{5}-\w{5})", text, re.DOTALL)
    assert found, text
    return found[1], found[2]


async def writes(house: House, content: Content, who: str = WRITER) -> str:
    await house.act(who, content, private=True, by="Siti Aminah")
    return house.last(who).text


@pytest.mark.parametrize("shape", ["start", "klaim", "typed", "small", "spoken"])
async def test_the_code_opens_the_case_however_it_is_brought(box: House, shape: str) -> None:
    number, code = told(box)
    content: Content = {
        "start": Command("start", code), "klaim": Command("klaim", code), "typed": Text(code),
        "small": Text(f" {code.lower().replace('-', ' ')} "), "spoken": Text(f"kode: K {code[2:]}."),
    }[shape]  # fmt: skip
    said = await writes(box, content)
    assert said.startswith(f"Laporan {number} sekarang dapat Bapak/Ibu ikuti di sini.")
    assert "Dipegang: Disdukcapil Kota Batam" in said
    assert "Penulis sudah bergabung." in box.card(DISDUK, number).text
    assert f"Penulis {number} sudah bergabung" in box.last(STAFF_GROUP).text
    assert number in await writes(box, Text("status"))


async def test_from_then_on_it_is_a_case_like_their_own(box: House) -> None:
    number, code = told(box)
    await writes(box, Text(code))
    await box.reply(DISDUK, box.card(DISDUK, number), "Silakan datang ke loket 4.")
    await box.press(DISDUK, "Kirim")
    assert "Silakan datang ke loket 4." in box.last(WRITER).text
    case = await box.case(number)
    async with box.database.read() as uow:
        assert [one.number for one in await uow.complaints.of_citizen(case.chat_key).all()] == [number]


async def test_what_was_said_before_waits_for_the_writer(box: House) -> None:
    number, code = told(box)
    await box.press(DISDUK, "Terima")
    await box.reply(DISDUK, box.card(DISDUK, number), "Blanko sudah datang, silakan ambil.")
    await box.press(DISDUK, "Kirim")
    await writes(box, Text(code))
    texts = [bubble.text for bubble in box.seen(WRITER)]
    assert any("Blanko sudah datang, silakan ambil." in text for text in texts[:-1])
    assert texts[-1].startswith(f"Laporan {number} sekarang dapat")


async def test_wrong_used_and_expired_codes_sound_the_same(box: House) -> None:
    number, code = told(box)
    assert await writes(box, Text("K-23456-789AB"), OTHER) == WRONG
    assert await writes(box, Command("klaim", "entah"), OTHER) == WRONG
    assert await writes(box, Command("start", "K-OOOOO-11111"), OTHER) == WRONG
    await writes(box, Text(code))
    assert await writes(box, Text(code), OTHER) == WRONG
    assert number not in await writes(box, Text(f"status {number}"), OTHER)
    async with box.database.read() as uow:
        case = await box.case(number)
        paper = await uow.papers.of_case(case.id)
    assert paper is not None and paper.claimed_by == case.chat_key


async def test_an_old_code_and_a_replaced_one_open_nothing(box: House) -> None:
    number, code = told(box)
    await says(box, f"/kode {number}")
    assert box.last(STAFF_GROUP).text.startswith(f"Kode baru untuk penulis {number}")
    _, fresh = told(box)
    assert box.last(STAFF_GROUP).files[0].key == f"slip:{number}/{fresh}"
    assert await writes(box, Text(code)) == WRONG
    box.clock += timedelta(days=181)
    assert await writes(box, Text(fresh)) == WRONG


async def test_the_same_person_typing_it_again_sees_the_status(box: House) -> None:
    number, code = told(box)
    await writes(box, Text(code))
    staff = len(box.seen(STAFF_GROUP))
    again = await writes(box, Text(code))
    assert number in again and WRONG not in again
    assert len(box.seen(STAFF_GROUP)) == staff
    assert "sudah bergabung" in await says(box, f"/kode {number}")


async def test_a_draft_that_was_being_written_stays(box: House) -> None:
    _, code = told(box)
    await writes(box, Text("jalan di depan rumah saya di bengkong rusak parah sejak kemarin"))
    await writes(box, Text(code))
    assert "jalan di depan rumah" in (await writes(box, Text("lanjutkan"))).lower()


async def test_words_that_only_look_like_a_code_are_a_story(box: House) -> None:
    said = await writes(box, Text("k tolong pos kamling rusak di jalan kami sejak lama"))
    assert said != WRONG


async def test_erasing_the_writer_takes_what_the_paper_said_of_them(box: House) -> None:
    number, code = told(box)
    await writes(box, Text(code))
    case = await box.case(number)
    async with box.database.begin() as uow:
        ended, entry = case.apply(Action.WITHDRAW, by=Actor(role=Role.CITIZEN, key=case.chat_key), at=box.clock)
        await uow.complaints.save(ended, entry)
        await uow.erasure.ask(case.chat_key, box.clock)
    for _ in range(9):
        async with box.database.begin() as uow:
            await erasing.step(uow, box.services)
        await box.deliver()
    async with box.database.read() as uow:
        assert await uow.papers.of_case(case.id) is None
    assert (await box.case(number)).story == ""
