"""Profiles of agencies survive the round trip on both databases; the newest word counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from complaints.agency_profile import Done, OwnChannel
from complaints.agency_rules import AgencyRules
from complaints.model import Actor, Role
from storage.database import Database

STAFF = Actor(role=Role.STAFF, key="operator")


async def test_channels_and_items(database: Database, at: datetime) -> None:
    phone = OwnChannel(kind="telepon", address="165", hours="24 jam")
    mail = OwnChannel(kind="surel", address="a@b.go.id", broken_on=date(2026, 11, 2))
    done = Done(item="sarana", on=date(2026, 11, 1), evidence="SK 12/2026")
    async with database.begin() as uow:
        for one in (phone, replace(mail, broken_on=None), mail):
            await uow.agency_profiles.set_channel("x", one, STAFF, at)
        await uow.agency_profiles.set_done("x", replace(done, evidence="lama"), STAFF, at)
        await uow.agency_profiles.set_done("x", done, STAFF, at)
    async with database.begin() as uow:
        assert await uow.agency_profiles.channels("x") == [mail, phone]
        assert await uow.agency_profiles.broken() == [("x", mail)]
        assert await uow.agency_profiles.done("x") == {"sarana": done}
        assert await uow.agency_profiles.drop_channel("x", "surel", "a@b.go.id")
        assert not await uow.agency_profiles.drop_channel("x", "surel", "a@b.go.id")
        assert await uow.agency_profiles.undo("x", "sarana") and not await uow.agency_profiles.undo("x", "sarana")
        assert await uow.agency_profiles.channels("y") == []


async def test_rules_are_kept_with_the_moment_they_began(database: Database, at: datetime) -> None:
    first, second = AgencyRules(days={"respon_awal": 3}), AgencyRules(days={"respon_awal": 2})
    async with database.begin() as uow:
        await uow.agency_rules.set("x", second, STAFF, at + timedelta(days=1))
        await uow.agency_rules.set("x", first, STAFF, at)
    async with database.read() as uow:
        assert await uow.agency_rules.kept("x") == [(at, first), (at + timedelta(days=1), second)]
        assert await uow.agency_rules.get("x") == second and await uow.agency_rules.all() == {"x": second}
