"""Terms, leaves, moves and silences day by day: nobody is left holding cases, nobody is woken at night."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from complaints import sla
from complaints.model import Actor, Role
from conversations.messages import Choice
from handlers import answering, joining, renewal
from storage.people_records import FocalPoint
from tests.handlers.builders import GROUPS
from tests.handlers.opening import opened
from tests.handlers.people import DINSOS, People

GROUP = "-100500"


@pytest.fixture
async def people(migrated: Path, tmp_path: Path) -> AsyncIterator[People]:
    async with opened(People, migrated, tmp_path) as house:
        yield house


async def team(people: People, *, deputy: bool = True, end: date = date(2027, 11, 30)) -> FocalPoint:
    """Rina, her deputy Joko, their group, two open cases."""
    rina = await people.joins("Rina", end=end)
    await people.adds_bot(GROUP)
    if deputy:
        await people.joins("Joko", role="deputy", deputy_of=rina.id)
    for _ in range(2):
        await people.file("Bansos tidak cair.", agency=DINSOS)
    return rina


async def answers(people: People) -> str | None:
    async with people.database.read() as uow:
        found = await answering.answering(uow, people.services, DINSOS)
    return found.name if found else None


async def handed(people: People) -> list[dict[str, str]]:
    """What the log says of every open case."""
    async with people.database.read() as uow:
        cases = await uow.complaints.for_staff().open_of(DINSOS)
        lines = [line for case in cases for line in await uow.audit.of_case(case.id)]
    return [line.detail for line in lines if line.event == "focal_point.handed_over"]


async def later(people: People, days: int) -> None:
    """So many days of which only the last is looked at: a day on which nothing ran loses nothing."""
    people.clock += timedelta(days=days - 1)
    await people.passes(1)


async def test_reminders_come_three_times_and_staff_get_one_list(people: People) -> None:
    await team(people, end=date(2027, 1, 25))
    await people.passes(66)
    said = [text for text in people.heard() if "berakhir Senin, 25 Januari 2027" in text and "diperpanjang" in text]
    assert len(said) == 3
    assert len([text for text in people.staff_heard() if "segera berakhir" in text]) == 3


async def test_an_ended_term_hands_every_case_to_the_deputy(people: People) -> None:
    rina = await team(people, end=date(2026, 11, 21))
    await people.passes(3)
    assert await answers(people) == "Joko"
    joko = next(each for each in await people.of() if each.name == "Joko")
    assert await handed(people) == [{"from": rina.id, "to": joko.id, "why": "expired"}] * 2
    assert any("menggantikan Rina" in text and "Laporan terbuka: 2" in text for text in people.heard("Joko"))
    assert "dijawab Joko" in people.heard()[-1]
    assert len([text for text in people.staff_heard() if "(masa tugas berakhir)" in text]) == 1


async def test_without_a_deputy_staff_have_them_and_are_told_once(people: People) -> None:
    rina = await team(people, deputy=False, end=date(2026, 11, 21))
    await people.passes(5)
    assert await answers(people) is None
    assert await handed(people) == [{"from": rina.id, "to": "staff", "why": "expired"}] * 2
    told = [text for text in people.staff_heard() if "tanpa narahubung" in text]
    assert len(told) == 1 and "Laporan terbuka sekarang pada petugas: 2" in told[0]
    async with people.database.begin() as uow:
        case = (await uow.complaints.for_staff().open_of(DINSOS))[0]
        await renewal.nobody_there(uow, people.services, case)
        await renewal.nobody_there(uow, people.services, case)
    await people.deliver()
    assert len([text for text in people.staff_heard() if "sedang tidak bertugas" in text]) == 1


async def test_what_is_not_an_answer_waits_for_office_hours(people: People) -> None:
    """20 November 2026 is a Friday: the run of Saturday night is heard on Monday."""
    await team(people, end=date(2026, 12, 20))
    people.clock += timedelta(hours=16)
    async with people.database.begin() as uow:
        await renewal.run_daily(uow, people.services)
        rows = await uow.outbox.claim(owner="t", at=people.clock + timedelta(days=9), limit=50)
    waits = [row.due_at for row in rows if row.ref and row.ref.startswith("notice:")]
    assert waits and all(
        at and sla.is_working_moment(at, zone=people.services.zone, calendar=people.services.calendar) for at in waits
    )


@pytest.mark.parametrize("where", [None, GROUP])
async def test_leave_now_deputy_now_and_back(people: People, where: str | None) -> None:
    await team(people)
    await people.says("cuti sampai 3 desember", in_=where)
    assert await answers(people) == "Joko"
    said = [bubble.text for bubble in people.seen(where or "chat-Rina")]
    noted = "Tercatat: cuti Jumat, 20 November 2026 sampai Kamis, 3 Desember 2026."
    assert f"{noted}\nSelama itu laporan Dinsos Kota Batam dijawab Joko." in said
    assert len(await handed(people)) == 2
    await people.repeat()
    assert len(await handed(people)) == 2, "said twice, handed once"
    for _ in range(2):
        await people.says("cuti selesai", in_=where)
    assert await answers(people) == "Rina"
    back = "Rina sudah bertugas kembali. Laporan Dinsos Kota Batam kembali kepadanya."
    assert (people.heard("Joko").count(back), people.staff_heard().count(back)) == (1, 1)


async def test_a_leave_told_beforehand_begins_on_its_day(people: People) -> None:
    await team(people)
    await people.passes(1)
    await people.says("cuti 24-26 november")
    assert await answers(people) == "Rina" and await handed(people) == []
    await people.passes(3)
    assert await answers(people) == "Joko" and len(await handed(people)) == 2
    await people.passes(3)
    assert await answers(people) == "Rina" and len(await handed(people)) == 2


async def test_leave_without_deputy_is_told_to_staff(people: People) -> None:
    await team(people, deputy=False)
    await people.says("cuti 24-26 desember")
    assert "belum ada wakil" in people.staff_heard()[-1]
    await people.says("cuti")
    assert "Sampai tanggal berapa" in people.heard()[-1]


async def test_an_answer_to_a_citizen_is_never_taken_for_a_leave(people: People) -> None:
    await team(people)
    card = next(b for b in reversed(people.seen(GROUP)) if "Terima" in b.labels)
    await people.says("cuti sampai 3 desember", in_=GROUP, to=card)
    assert "Akan dikirim ke pelapor" in people.last(GROUP).text
    for text in ("masih", "pindah", "cuti bersama sampai senin, loket tutup"):
        before = len(people.seen(GROUP))
        await people.says(text, in_=GROUP)
        assert len(people.seen(GROUP)) == before
    await people.says("cuti sampai 3 desember", by="Tono", in_=GROUP)
    assert await answers(people) == "Rina"


async def test_a_leave_is_spoken_of_in_their_own_group_only(people: People) -> None:
    await team(people)
    other = GROUPS["2171.dlh"]
    await people.says("cuti sampai 3 desember", in_=other)
    assert people.seen(other) == [] and await answers(people) == "Rina"


@pytest.mark.parametrize("answer", ["[Masih bertugas]", "masih", "1"])
async def test_still_there(people: People, answer: str) -> None:
    rina = await team(people)
    await later(people, 90)
    assert "masih bertugas sebagai narahubung utama" in people.heard()[-1]
    await (people.taps("Masih bertugas") if answer.startswith("[") else people.says(answer))
    verified = (await people.record(rina.id)).appointment.verified_on
    assert verified and verified >= date(2027, 2, 18)
    await people.passes(20)
    assert not any("Rina" in text and "belum menjawab" in text for text in people.staff_heard())


async def test_silence_is_told_to_staff_once(people: People) -> None:
    await team(people, deputy=False)
    await people.passes(110)
    assert len([text for text in people.staff_heard() if "belum menjawab" in text]) == 1


async def test_moved_is_asked_twice_and_passes_everything_on(people: People) -> None:
    rina = await team(people)
    await later(people, 90)
    await people.taps("Sudah pindah")
    assert await answers(people) == "Rina"
    await people.taps("Ya, sudah pindah")
    assert await answers(people) == "Joko" and len(await handed(people)) == 2
    assert (await people.record(rina.id)).appointment.left_on == date(2027, 2, 18)
    await people.repeat()
    assert len(await handed(people)) == 2


async def test_nobody_answers_for_somebody_else(people: People) -> None:
    rina = await team(people)
    await later(people, 90)
    button = people.button("Masih bertugas", in_="chat-Rina")
    for where in (None, GROUP):
        await people.does(Choice(button.labels["Sudah pindah"]), by="Iseng", in_=where)
        await people.does(Choice(f"post:sure:{rina.id[:12]}"), by="Iseng", in_=where)
    assert await answers(people) == "Rina"
    assert "untuk narahubung yang disebut" in people.toast(people.acks[-1])


async def test_out_of_the_group_is_out_of_office(people: People) -> None:
    rina = await team(people)
    async with people.database.begin() as uow:
        chat = await uow.chats.get((await uow.desks.of_agency(DINSOS))[0].chat_key)
        assert chat and rina.person_key
        for _ in range(2):
            await joining.on_left(chat, uow, people.services, person=rina.person_key)
        await joining.on_left(chat, uow, people.services, person="f" * 32)
    await people.deliver()
    assert await answers(people) == "Joko" and len(await handed(people)) == 2
    assert len([text for text in people.staff_heard() if "(keluar dari grup)" in text]) == 1


async def test_a_contact_who_is_only_in_the_database_is_asked_in_the_group(people: People) -> None:
    rina = await team(people)
    async with people.database.begin() as uow:
        silent = replace(await people.record(rina.id), chat_key=None)
        await uow.focal_points.save(silent, Actor(role=Role.STAFF, key="t"), people.clock, event="changed")
    await later(people, 90)
    assert "Masih bertugas" in people.button("Sudah pindah", in_=GROUP).labels


async def test_the_ladder_names_who_is_turned_to(people: People) -> None:
    await team(people)
    await people.joins("Dewa", role="coordinator")
    async with people.database.read() as uow:
        assert [each.name for each in await answering.ladder(uow, people.services, DINSOS)] == ["Rina", "Joko", "Dewa"]
