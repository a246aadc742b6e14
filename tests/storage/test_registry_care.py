"""Care of the registry: each deed checked by itself, kept with its history, undone as a whole or not at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from complaints.agency import Agency
from complaints.errors import RegistryChangeError
from complaints.model import Actor, Role
from complaints.registry_care import Care, Change
from storage.database import Database

TODAY = date(2026, 11, 20)
DEWI = Actor(role=Role.STAFF, key="d" * 32, name="Dewi")


def office(id: str, name: str, **more: object) -> Agency:
    return Agency(**{"id": id, "name": name, "short": name, "kind": "opd", "region": "21.71", **more})  # type: ignore[arg-type]


@pytest.fixture
def known() -> dict[str, Agency]:
    rows = [
        office("2171.pemda", "Pemko Batam", kind="pemda"),
        office("2171.pu", "Dinas PU", parent="2171.pemda", aliases=("pu batam",)),
        office("2171.bmsda", "Dinas BMSDA", parent="2171.pemda"),
        office("2171.upt", "UPT Jalan", parent="2171.pu"),
    ]
    return {row.id: row for row in rows}


def after(changes: list[Change]) -> dict[str, Agency]:
    return {change.after.id: change.after for change in changes}


def refused(reason: str) -> pytest.RaisesExc[RegistryChangeError]:
    return pytest.raises(RegistryChangeError, match=f"care.refused.{reason}$")


def test_a_renamed_office_is_still_found_by_its_old_name(known: dict[str, Agency]) -> None:
    (row,) = after(Care(known).rename("2171.pu", "Dinas Pekerjaan Umum", today=TODAY)).values()
    assert row.name == row.short == "Dinas Pekerjaan Umum"
    assert [(one.name, one.valid_to) for one in row.former] == [("Dinas PU", date(2026, 11, 19))]


def test_a_new_office_takes_region_and_id_from_the_one_above(known: dict[str, Agency]) -> None:
    (row,) = after(Care(known).add("2171.pemda", "Dinas Ekonomi Kreatif Kota Batam", short="Disekraf Batam")).values()
    assert (row.id, row.region, row.parent, row.kind) == ("2171.disekraf-batam", "21.71", "2171.pemda", "opd")
    for name, more, reason in (
        ("Dinas PU", {}, "taken"), ("X", {}, "length"), ("Baru", {"kind": "apa"}, "kind"),
        ("Baru", {"id": "3171.x"}, "id"), ("Dinas | Baru", {}, "bar"),
    ):  # fmt: skip
        with refused(reason):
            Care(known).add("2171.pemda", name, **more)


def test_a_name_leads_to_one_office_only(known: dict[str, Agency]) -> None:
    care = Care(known)
    assert after(care.alias("2171.pu", ["Bina Jalan"]))["2171.pu"].aliases == ("pu batam", "bina jalan")
    assert after(care.alias("2171.pu", remove=["PU Batam"]))["2171.pu"].aliases == ()
    for add, remove, reason in ((["pu  Batam"], [], "owned"), ([], ["tidak ada"], "no_alias")):
        with refused(reason):
            care.alias("2171.bmsda", add, remove=remove)
    with refused("same"):
        care.alias("2171.pu", ["PU Batam"])


def test_a_merged_office_leads_on_and_leaves_nobody_without_a_parent(known: dict[str, Agency]) -> None:
    rows = after(Care(known).merge("2171.pu", "2171.bmsda", today=TODAY))
    assert rows["2171.bmsda"].aliases == ("pu batam",)
    assert [one.name for one in rows["2171.bmsda"].former] == ["Dinas PU"]
    assert not rows["2171.pu"].active and rows["2171.upt"].parent == "2171.bmsda"
    for into, reason in (("2171.pu", "itself"), ("2171.upt", "circle"), ("2171.x", "unknown")):
        with refused(reason):
            Care(known).merge("2171.pu", into, today=TODAY)


def test_moving_and_retiring(known: dict[str, Agency]) -> None:
    care = Care(known)
    assert after(care.move("2171.upt", "2171.bmsda"))["2171.upt"].parent == "2171.bmsda"
    with refused("circle"):
        care.move("2171.pu", "2171.upt")
    with refused("children"):
        care.retire("2171.pu", TODAY, today=TODAY)
    last = after(care.retire("2171.upt", date(2026, 12, 31), today=TODAY))["2171.upt"]
    assert last.active and last.ends_on == date(2026, 12, 31)
    assert not after(care.retire("2171.upt", date(2026, 11, 19), today=TODAY))["2171.upt"].active


@pytest.fixture
async def stored(database: Database, known: dict[str, Agency]) -> Database:
    async with database.begin() as uow:
        await uow.agencies.put(list(known.values()), DEWI)
    return database


async def test_a_change_is_kept_shown_and_undone_once(
    stored: Database, known: dict[str, Agency], at: datetime
) -> None:
    changes = Care(known).merge("2171.pu", "2171.bmsda", today=TODAY)
    async with stored.begin() as uow:
        before = await uow.agencies.revision()
        batch = await uow.registry_history.save(changes, deed="merge", by=DEWI, at=at)
        assert await uow.agencies.revision() == before + 1
    async with stored.begin() as uow:
        (listed,) = await uow.registry_history.newest()
        assert (listed.batch, listed.deed, listed.by, listed.n) == (batch, "merge", "Dewi", 3)
        assert await uow.registry_history.of_batch(batch) == changes
        await uow.registry_history.undo(batch, by=DEWI, at=at)
        assert {row.id: row for row in await uow.agencies.all(active=False)} == known
        with refused("undone"):
            await uow.registry_history.undo(batch, by=DEWI, at=at)
        with refused("no_batch"):
            await uow.registry_history.undo("apa", by=DEWI, at=at)


async def test_who_comes_second_changes_nothing(stored: Database, known: dict[str, Agency], at: datetime) -> None:
    one, two = [Care(known).rename("2171.pu", name, today=TODAY) for name in ("Dinas Satu", "Dinas Dua")]
    async with stored.begin() as uow:
        first = await uow.registry_history.save(one, deed="rename", by=DEWI, at=at)
        with refused("moved_on"):
            await uow.registry_history.save(two, deed="rename", by=DEWI, at=at)
        now = {row.id: row for row in await uow.agencies.all()}
        await uow.registry_history.save(Care(now).alias("2171.pu", ["satu"]), deed="alias", by=DEWI, at=at)
        with refused("moved_on"):
            await uow.registry_history.undo(first, by=DEWI, at=at)


async def test_an_added_office_is_undone_by_retiring_it(
    stored: Database, known: dict[str, Agency], at: datetime
) -> None:
    made = Care(known).add("2171.pemda", "Dinas Baru")
    async with stored.begin() as uow:
        batch = await uow.registry_history.save(made, deed="add", by=DEWI, at=at)
        await uow.registry_history.undo(batch, by=DEWI, at=at)
        row = await uow.agencies.get("2171.dinas-baru")
        assert row is not None and not row.active


async def test_the_last_day_passes(stored: Database, known: dict[str, Agency], at: datetime) -> None:
    async with stored.begin() as uow:
        await uow.registry_history.save(
            Care(known).retire("2171.upt", TODAY, today=TODAY), deed="retire", by=DEWI, at=at
        )
        assert await uow.agencies.end_past(TODAY) == 0
        assert await uow.agencies.end_past(TODAY + timedelta(days=1)) == 1
        assert "2171.upt" not in {row.id for row in await uow.agencies.all()}
