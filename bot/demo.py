"""The demo's street: a citizen on Telegram, one on WhatsApp, two agencies, staff, and two stories to begin with.

The only room of ours that knows the simulator, and only its public face.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.i18n import Catalogues
from bot.whatsapp_templates import BUTTON, body_of
from conversations.messages import Address, Channel, ChatKind
from conversations.templates import CATEGORY, LANGUAGE, TEMPLATES
from simulator.client import SimClient
from simulator.client_people import Person
from simulator.whatsapp import client as wa
from simulator.whatsapp.client import WaPerson
from storage.database import Database

CITIZEN_TOKEN = "7000000001:SIMULATOR-citizen"
DESK_TOKEN = "7000000002:SIMULATOR-desk"
CITIZEN_ID, DESK_ID = 7000000001, 7000000002
WHATSAPP_NAME = "Pengaduan Layanan Publik"
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
        number = await wa.number(sim, WHATSAPP_NAME)
        siti, budi = await sim.user("Siti Aminah"), await wa.person(sim, "Budi Santoso", number)
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
            "whatsapp": str(number["id"]),
            **{name: str(value) for name, value in people.items()},
        }
        await sim.layout(
            *(
                {"title": "Siti Aminah", "kind": "phone", "chat_id": citizen["id"], "user_id": siti.id},
                {
                    "title": "Budi Santoso", "subtitle": "WhatsApp", "kind": "whatsapp",
                    "chat_id": int(number["id"]), "user_id": budi.id,
                },
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
        siti = Person(sim, {"id": int(known["siti"]), "first_name": "siti"}, int(known["citizen"]))
        budi = WaPerson(sim, {"id": int(known["budi"]), "name": "budi"}, known["whatsapp"])
        await siti.writes(STORIES[0])
        await budi.writes(STORIES[1])


async def whatsapp(url: str) -> dict[str, Any]:
    """Settings of the WhatsApp side; the number is made at every start, its templates are approved as we have them."""
    words = Catalogues.load()
    async with SimClient(url) as sim:
        number = await wa.number(sim, WHATSAPP_NAME)
        button = words.text(BUTTON, LANGUAGE)
        approved = [
            {"name": one.name, "language": LANGUAGE, "body": body_of(one, words), "category": CATEGORY,
             "buttons": [button]}
            for one in TEMPLATES.values()
        ]
        await sim.call("POST", "whatsapp/templates", {"business": number["business"], "templates": approved})
    return {
        "whatsapp_token": number["token"], "whatsapp_phone_number_id": number["id"],
        "whatsapp_business_id": number["business"], "whatsapp_app_secret": number["secret"],
        "whatsapp_verify_token": number["verify"], "whatsapp_api_url": url, "whatsapp_webhook_port": 0,
        "whatsapp_person_seconds": 0.1,
    }  # fmt: skip


async def open_webhook(url: str, port: int) -> None:
    """Tell the street where the door is today."""
    async with SimClient(url) as sim:
        number = await wa.number(sim, WHATSAPP_NAME)
        await wa.misbehaves(sim, number, webhook=f"http://127.0.0.1:{port}/whatsapp")
