"""A citizen's turn with the national registry: our own work per message, p50 and p95. Run by `make bench`.

Measured from the parsed message to the commit on SQLite, as the dispatcher does it; the wire is not counted.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

from bot.app_memory import services_of
from bot.config import Settings
from bot.ears import RegistryEars
from bot.moment import now
from conversations.messages import Address, Channel, ChatKind, Inbound, Sender, Text
from handlers.router import route
from handlers.services import Services
from storage.database import Database
from storage.keys import Keyring
from storage.migrate import upgrade
from storage.registry_file import national_registry

#: Stories of different length and certainty, each carried to its receipt.
STORIES = (
    ("ktp anak sy di disdukcapil btm ditolak terus katanya blanko habis, terakhir ke sana kemarin", "ya", "1"),
    ("jalan depan sd 006 bengkong lobang parah", "1", "kemarin", "1"),
    ("sampah di kavling sagulung depan masjid gak diangkut dlh batam, tadi pagi masih numpuk", "1", "2"),
    (
        "bpjs nonaktif di puskesmas tiban, disuruh bayar kemarin, " + "saya bolak balik tidak ada kejelasan " * 30,
        "1",
        "1",
    ),
    ("pelayanan lama sekali saya dioper sana sini kemarin", "gatau", "lewati", "1"),
)
#: A turn and the reading inside it may take this long (issue 4), in milliseconds.
TURN_P95, READING = 50.0, 10.0


@dataclass
class Times:
    """Milliseconds."""

    turns: list[float] = field(default_factory=list)
    computing: list[float] = field(default_factory=list)  # the same turns without waiting for disk and neighbours
    readings: list[float] = field(default_factory=list)


async def measure(people: int = 60) -> Times:
    """That many citizens, one message after another."""
    folder = Path(tempfile.mkdtemp(prefix="turns-"))
    settings = Settings(data_dir=folder, _env_file=None)  # type: ignore[call-arg]
    await upgrade(settings.database)
    keyring = Keyring.open(settings.key_file, create=True)
    database = Database(settings.database, keyring, clock=now)
    await database.start()
    registry = national_registry()
    async with database.begin() as uow:
        await uow.agencies.load(registry)
    ears = RegistryEars(registry.agencies.values(), registry.regions.values())
    services = services_of(settings, keyring, ears)
    times = Times()
    try:
        for person in range(people):
            story, *answers = STORIES[person % len(STORIES)]
            times.readings += read(ears, story)
            for n, text in enumerate((story, "setuju", *answers, "kirim")):
                begun = time.process_time()
                times.turns.append(await turn(database, services, person, n, text))
                times.computing.append((time.process_time() - begun) * 1000)
    finally:
        await database.close()
    return times


async def turn(database: Database, services: Services, person: int, n: int, text: str) -> float:
    """One message, from parsed to committed."""
    at = datetime(2026, 11, 20, 3, tzinfo=UTC) + timedelta(seconds=n)
    inbound = Inbound(
        event_id=f"{person}.{n}", address=Address(channel=Channel.TELEGRAM, account="1", chat=str(person)),
        chat_kind=ChatKind.PRIVATE, sender=Sender(id=str(person), name="Siti"), sent_at=at, content=Text(text),
        message=str(n),
    )  # fmt: skip
    begun = time.perf_counter()
    async with database.begin() as uow:
        await route(inbound, uow, services)
    return (time.perf_counter() - begun) * 1000


def read(ears: RegistryEars, story: str) -> list[float]:
    """How long the loop stands still for a story: hearing it, then looking for the office."""
    begun = time.perf_counter()
    heard = ears.hear(story, at=datetime(2026, 11, 20, 3, tzinfo=UTC))
    between = time.perf_counter()
    ears.offer(story, region=None, topic=heard.topic)
    return [(between - begun) * 1000, (time.perf_counter() - between) * 1000]


def main() -> None:
    """Print the figures beside what was promised."""
    times = asyncio.run(measure())
    for name, values, promised in (
        ("turn", times.turns, TURN_P95), ("of it computing", times.computing, TURN_P95),
        ("reading", times.readings, READING),
    ):  # fmt: skip
        cuts = quantiles(values, n=100)
        print(
            f"{name}: n={len(values)} p50={cuts[49]:.1f} ms p95={cuts[94]:.1f} ms max={max(values):.1f} ms"
            f" (promised p95 {promised:g} ms)"
        )


if __name__ == "__main__":
    main()
