"""A draft files once, a newer version never loses an older one, and what is read is what was written."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from complaints.lifecycle import Action, Resolution, Status
from complaints.model import Complaint, Deadline, Entry
from storage.database import Database
from storage.errors import AlreadyFiled, NumberTaken, Stale
from tests.storage.samples import OFFICER, accepted, citizen, complaint, filed


async def load(database: Database, number: str) -> Complaint:
    async with database.read() as uow:
        found = await uow.complaints.for_staff().get(number)
    assert found
    return found


async def test_a_full_case_comes_back_as_it_was(database: Database, at: datetime) -> None:
    case = await filed(
        database,
        resolution=Resolution.SILENT, escalation=2, topic="adminduk", language="en", place="Jl. Gajah Mada 3",
        happened_on=date(2026, 11, 3), latitude=1.13, longitude=104.05, wanted="dukcapil batam",
        anonymous=True, confidential=True, forwarded_at=at, first_response_at=at + timedelta(microseconds=1),
        answered_at=at, closed_at=at, attachments=("f" * 32, "e" * 32),
        deadlines=(Deadline(rule="d1", due=at, version="1"), Deadline(rule="d2", due=at, version="2")),
    )  # fmt: skip
    assert await load(database, case.number) == case


async def test_a_draft_files_once(database: Database) -> None:
    first = await filed(database)
    with pytest.raises(AlreadyFiled) as caught:
        await filed(database, draft_id=first.draft_id)
    assert caught.value.existing == first


async def test_a_draft_files_once_however_many_try_at_once(database: Database) -> None:
    results = await asyncio.gather(*(filed(database, draft_id="d" * 32) for _ in range(10)), return_exceptions=True)
    assert sum(isinstance(result, Complaint) for result in results) == 1
    assert sum(isinstance(result, AlreadyFiled) for result in results) == 9


async def test_a_taken_number_asks_for_another_and_spoils_nothing(database: Database) -> None:
    first = await filed(database)
    case = complaint(number=first.number)
    async with database.begin() as uow:
        with pytest.raises(NumberTaken):
            await uow.complaints.add(case, case.submitted(by=citizen(case)))
        second = replace(case, number="NH-OTHER")
        await uow.complaints.add(second, second.submitted(by=citizen(second)))
    assert await load(database, "NH-OTHER") == second


async def test_a_newer_version_is_stored_with_its_line(database: Database) -> None:
    case = await filed(database)
    after, entry = accepted(case)
    async with database.begin() as uow:
        await uow.complaints.save(after, entry)
    assert await load(database, case.number) == after
    async with database.read() as uow:
        assert (await uow.complaints.history_of(case.id))[1:] == [entry]
        assert await uow.complaints.for_staff().history(case.number) == [
            case.submitted(by=citizen(case)), entry,
        ]  # fmt: skip


async def test_the_second_of_two_changes_is_refused(database: Database) -> None:
    case = await filed(database)
    after, entry = accepted(case)
    async with database.begin() as uow:
        await uow.complaints.save(after, entry)
    for late in (after, case, replace(after, version=4)):
        with pytest.raises(Stale):
            async with database.begin() as uow:
                await uow.complaints.save(late, entry)
    assert await load(database, case.number) == after


async def test_a_case_can_be_saved_twice_in_one_turn(database: Database, at: datetime) -> None:
    case = await filed(database)
    async with database.begin() as uow:
        read = await uow.complaints.visible_to([str(case.agency_id)]).get(case.number)
        assert read
        after, entry = accepted(read)
        await uow.complaints.save(after, entry)
        await uow.complaints.save(replace(after, topic="adminduk"))
        last, entry = after.apply(Action.RESOLVE, by=OFFICER, at=at, note="sudah")
        await uow.complaints.save(last, entry)
    assert await load(database, case.number) == last


async def test_saving_never_changes_who_filed(database: Database) -> None:
    case = await filed(database)
    after, entry = accepted(replace(case, reporter="", chat_key="9" * 32, number="NH-X"))
    async with database.begin() as uow:
        await uow.complaints.save(after, entry)
    kept = await load(database, case.number)
    assert (kept.reporter, kept.chat_key, kept.status) == ("Siti Aminah", case.chat_key, Status.IN_PROGRESS)


async def test_officers_pressing_at_once_lose_no_line(database: Database, at: datetime) -> None:
    """Each reads the case in its own transaction and sees what the one before did."""
    case = await filed(database, status=Status.ANSWERED)

    async def answer(n: int) -> None:
        async with database.begin() as uow:
            found = await uow.complaints.visible_to([str(case.agency_id)]).get(case.number)
            assert found
            after, entry = found.apply(Action.ANSWER, by=OFFICER, at=at, note=str(n))
            await uow.complaints.save(after, entry)

    await asyncio.gather(*(answer(n) for n in range(30)))
    assert (await load(database, case.number)).version == 31
    async with database.read() as uow:
        lines: list[Entry] = await uow.complaints.history_of(case.id)
    assert {line.note for line in lines[1:]} == {str(n) for n in range(30)}


async def test_a_line_can_be_noted_without_a_change(database: Database) -> None:
    case = await filed(database)
    line = replace(case.submitted(by=OFFICER), action="remind", note="H-3")
    async with database.begin() as uow:
        await uow.complaints.note(case.id, line)
    async with database.read() as uow:
        assert (await uow.complaints.history_of(case.id))[-1] == line
    assert (await load(database, case.number)).version == 1
