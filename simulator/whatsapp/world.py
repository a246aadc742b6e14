"""The state of one simulated WhatsApp: numbers, people, what was said, files; it knows no HTTP.

Ids are never given twice in one data folder: a bot that remembers yesterday takes nothing for a duplicate.
"""

from __future__ import annotations

import base64
import time
from hashlib import sha256
from typing import Any

from simulator.bus import Bus
from simulator.clock import VirtualClock
from simulator.journal import Journal
from simulator.telegram.acts import Cannot
from simulator.telegram.blobs import Blobs

from .model import Citizen, Delivery, Failure, Json, Media, Message, Number, Template, freeze

FIRST_PERSON, FIRST_PHONE, FIRST_NUMBER = 860_000_001, 62_81_200_000_000, 62_811_000_000
DAY = 86_400.0
WINDOW = DAY
MEDIA_IN, MEDIA_OUT = 7 * DAY, 30 * DAY


class WaWorld:
    def __init__(self, clock: VirtualClock, bus: Bus, journal: Journal, blobs: Blobs) -> None:
        self.clock, self.bus, self.journal, self.blobs = clock, bus, journal, blobs
        self.numbers: dict[str, Number] = {}
        self.people: dict[int, Citizen] = {}
        self.messages: dict[str, Message] = {}
        self.media: dict[str, Media] = {}
        self.templates: dict[str, dict[tuple[str, str], Template]] = {}
        self.failures: list[Failure] = []
        self.deliveries: list[Delivery] = []
        self.links: dict[str, tuple[str, float]] = {}  # address of bytes -> media id, until when
        self.rev = 0
        self._count = int(time.time())

    def next_rev(self) -> int:
        self.rev += 1
        return self.rev

    # -- numbers and people --------------------------------------------------------------

    def add_number(self, name: str, **more: Any) -> Number:
        for number in self.numbers.values():
            if number.name == name and more.get("id") in (None, number.id):
                return self.change_number(number, {k: v for k, v in more.items() if v is not None})
        new = str(more.pop("id", None) or 106_540_352_242_000 + len(self.numbers) + 1)
        given = {"token": f"SIMULATOR-{new}", "secret": f"secret-{new}", "verify": f"verify-{new}",
                 "business": "102290129340398", "display": str(FIRST_NUMBER + len(self.numbers)), **more}  # fmt: skip
        number = self.numbers[new] = Number(id=new, name=name, **given)
        self.keep("wa_number", new, number)
        return number

    def change_number(self, number: Number, fields: Json) -> Number:
        for field, value in fields.items():
            if field not in Number.__dataclass_fields__ or field == "id":
                raise Cannot(f"a number has no '{field}'")
            setattr(number, field, value)
        self.keep("wa_number", number.id, number)
        return number

    def number(self, id_: Any) -> Number:
        if (number := self.numbers.get(str(id_))) is None:
            raise Cannot(f"there is no WhatsApp number {id_}")
        return number

    def add_person(self, name: str, **more: Any) -> Citizen:
        new = int(more.pop("id", None) or max(self.people, default=FIRST_PERSON - 1) + 1)
        if new in self.people:
            return self.people[new]
        nth = new - FIRST_PERSON + 1
        given: Json = {"wa_id": str(FIRST_PHONE + nth), "user_id": f"ID.{900000000000 + nth}", **more}
        person = self.people[new] = Citizen(id=new, name=name, **given)
        self.keep("wa_person", new, person)
        return person

    def person(self, id_: Any) -> Citizen:
        if (person := self.people.get(int(id_))) is None:
            raise Cannot(f"there is no person {id_} on WhatsApp")
        return person

    def find(self, *, wa_id: str | None = None, user_id: str | None = None) -> Citizen | None:
        for person in self.people.values():
            if (wa_id and person.wa_id == wa_id) or (user_id and person.user_id == user_id):
                return person
        return None

    # -- what is said --------------------------------------------------------------------

    def say(self, number: Number, person: Citizen, body: Json, *, out: bool, **more: Any) -> Message:
        self._count += 1
        raw = f"{person.wa_id or person.user_id}:{self._count}:{int(out)}".encode()
        wamid = "wamid.HB" + base64.urlsafe_b64encode(raw).decode().rstrip("=")
        message = Message(
            id=self._count, wamid=wamid, number=number.id, citizen=person.id, out=out,
            at=self.clock.now(), rev=self.next_rev(), body=body, **more,
        )  # fmt: skip
        self.messages[wamid] = message
        return message

    def changed(self, message: Message) -> None:
        """Show it, keep it, wake who waits for it."""
        from .view import message_view

        self.keep("wa_message", message.wamid, message)
        place = {"chat": int(message.number), "user": message.citizen}
        self.bus.publish(
            f"wa {message.number}:{message.citizen}",
            lambda: {"type": "wa", **place, "message": message_view(self, message)},
        )

    def chat(self, number: str, person: int) -> list[Message]:
        return [m for m in self.messages.values() if m.number == number and m.citizen == person]

    def message(self, wamid: Any) -> Message:
        found = self.messages.get(str(wamid)) or next((m for m in self.messages.values() if m.id == wamid), None)
        if found is None:
            raise Cannot(f"there is no message {wamid}")
        return found

    def heard_at(self, number: str, person: int) -> float:
        """When the person last said something: their window runs from there."""
        said = [m.at for m in self.messages.values() if not m.out and (m.number, m.citizen) == (number, person)]
        return max(said, default=0.0)

    def window_open(self, number: str, person: int) -> bool:
        return self.clock.now() - self.heard_at(number, person) < WINDOW

    # -- files ---------------------------------------------------------------------------

    def add_media(self, data: bytes, mime: str, name: str, life: float) -> Media:
        self._count += 1
        media = Media(
            id=str(self._count * 1000 + len(self.media)), blob=self.blobs.put(data), mime=mime,
            sha256=sha256(data).hexdigest(), size=len(data), name=name, until=self.clock.now() + life,
        )  # fmt: skip
        self.media[media.id] = media
        self.keep("wa_media", media.id, media)
        return media

    def media_bytes(self, media: Media) -> bytes:
        return self.blobs.get(media.blob)

    # -- keeping -------------------------------------------------------------------------

    def keep(self, kind: str, key: str | int, thing: Any) -> None:
        self.journal.save(kind, key, lambda: freeze(thing))

    def load(self) -> None:
        self.numbers = {row["id"]: Number(**row) for row in self.journal.rows("wa_number")}
        self.people = {row["id"]: Citizen(**row) for row in self.journal.rows("wa_person")}
        messages = sorted((Message(**row) for row in self.journal.rows("wa_message")), key=lambda m: m.id)
        self.messages = {message.wamid: message for message in messages}
        self.rev = max((message.rev for message in messages), default=0)
        self.media = {row["id"]: Media(**row) for row in self.journal.rows("wa_media")}
        for row in self.journal.rows("wa_templates"):
            self.set_templates(row["business"], row["templates"])

    def set_templates(self, business: str, templates: list[Json]) -> None:
        found = [Template(**one) for one in templates]
        self.templates[business] = {(one.name, one.language): one for one in found}
        self.journal.save("wa_templates", business, lambda: {"business": business, "templates": templates})

    def forget_all(self) -> None:
        for kept in (self.numbers, self.people, self.messages, self.media, self.templates, self.links):
            kept.clear()
        self.failures.clear()
        self.deliveries.clear()
