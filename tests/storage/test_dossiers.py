"""Dossiers and agencies' own rules survive the round trip; nothing personal lies in the open."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from complaints.agency_rules import AgencyRules
from complaints.model import Actor, Role
from complaints.office_hours import OfficeHours
from storage.database import Database
from storage.dossiers import ACCEPTED, AGREED, Dossier

STAFF = Actor(role=Role.STAFF, key="dewi")
ANSWERS = {"name": "Siti Aminah", "work": "pedagang"}


async def test_a_dossier_comes_back_as_it_was(database: Database, at: datetime) -> None:
    one = Dossier(case="a" * 32, chat_key="c" * 32, begun_at=at, answers=ANSWERS)
    agreed = Dossier(
        case="a" * 32, chat_key="c" * 32, begun_at=at, answers=ANSWERS, state=ACCEPTED, consent_version="1",
        consented_at=at, accepted_at=at, accepted_by="Dewi",
    )  # fmt: skip
    async with database.begin() as uow:
        await uow.dossiers.keep(one)
        await uow.dossiers.keep(agreed)
    async with database.read() as uow:
        assert await uow.dossiers.get("a" * 32) == agreed
        assert await uow.dossiers.of_chat("c" * 32) == [agreed]
        assert await uow.dossiers.of_chat("d" * 32) == []


async def test_begun_and_left_alone_goes_after_a_while(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        for name, state in (("a", "asking"), ("b", AGREED)):
            await uow.dossiers.keep(Dossier(case=name * 32, chat_key="c" * 32, begun_at=at, state=state))
        assert await uow.dossiers.drop_stale(at + timedelta(days=1)) == 1
        assert [one.case for one in await uow.dossiers.of_chat("c" * 32)] == ["b" * 32]
        await uow.dossiers.forget("c" * 32)
        assert await uow.dossiers.of_chat("c" * 32) == []


async def test_rules_of_an_agency(database: Database, at: datetime) -> None:
    day = (time(7, 30), time(14))
    hours = OfficeHours(week=(day, day, day, day, day, day, None))
    rules = AgencyRules(days={"respon_awal": 3}, hours=hours, zone="WIT")
    async with database.begin() as uow:
        assert await uow.agency_rules.get("x") == AgencyRules()
        await uow.agency_rules.set("x", AgencyRules(), STAFF, at)
        await uow.agency_rules.set("x", rules, STAFF, at)
    async with database.read() as uow:
        assert await uow.agency_rules.get("x") == rules
