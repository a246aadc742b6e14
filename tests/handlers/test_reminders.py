"""Reminders: one list a group and half a day, in working hours only, up the ladder; old timers do nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from complaints import sla
from complaints.agency import Agency
from complaints.appointments import Post
from complaints.lifecycle import Action, Status
from complaints.model import Actor, Role
from conversations.messages import Address, Channel, ChatKind
from handlers import cases
from storage.people_records import FocalPoint
from storage.records import Lane
from storage.unit_of_work import UnitOfWork
from tests.complaints.appointees import person
from tests.handlers.builders import DESK_BOT, STAFF_GROUP
from tests.handlers.lapse import CITIZEN, DUKCAPIL_GROUP, Lapse
from tests.handlers.opening import opened

WIB = ZoneInfo("Asia/Jakarta")
STAFF = Actor(role=Role.STAFF, key="dewi", name="Dewi")


@pytest.fixture
async def lapse(migrated: Path, tmp_path: Path) -> AsyncIterator[Lapse]:
    async with opened(Lapse, migrated, tmp_path) as house:
        yield house


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=WIB).astimezone(UTC)


def reminders(lapse: Lapse, chat: str = DUKCAPIL_GROUP) -> list[tuple[datetime, str]]:
    return [
        (moment, row.action)
        for moment, row in lapse.sent
        if row.lane is Lane.REMINDER and row.address.chat == chat and row.bubble == "reminder"
    ]


async def test_the_ladder_is_climbed_rung_by_rung(lapse: Lapse) -> None:
    case = await lapse.begins()
    levels = []
    for end in (at(25, 7), at(25, 12), at(28, 9), at(30, 12), at(5, 9, 12), at(7, 12, 12)):
        await lapse.until(end)
        levels.append((await lapse.case(case.number)).escalation)
    # Day 3 of five reminds; the fifth passes on Friday night and is loud on Monday (no desk above: staff).
    assert levels == [0, 1, 1, 3, 3, 3]
    assert [(e.action, e.note) for e in await lapse.history(case) if e.action in ("remind", "overdue")] == [
        ("remind", "respon_awal"), ("remind", "respon_awal"), ("overdue", "respon_awal"),
        ("remind", "penghubung"), ("remind", "penyelesaian_14"), ("overdue", "penghubung"),
    ]  # fmt: skip


async def under_the_city(uow: UnitOfWork) -> Agency:
    city = Agency(id="2171.pemda", name="Pemerintah Kota Batam", short="Pemko Batam", kind="pemda", region="21.71")
    await uow.agencies.upsert(city, STAFF)
    unit = await uow.agencies.get("2171.disdukcapil")
    assert unit is not None
    await uow.agencies.upsert(replace(unit, parent=city.id), STAFF)
    return city


@pytest.mark.parametrize("way", ["private", "none"])
async def test_a_coordinator_without_a_group_is_told_in_private_or_named_to_staff(lapse: Lapse, way: str) -> None:
    async with lapse.database.begin() as uow:
        city = await under_the_city(uow)
        address = Address(channel=Channel.TELEGRAM, account=DESK_BOT, chat="chat-Tono")
        chat = await uow.chats.ensure(address, ChatKind.PRIVATE, "Tono", at=lapse.clock)
        post = person("t" * 32, agency_id=city.id, name="Tono", role=Post.COORDINATOR)
        tono = FocalPoint(appointment=post, person_key="t" * 32, chat_key=chat.key if way == "private" else None)
        await uow.focal_points.add(tono, STAFF, lapse.clock, event="joined")
    case = await lapse.begins()
    await lapse.until(at(30, 12))
    told, named = "".join(lapse.heard("chat-Tono")), "".join(lapse.heard(STAFF_GROUP))
    assert ("Disdukcapil Kota Batam: " + case.number in told) == (way == "private")
    assert ("Tono (Pemko Batam) perlu tahu laporan yang lewat batas" in named) == (way == "none")
    assert (await lapse.case(case.number)).escalation == (2 if way == "private" else 3)


async def test_the_desk_above_hears_before_staff_are_the_next_rung(lapse: Lapse) -> None:
    async with lapse.database.begin() as uow:
        city = await under_the_city(uow)
        address = Address(channel=Channel.TELEGRAM, account=DESK_BOT, chat="-100950")
        await uow.desks.bind(city.id, address, "Diskominfo", lapse.clock)
    case = await lapse.begins()
    await lapse.until(at(30, 12))
    assert (await lapse.case(case.number)).escalation == 2
    assert "Disdukcapil Kota Batam: " + case.number in lapse.heard("-100950")[0]
    assert "blanko" not in lapse.heard("-100950")[0]
    assert "dan atasannya hari ini" in lapse.heard()[-1]
    assert "tingkat 2 (koordinator)" in lapse.heard(STAFF_GROUP)[-1]
    await lapse.until(at(8, 12, 12))
    assert (await lapse.case(case.number)).escalation == 3


async def test_the_whole_ladder_focal_point_deputy_coordinator_staff(lapse: Lapse) -> None:
    async with lapse.database.begin() as uow:
        city = await under_the_city(uow)
        for name, role, agency in (
            ("Rina", Post.PRIMARY, "2171.disdukcapil"), ("Budi", Post.DEPUTY, "2171.disdukcapil"),
            ("Tono", Post.COORDINATOR, city.id),
        ):  # fmt: skip
            address = Address(channel=Channel.TELEGRAM, account=DESK_BOT, chat=f"chat-{name}")
            chat = await uow.chats.ensure(address, ChatKind.PRIVATE, name, at=lapse.clock)
            post = person(name[0].lower() * 32, agency_id=agency, name=name, role=role, end=None)
            post = replace(post, verified_on=lapse.clock.date())
            known = FocalPoint(appointment=post, person_key=post.id, chat_key=chat.key)
            await uow.focal_points.add(known, STAFF, lapse.clock, event="joined")
    rungs = (DUKCAPIL_GROUP, "chat-Budi", "chat-Tono", STAFF_GROUP)
    case = await lapse.begins()
    await lapse.until(at(8, 12, 12))
    first = {
        chat: min(m for m, row in lapse.sent if row.address.chat == chat and row.bubble == "reminder").astimezone(WIB)
        for chat in rungs
    }
    # Filed on Friday: day 3 the group, day 4 the deputy; day 5 passes on Friday night, Monday morning all above.
    assert [moment.strftime("%a %d %H.%M") for moment in first.values()] == [
        "Wed 25 08.00", "Thu 26 08.00", "Mon 30 08.00", "Mon 30 08.00",
    ]  # fmt: skip
    order = [row.address.chat for _, row in lapse.sent if row.bubble == "reminder" and row.action == "send"]
    assert list(dict.fromkeys(order)) == list(rungs)
    assert "Rina" in next(b.text for b in lapse.seen(DUKCAPIL_GROUP) if b.row.bubble == "reminder")
    assert lapse.heard("chat-Rina") == [], "who answers is told in the group, not twice"
    assert "Disdukcapil Kota Batam: " + case.number in lapse.heard("chat-Tono")[0]
    private = "".join(lapse.heard("chat-Tono") + lapse.heard(STAFF_GROUP))
    assert "blanko" not in private and "Siti" not in private
    assert (await lapse.case(case.number)).escalation == 3
    await lapse.press(DUKCAPIL_GROUP, "Terima")
    await lapse.reply(DUKCAPIL_GROUP, lapse.card(DUKCAPIL_GROUP, case.number), "Blanko sudah datang.")
    await lapse.press(DUKCAPIL_GROUP, "Kirim")
    answered = len(lapse.sent)
    await lapse.until(at(18, 12, 12))
    later = [row for _, row in lapse.sent[answered:] if row.bubble == "reminder"]
    assert later == [], "an answer ends the climb"


WHOLE = pytest.param(at(20, 12, 12), marks=pytest.mark.long)


@pytest.mark.parametrize("end", [at(30, 9), WHOLE])
async def test_one_reminder_a_group_and_half_day_whatever_rings(lapse: Lapse, end: datetime) -> None:
    for n in range(12):
        lapse.clock += timedelta(minutes=17)
        await lapse.begins(citizen=str(600 + n))
    await lapse.until(end)
    sounds = Counter(
        (moment.astimezone(WIB).date(), moment.astimezone(WIB).hour < 12)
        for moment, action in reminders(lapse)
        if action == "send"
    )
    assert sounds and max(sounds.values()) == 1
    assert "12 laporan perlu perhatian" in lapse.heard(DUKCAPIL_GROUP)[12]
    assert "Dan 2 laporan lain." in lapse.heard(DUKCAPIL_GROUP)[12]


LONG = pytest.param("2027-03-01T15:30", 31, marks=pytest.mark.torture)


@pytest.mark.parametrize(("start", "days"), [("2026-12-14T09:00", 24), LONG])
async def test_weeks_without_a_reminder_out_of_hours(lapse: Lapse, start: str, days: int) -> None:
    lapse.clock = datetime.fromisoformat(start).replace(tzinfo=WIB).astimezone(UTC)
    end = lapse.clock + timedelta(days=days)
    for n in range(days // 4):
        await lapse.begins(citizen=str(600 + n))
        await lapse.until(lapse.clock + timedelta(hours=95, minutes=17 * n))
    await lapse.until(end)
    moments = {moment for moment, row in lapse.sent if row.lane in (Lane.REMINDER, Lane.STAFF)}
    wrong = [m for m in moments if not sla.is_working_moment(m, zone=WIB, calendar=lapse.services.calendar)]
    assert len(moments) > 10 and wrong == []
    told = [m for m, row in lapse.sent if row.message and row.message.template == "status_overdue"]
    assert told and all(sla.is_working_moment(m, zone=WIB, calendar=lapse.services.calendar) for m in told)


async def test_a_timer_of_an_older_version_does_nothing(lapse: Lapse) -> None:
    case = await lapse.begins()
    async with lapse.database.begin() as uow:
        old = [timer for timer in await uow.timers.of_case(case.id) if timer.rule == "respon_awal"]
        found = await uow.complaints.for_clock().by_id(case.id)
        assert found is not None
        officer = Actor(role=Role.FOCAL_POINT, key="r", name="Rina", agency_id="2171.disdukcapil")
        await cases.change(uow, lapse.services, found, Action.ANSWER, by=officer, note="ya")
        rows = await uow.timers.of_case(case.id)
        await uow.timers.replace(case.id, 1, [(t.rule, t.kind, t.due_at, t.data) for t in (*old, *rows)])
    before = len(lapse.sent)
    await lapse.until(at(20, 12, 12))
    assert [row for _, row in lapse.sent[before:] if row.lane is Lane.REMINDER] == []
    assert (await lapse.case(case.number)).status is Status.ANSWERED


async def test_staff_see_an_overdue_hop_the_same_minute(lapse: Lapse) -> None:
    case = await lapse.begins(agency=None)
    await lapse.until(at(25, 23))
    assert not any("melewati" in text for text in lapse.heard(STAFF_GROUP))
    await lapse.until(at(26, 8) + timedelta(minutes=1))
    assert f"{case.number} melewati batas verifikasi" in lapse.heard(STAFF_GROUP)[-1]
    assert "belum diteruskan ke instansi sampai batas Rabu, 25 November 2026" in lapse.heard(CITIZEN)[-1]


async def test_next_years_list_is_missed_aloud_once_a_week(lapse: Lapse) -> None:
    lapse.clock = datetime(2027, 11, 1, 2, tzinfo=UTC)
    for _ in range(8):
        await lapse.rings()
        await lapse.passes(days=1)
    assert len([text for text in lapse.heard(STAFF_GROUP) if "cuti bersama 2028 belum ada" in text]) == 2
