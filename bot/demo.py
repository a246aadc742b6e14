"""The demo's street: two citizens, two agencies and staff on the simulator, and two stories to begin with.

The only room of ours that knows the simulator, and only its public face.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from conversations.messages import Address, Channel, ChatKind
from simulator.client import SimClient
from simulator.client_people import Person
from storage.database import Database

CITIZEN_TOKEN = "7000000001:SIMULATOR-citizen"
DESK_TOKEN = "7000000002:SIMULATOR-desk"
CITIZEN_ID, DESK_ID = 7000000001, 7000000002
#: Agency ids of the two desks of the demo.
AGENCIES = ("2171.disdukcapil", "2171.bmsda")
STORIES = (
    "ktp anak sy di disdukcapil btm udah 3 bln gak jadi2 katanya blanko habis trus, terakhir ke sana kemarin",
    "jalan depan sd 006 bengkong lobang parah, udah 2 motor jatuh kemarin",
)


@dataclass(frozen=True, slots=True)
class Street:
    """Chat ids of the groups that the app needs to know before it starts."""

    staff: str
    desks: tuple[str, ...]
    fresh: bool  # made just now, nothing has been said yet


async def build(url: str, known: dict[str, str]) -> tuple[Street, dict[str, str]]:
    """Make the people and groups once; `known` is what the last start wrote down."""
    if known:
        return Street(known["staff"], tuple(known["desks"].split()), fresh=False), known
    async with SimClient(url) as sim:
        citizen = await sim.bot("Pengaduan Layanan Publik", token=CITIZEN_TOKEN, id=CITIZEN_ID)
        desk = await sim.bot("Narahubung", token=DESK_TOKEN, id=DESK_ID, privacy=False)
        siti, budi = await sim.user("Siti Aminah"), await sim.user("Budi Santoso")
        rina, joko = await sim.user("Rina (Disdukcapil)"), await sim.user("Joko (Bina Marga)")
        dewi, agus = await sim.user("Dewi (Ombudsman)"), await sim.user("Agus (Ombudsman)")
        capil = await sim.group("Narahubung Disdukcapil Batam", rina, desk, kind="supergroup", admins=(desk,))
        roads = await sim.group("Narahubung Bina Marga Batam", joko, desk, kind="supergroup", admins=(desk,))
        staff = await sim.group(
            "Petugas Ombudsman Kepri", dewi, agus, desk, kind="supergroup", admins=(desk,)
        )
        people = {
            "siti": siti.id,
            "budi": budi.id,
            "rina": rina.id,
            "joko": joko.id,
            "dewi": dewi.id,
            "agus": agus.id,
        }
        known = {
            "staff": str(staff["id"]),
            "desks": f"{capil['id']} {roads['id']}",
            "citizen": str(citizen["id"]),
            **{name: str(value) for name, value in people.items()},
        }
        await sim.layout(
            *(
                {"title": "Siti Aminah", "kind": "phone", "chat_id": citizen["id"], "user_id": siti.id},
                {"title": "Budi Santoso", "kind": "phone", "chat_id": citizen["id"], "user_id": budi.id},
                {"title": "Disdukcapil Batam", "kind": "group", "chat_id": capil["id"], "user_id": rina.id},
                {"title": "Bina Marga Batam", "kind": "group", "chat_id": roads["id"], "user_id": joko.id},
                {
                    "title": "Petugas Ombudsman", "kind": "group", "chat_id": staff["id"],
                    "user_id": dewi.id, "users": [dewi.id, agus.id],
                },
            ),
            title="Narahubung",
        )  # fmt: skip
    return Street(known["staff"], tuple(known["desks"].split()), fresh=True), known


async def bind_desks(database: Database, street: Street, now: Callable[[], datetime]) -> None:
    """The two groups are the desks of the two agencies."""
    async with database.begin() as uow:
        for agency, chat in zip(AGENCIES, street.desks, strict=True):
            address = Address(channel=Channel.TELEGRAM, account=DESK_TOKEN.partition(":")[0], chat=chat)
            await uow.chats.ensure(address=address, kind=ChatKind.GROUP, name="", language="id", at=now())
            await uow.desks.bind(agency, address, title=agency, at=now())


async def begin_stories(url: str, known: dict[str, str]) -> None:
    """Siti and Budi write their first message; the rest is played by whoever sits before the page."""
    async with SimClient(url) as sim:
        bot = int(known["citizen"])
        for name, story in zip(("siti", "budi"), STORIES, strict=True):
            person = Person(sim, {"id": int(known[name]), "first_name": name}, bot)
            await person.writes(story)
