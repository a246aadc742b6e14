"""Rows of another register read into past cases: offices by the names people use, every refusal with its line.

Nothing is guessed: an office is taken only where the matcher is sure of one; what a row cannot say, it says aloud.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from complaints.errors import RegistryError
from complaints.number import parse_number
from complaints.recurrence import UNSORTED
from conversations.ears import Ears
from handlers.broadcast_reading import region_named
from storage.past_cases import PastCase
from storage.registry_csv import Record
from storage.unit_of_work import UnitOfWork

COLUMNS = ("nomor", "instansi", "hal", "tempat", "tanggal")
#: Before that nothing was a register of complaints; a year of two digits is a slip.
OLDEST = date(2000, 1, 1)
LONGEST, OFFERED = 64, 3
OTHER = "LLN"
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_LOCAL = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: .*)?")


@dataclass(slots=True, kw_only=True)
class Read:
    """What a file comes to; `offices` and `matters`: (as written, as read) with how often."""

    cases: dict[str, PastCase] = field(default_factory=dict)
    errors: list[RegistryError] = field(default_factory=list)
    offices: Counter[tuple[str, str]] = field(default_factory=Counter)
    matters: Counter[tuple[str, str]] = field(default_factory=Counter)
    own: int = 0  # they are in this register already


@dataclass(slots=True, kw_only=True)
class Reader:
    """Reads one file; what was asked once is not looked up again."""

    uow: UnitOfWork
    ears: Ears
    topics: frozenset[str]
    source: str
    today: date
    home: str
    seen: dict[tuple[str, str], str | ValueError] = field(default_factory=dict)

    async def read(self, records: Iterable[Record]) -> Read:
        """Every row, the wrong ones too."""
        made, rows = Read(), dict[str, Record]()
        for record in records:
            ours = parse_number(record["nomor"])
            if ours is not None and await self.uow.complaints.for_staff().get(ours) is not None:
                made.own += 1
            elif (case := await self._case(record, made)) is not None:
                _keep(made, case, rows.setdefault(case.number, record), record)
        for number, old in (await self.uow.past_cases.known(list(made.cases))).items():
            if old.source != self.source:
                made.errors.append(rows[number].error(f"nomor {number} sudah ada dari sumber {old.source!r}."))
                del made.cases[number]
        made.errors.sort(key=lambda error: error.line)
        return made

    async def _case(self, record: Record, made: Read) -> PastCase | None:
        """The row as a case; every reason against it is said at once."""
        wrong: list[str] = []

        async def taken(column: str, read: Callable[[str], Awaitable[str]]) -> str:
            try:
                return await read(record[column])
            except ValueError as error:
                wrong.append(str(error))
                return ""

        number, day = await taken("nomor", self._number), await taken("tanggal", self._day)
        place, topic = await taken("tempat", self._place), await taken("hal", self._topic)
        office = await taken("instansi", lambda said: self._office(said, place))
        if wrong:
            made.errors.append(record.error(" ".join(wrong)))
            return None
        made.offices[record["instansi"], office] += 1
        made.matters[record["hal"], topic] += 1
        return PastCase(
            number=number, source=self.source, agency_id=office, topic=topic, filed_on=date.fromisoformat(day),
            place=place or await self._once("home", office, self._at_home),
        )  # fmt: skip

    async def _number(self, said: str) -> str:
        number = " ".join(said.split())
        if not 0 < len(number) <= LONGEST:
            raise ValueError(f"nomor lebih dari {LONGEST} huruf." if number else "nomor kosong.")
        return number

    async def _day(self, said: str) -> str:
        """As ISO."""
        iso, local = _ISO.fullmatch(said), _LOCAL.fullmatch(said)
        parts = iso.groups() if iso else local.groups()[::-1] if local else ("0",) * 3
        try:
            day = date(*map(int, parts))
        except ValueError:
            raise ValueError(f"tanggal {said!r} tidak terbaca, contoh 2024-12-31 atau 31/12/2024.") from None
        if not OLDEST <= day <= self.today:
            raise ValueError(f"tanggal {said!r} di luar {OLDEST.year} sampai hari ini.")
        return day.isoformat()

    async def _place(self, said: str) -> str:
        """A code or a name of a region, as far as kabupaten or kota; "" where none is said."""
        return await self._once("place", said, self._region) if said else ""

    async def _region(self, said: str) -> str:
        if await self.uow.agencies.places([said]):
            return said[:5]
        found = await region_named(self.uow, said, home=self.home)
        if found is None:
            raise ValueError(f"tempat {said!r} tidak dikenal.")
        return found[0][:5]

    async def _at_home(self, office: str) -> str:
        agency = await self.uow.agencies.get(office)
        return agency.region[:5] if agency else ""

    async def _office(self, said: str, place: str) -> str:
        """Its id, by id or by the names people use."""
        if not said:
            raise ValueError("instansi kosong.")
        return await self._once(f"office {place}", said, lambda name: self._matched(name, place or self.home or None))

    async def _matched(self, said: str, region: str | None) -> str:
        if await self.uow.agencies.get(said) is not None:
            return said
        offer = self.ears.offer(said, region=region, topic=None)
        if offer.decision == "confirm" and offer.named and not offer.usual:
            return offer.offices[0].id
        likely = offer.offices or self.ears.search(said, region=region, limit=OFFERED)
        hint = ", ".join(f"{one.id} ({one.short})" for one in likely[:OFFERED])
        raise ValueError(f"instansi {said!r} belum jelas" + (f"; mungkin {hint}." if hint else "."))

    async def _topic(self, said: str) -> str:
        """A code as it is, else what the words are about; "Lainnya" where nobody can say."""
        if not said:
            raise ValueError("hal kosong.")
        if said.upper() in self.topics:
            return said.upper()
        heard = self.ears.hear(said, at=datetime.combine(self.today, time(12), tzinfo=UTC)).topic or ""
        return OTHER if heard in UNSORTED else heard

    async def _once(self, what: str, said: str, ask: Callable[[str], Awaitable[str]]) -> str:
        if (what, said) not in self.seen:
            try:
                self.seen[what, said] = await ask(said)
            except ValueError as error:
                self.seen[what, said] = error
        found = self.seen[what, said]
        if isinstance(found, ValueError):
            raise found
        return found


def _keep(made: Read, case: PastCase, first: Record, record: Record) -> None:
    """The same row twice is one; two different ones of one number are an error."""
    if made.cases.setdefault(case.number, case) != case:
        reason = f"nomor {case.number} sudah ada di baris {first.line} dengan isi lain."
        made.errors.append(record.error(reason))
