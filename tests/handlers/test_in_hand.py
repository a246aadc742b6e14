"""A case in the hands of one named colleague: taken, given, told, shown in card and queue, released, written down."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from complaints.model import Complaint
from conversations.messages import Choice
from tests.handlers.builders import STAFF_GROUP
from tests.handlers.opening import opened
from tests.handlers.people import People
from tests.handlers.test_roles import claim


@pytest.fixture
async def people(migrated: Path, tmp_path: Path) -> AsyncIterator[People]:
    async with opened(People, migrated, tmp_path) as house:
        house.chat_of = lambda name: f"u-{name}"  # type: ignore[method-assign]  # as on Telegram: the person's own id
        yield house


@pytest.fixture
async def staffed(people: People) -> People:
    """Dewi is owner, Agus and Rina are staff; all three have opened the desk bot."""
    await claim(people)
    for name in ("Dewi", "Agus", "Rina"):
        await people.says("/start", by=name)
        await people.says("/antrean", by=name, in_=STAFF_GROUP)
    for name in ("Agus", "Rina"):
        await people.says(f"/peran {name} staf", by="Dewi", in_=STAFF_GROUP)
    return people


async def given(people: People, case: Complaint) -> list[str]:
    async with people.database.read() as uow:
        return [line.event for line in await uow.audit.of_case(case.id) if line.event.startswith("hand.")]


def last(people: People) -> str:
    return people.last(STAFF_GROUP).text


async def test_before_anybody_claimed_the_house_one_can_take_it_oneself(people: People) -> None:
    case = await people.file("Sampah.", agency=None)
    card = people.last(STAFF_GROUP)
    await people.taps("Lainnya", by="Agus", in_=STAFF_GROUP)
    await people.taps("Petugas", by="Agus", in_=STAFF_GROUP)
    assert people.last(STAFF_GROUP).buttons == ["Saya tangani", "Batal"]
    await people.taps("Saya tangani", by="Agus", in_=STAFF_GROUP)
    assert last(people) == f"{case.number} ditangani Agus, dicatat oleh Agus."
    assert "Petugas: Agus" in card.text, "the card itself says so"
    await people.says("/antrean", by="Dewi", in_=STAFF_GROUP)
    assert "petugas Agus" in last(people)
    assert (await given(people, case))[-1] == "hand.given"


async def test_given_to_a_colleague_who_is_told_alone_and_moved_on(staffed: People) -> None:
    case = await staffed.file("Sampah.", agency=None)
    card = staffed.last(STAFF_GROUP)
    await staffed.reply(STAFF_GROUP, card, "tugaskan agus", by="Dewi")
    assert last(staffed) == f"{case.number} ditangani Agus, dicatat oleh Dewi."
    assert staffed.heard("Agus")[-1].startswith(f"{case.number} sekarang Anda tangani, atas permintaan Dewi.")
    await staffed.reply(STAFF_GROUP, card, "tugaskan rina", by="Agus")
    assert staffed.heard("Agus")[-1].startswith(f"{case.number} sekarang"), "who passes it on need not be told"
    assert staffed.heard("Rina")[-1].startswith(f"{case.number} sekarang Anda tangani")
    await staffed.reply(STAFF_GROUP, card, "tugaskan saya", by="Dewi")
    assert staffed.heard("Rina")[-1] == f"{case.number} sekarang ditangani Dewi, dipindahkan oleh Dewi."


async def test_what_one_has_in_hand_is_a_queue_of_ones_own(staffed: People) -> None:
    first = await staffed.file("Sampah.", agency=None)
    await staffed.file("Lampu mati.", agency=None)
    await staffed.says(first.number, by="Agus", in_=STAFF_GROUP)
    await staffed.reply(STAFF_GROUP, staffed.last(STAFF_GROUP), "tangani saya", by="Agus")
    await staffed.says("/antrean saya", by="Agus", in_=STAFF_GROUP)
    assert last(staffed).startswith("1 laporan terbuka di tangan petugas ini") and first.number in last(staffed)
    await staffed.says("/antrean agus", by="Dewi", in_=STAFF_GROUP)
    assert first.number in last(staffed)
    await staffed.says("/antrean joko", by="Dewi", in_=STAFF_GROUP)
    assert "joko" in last(staffed) and first.number not in last(staffed)
    await staffed.says("/antrean saya", by="Rina", in_=STAFF_GROUP)
    assert last(staffed).startswith("0 laporan")


async def test_released_by_button_and_nobody_has_it_twice(staffed: People) -> None:
    case = await staffed.file("Sampah.", agency=None)
    card = staffed.last(STAFF_GROUP)
    await staffed.reply(STAFF_GROUP, card, "tugaskan agus", by="Dewi")
    await staffed.reply(STAFF_GROUP, card, "petugas", by="Dewi")
    question = staffed.last(STAFF_GROUP)
    assert question.buttons == ["Saya tangani", "Rina", "Lepaskan", "Batal"], "whoever has it is no choice"
    release = Choice(question.labels["Lepaskan"], query="q", bubble=question.id)
    await staffed.act(STAFF_GROUP, release, by="Dewi")
    assert last(staffed) == f"{case.number} dilepas dari Agus oleh Dewi. Siapa saja boleh mengambilnya."
    assert staffed.heard("Agus")[-1] == f"{case.number} tidak lagi Anda tangani, dilepas oleh Dewi."
    await staffed.act(STAFF_GROUP, release, by="Rina")
    assert await given(staffed, case) == ["hand.given", "hand.released"], "an old button does nothing"
    assert "Petugas:" not in card.text


async def test_who_leaves_staff_has_nothing_in_hand(staffed: People) -> None:
    case = await staffed.file("Sampah.", agency=None)
    await staffed.reply(STAFF_GROUP, staffed.last(STAFF_GROUP), "tugaskan agus", by="Dewi")
    await staffed.says("/peran Agus pengamat", by="Dewi", in_=STAFF_GROUP)
    async with staffed.database.read() as uow:
        assert await uow.case_staff.of([case.id]) == {}
    await staffed.reply(STAFF_GROUP, staffed.last(STAFF_GROUP), "tugaskan agus", by="Dewi")
    await staffed.says(case.number, by="Dewi", in_=STAFF_GROUP)
    await staffed.reply(STAFF_GROUP, staffed.last(STAFF_GROUP), "tugaskan agus", by="Dewi")
    assert staffed.last(STAFF_GROUP).buttons == ["Saya tangani", "Rina", "Batal"], "an observer cannot have it"
    await staffed.says(case.number, by="Agus", in_=STAFF_GROUP)
    await staffed.reply(STAFF_GROUP, staffed.last(STAFF_GROUP), "ambil", by="Agus")
    assert "pengamat" in last(staffed).casefold()


async def test_the_card_of_an_agency_and_the_citizen_do_not_tell_who_of_staff_has_it(staffed: People) -> None:
    case = await staffed.file("KTP saya hilang.")
    await staffed.says(case.number, by="Dewi", in_=STAFF_GROUP)
    await staffed.reply(STAFF_GROUP, staffed.last(STAFF_GROUP), "tugaskan agus", by="Dewi")
    await staffed.says(case.number, by="Dewi", in_=STAFF_GROUP)
    assert "Petugas: Agus" in last(staffed)
    assert all("Agus" not in b.text for chat in ("501", "-100100") for b in staffed.seen(chat))
