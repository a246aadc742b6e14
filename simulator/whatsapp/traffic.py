"""What travels between people and the business: messages in, statuses out; knows the wire's shapes, no HTTP routes."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import aiohttp

from .errors import in_status
from .model import Citizen, Json, Message, Number
from .webhook import Item, Postman, contact_of
from .world import WaWorld

_FILES = ("image", "video", "audio", "document", "sticker")


class Traffic:
    def __init__(self, world: WaWorld) -> None:
        self.world = world
        self._postmen: dict[str, Postman] = {}
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def open(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        for postman in self._postmen.values():
            await postman.stop()

    def postman(self, number: Number) -> Postman:
        assert self._session is not None
        if number.id not in self._postmen:
            self._postmen[number.id] = Postman(self.world, number, self._session)
        return self._postmen[number.id]

    # -- from people ---------------------------------------------------------------------

    def said(self, message: Message) -> Item:
        """A person's message as its webhook item."""
        person = self.world.people[message.citizen]
        body: Json = {"id": message.wamid, "timestamp": str(int(message.at)), **_inbound(message)}
        self._name(body, person)
        if message.context:
            body["context"] = {**body.get("context", {}), "id": message.context,
                               "from": self.world.numbers[message.number].display}  # fmt: skip
        return "messages", body, contact_of(person)

    def _name(self, body: Json, person: Citizen) -> None:
        if person.wa_id and not person.phone_hidden:
            body["from"] = person.wa_id
        if person.user_id:
            body["from_user_id"] = person.user_id

    def post(self, message: Message) -> None:
        """A person's message goes to the business; what they had not read before, they have now."""
        for earlier in self.world.chat(message.number, message.citizen):
            if earlier.out and earlier.status == "delivered":
                self.status(earlier, "read")
        self.postman(self.world.numbers[message.number]).post(self.said(message))
        self.world.changed(message)

    def system(self, number: Number, person: Citizen, old: Json, system: Json) -> None:
        """A line of the system: no contacts[] comes with it."""
        self.world._count += 1
        body = {"id": f"wamid.SYS{self.world._count}", "timestamp": str(int(self.world.clock.now())),
                **old, "type": "system", "system": system}  # fmt: skip
        self.postman(number).post(("messages", body, None))

    def news(self, number: Number, field: str, value: Json) -> None:
        self.postman(number).post((field, value, None))

    # -- from the business ----------------------------------------------------------------

    def out(self, message: Message, failure: int | None) -> None:
        """An accepted message travels: sent, then delivered where there is a phone to take it."""
        number = self.world.numbers[message.number]
        slow = number.media_delay if message.kind in _FILES else 0.0
        if failure is not None:
            self.status(message, "failed", failure)
            return
        self.status(message, "sent")
        if slow:
            self._later(self._arrive(message, slow))
        else:
            self.arrive(message)

    def arrive(self, message: Message) -> None:
        person = self.world.people[message.citizen]
        if person.blocked or person.offline:
            return
        if not message.shown:
            message.shown, message.rev = True, self.world.next_rev()
        self.status(message, "delivered")

    async def _arrive(self, message: Message, seconds: float) -> None:
        message.shown = False
        await asyncio.sleep(seconds)
        self.arrive(message)

    def _later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def status(self, message: Message, state: str, code: int | None = None) -> None:
        """One step of a message, told to the business."""
        if message.status != "read":
            message.status = state
        self.world.changed(message)
        number = self.world.numbers[message.number]
        self.postman(number).post(("statuses", self.status_body(message, state, code), None))

    def status_body(self, message: Message, state: str, code: int | None = None) -> Json:
        person = self.world.people[message.citizen]
        body: Json = {"id": message.wamid, "status": state, "timestamp": str(int(self.world.clock.now()))}
        if person.wa_id and not person.phone_hidden:
            body["recipient_id"] = person.wa_id
        if person.user_id:
            body["recipient_user_id"] = person.user_id
        if message.tag:
            body["biz_opaque_callback_data"] = message.tag
        if code is not None:
            body["errors"] = [in_status(code)]
        elif state in ("sent", "delivered"):
            # Since 1 October 2026 free words are billed too, at the utility rate.
            category = "utility" if message.kind == "template" else "service"
            body["pricing"] = {"billable": True, "pricing_model": "PMP", "category": category, "type": "regular"}
        return body


def _inbound(message: Message) -> Json:
    """Hashes in webhooks are base64, in descriptors hex: as Meta does."""
    body = dict(message.body)
    kind = str(body.get("type"))
    if kind in _FILES and "hex" in body[kind]:
        file = dict(body[kind])
        file["sha256"] = base64.b64encode(bytes.fromhex(file.pop("hex"))).decode()
        body[kind] = file
    return body
