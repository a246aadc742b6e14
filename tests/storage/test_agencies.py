"""The registry is seeded once, keeps what staff changed, and tells when it changed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import date

from complaints.agency import Agency, FormerName, Region
from storage.database import Database
from storage.registry_file import national_registry
from tests.storage.samples import STAFF

BATAM = Region(code="21.71", name="Kota Batam", aliases=("batam",), zone="Asia/Jakarta")
PEMKO = Agency(id="2171.pemda", name="Pemerintah Kota Batam", short="Pemko Batam", kind="pemda", region="21.71")
DINKES = Agency(
    id="2171.dinkes", name="Dinas Kesehatan Kota Batam", short="Dinkes Batam", kind="opd", region="21.71",
    parent=PEMKO.id, concept="kesehatan", proper="x", aliases=("dinas kesehatan",), verified=True,
    former=(FormerName(name="Dinkes lama", valid_to=date(2020, 1, 31)), FormerName(name="DKK")),
)  # fmt: skip


@dataclass
class Small:
    """A registry of two offices."""

    regions: dict[str, Region] = field(default_factory=lambda: {BATAM.code: BATAM})
    agencies: dict[str, Agency] = field(default_factory=lambda: {a.id: a for a in (PEMKO, DINKES)})

    @property
    def version(self) -> str:
        return repr((self.regions, self.agencies))


async def test_a_deed_knows_who_is_above_below_and_called_so_and_nobody_else(database: Database) -> None:
    async with database.begin() as uow:
        await uow.agencies.load(Small())
        ward = replace(DINKES, id="2171.pkm", name="Pustu Baloi", short="PKM", parent=DINKES.id, aliases=("kés 1%",))
        other = replace(DINKES, id="2171.dlh", name="DLH Batam", short="DLH", parent=None, aliases=("kebersihan",))
        await uow.agencies.put([ward, other], STAFF)
        assert set(await uow.agencies.around([DINKES.id])) == {PEMKO.id, DINKES.id, ward.id}
        assert set(await uow.agencies.around([PEMKO.id])) == {PEMKO.id, DINKES.id}
        for said in ("dlh  BATAM", "dlh", "Kebersihan"):
            assert set(await uow.agencies.around([ward.id], [said])) == {PEMKO.id, DINKES.id, ward.id, other.id}
        assert set(await uow.agencies.around([other.id], ["kés 1%", "bersih"])) == {other.id, ward.id}


async def test_what_is_loaded_comes_back(database: Database) -> None:
    async with database.begin() as uow:
        assert await uow.agencies.load(Small()) == 2
    async with database.read() as uow:
        assert await uow.agencies.all() == [DINKES, PEMKO]
        assert await uow.agencies.get(DINKES.id) == DINKES
        assert await uow.agencies.get("x") is None
        assert await uow.agencies.regions() == {"21.71": BATAM}
        assert await uow.agencies.children(PEMKO.id) == [DINKES]


async def test_an_upgrade_adds_and_never_overwrites(database: Database) -> None:
    renamed = replace(DINKES, short="Dinkes", active=False)
    new = replace(DINKES, id="2171.disdik", name="Dinas Pendidikan")
    async with database.begin() as uow:
        await uow.agencies.load(Small())
        await uow.agencies.upsert(renamed, STAFF)
        assert await uow.agencies.load(Small()) == 0
        newer = Small(agencies={a.id: a for a in (replace(PEMKO, name="Lain"), DINKES, new)})
        assert await uow.agencies.load(newer) == 1
    async with database.read() as uow:
        assert await uow.agencies.get(DINKES.id) == renamed
        assert await uow.agencies.get(PEMKO.id) == PEMKO
        assert await uow.agencies.all() == [new, PEMKO]
        assert await uow.agencies.all(active=False) == [renamed, new, PEMKO]


async def test_the_revision_grows_with_each_change(database: Database) -> None:
    async with database.begin() as uow:
        seen = [await uow.agencies.revision()]
        await uow.agencies.load(Small())
        seen.append(await uow.agencies.revision())
        await uow.agencies.load(Small())
        assert await uow.agencies.revision() == seen[-1], "the same seed changes nothing"
        await uow.agencies.upsert(replace(PEMKO, name="Baru"), STAFF)
        seen.append(await uow.agencies.revision())
    assert seen == sorted(set(seen))


async def test_the_nation_loads_in_three_seconds(database: Database) -> None:
    registry = national_registry()
    assert len(registry.agencies) > 20_000
    start = time.process_time()
    async with database.begin() as uow:
        assert await uow.agencies.load(registry) == len(registry.agencies)
    assert time.process_time() - start < 3
    async with database.read() as uow:
        assert {agency.id: agency for agency in await uow.agencies.all(active=False)} == registry.agencies
        assert await uow.agencies.regions() == registry.regions
