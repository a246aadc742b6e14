"""Delivery of webhooks: signed over the raw bytes, in batches, again until answered with 200, up to seven days.

How it misbehaves is set on the number: items per body, copies, disorder, how many at once.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import random
from collections import deque
from typing import Any

import aiohttp

from .model import Delivery, Json, Number
from .world import DAY, WaWorld

TIMEOUT, GIVE_UP = 20.0, 7 * DAY
#: A batch waits this long for company.
GATHER = 0.03
Item = tuple[str, Json, Json | None]  # messages, statuses or another field; the thing itself; its contact


def raw_of(body: Json) -> bytes:
    """Meta's own bytes: everything above U+007F escaped, slashes too. Re-serialising them breaks the signature."""
    return json.dumps(body, separators=(",", ":")).replace("/", "\\/").encode()


def signature(secret: str, raw: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def bodies(number: Number, items: list[Item]) -> Json:
    """One webhook body; many items are spread over entries and changes as real batches are."""
    spread = [items] if len(items) < 4 else [items[at::4] for at in range(4)]
    changes = [_change(number, part) for part in spread if part]
    half = (len(changes) + 1) // 2
    entries = [{"id": number.business, "changes": part} for part in (changes[:half], changes[half:]) if part]
    return {"object": "whatsapp_business_account", "entry": entries}


def _change(number: Number, items: list[Item]) -> Json:
    field = next((kind for kind, _, _ in items if kind not in ("messages", "statuses")), None)
    if field is not None:
        return {"field": field, "value": items[0][1]}
    value: Json = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": number.display, "phone_number_id": number.id},
    }
    contacts = [contact for _, _, contact in items if contact]
    if contacts:
        value["contacts"] = list({json.dumps(c, sort_keys=True): c for c in contacts}.values())
    for kind in ("messages", "statuses"):
        if found := [thing for one, thing, _ in items if one == kind]:
            value[kind] = found
    return {"field": "messages", "value": value}


class Postman:
    """Delivers for one number; lives as long as the simulator."""

    def __init__(self, world: WaWorld, number: Number, session: aiohttp.ClientSession) -> None:
        self._world, self._number, self._session = world, number, session
        self._waiting: deque[Item] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._worker: asyncio.Task[None] | None = None
        self.recent: deque[list[Item]] = deque(maxlen=200)
        self._rng = random.Random(7)

    def post(self, *items: Item) -> None:
        """Soon."""
        if not self._number.webhook:
            return
        self._waiting.extend(items)
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())

    async def deliver_now(self, *items: Item) -> int:
        """At once, once; the HTTP code."""
        return await self._try(raw_of(bodies(self._number, list(items))), list(items))

    async def deliver_raw(self, raw: bytes, sign: str | None = None) -> int:
        return await self._try(raw, [], sign)

    @property
    def idle(self) -> bool:
        """Nothing waits to be delivered."""
        return not self._waiting and (self._worker is None or self._worker.done())

    async def stop(self) -> None:
        for task in (*self._tasks, *([self._worker] if self._worker else [])):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work(self) -> None:
        while self._waiting:
            number = self._number
            if number.batch > 1:
                await asyncio.sleep(GATHER)
            if number.disorder:
                shuffled = list(self._waiting)
                self._rng.shuffle(shuffled)
                self._waiting = deque(shuffled)
            groups = [self._take() for _ in range(number.parallel) if self._waiting]
            await asyncio.gather(*(self._deliver(group) for group in groups for _ in range(number.copies)))

    def _take(self) -> list[Item]:
        group: list[Item] = []
        while self._waiting and len(group) < max(1, self._number.batch):
            alone = self._waiting[0][0] not in ("messages", "statuses")
            if alone and group:
                break
            group.append(self._waiting.popleft())
            if alone:
                break
        self.recent.append(group)
        return group

    async def _deliver(self, items: list[Item]) -> None:
        raw = raw_of(bodies(self._number, items))
        wait, until = 0.5, self._world.clock.now() + GIVE_UP
        while self._number.webhook and self._world.clock.now() < until:
            if await self._try(raw, items) == 200:
                return
            await self._world.clock.sleep(wait)
            wait = min(wait * 2, 3600.0)

    async def _try(self, raw: bytes, items: list[Item], sign: str | None = None) -> int:
        headers = {"Content-Type": "application/json", "User-Agent": "facebookexternalua"}
        headers["X-Hub-Signature-256"] = sign if sign is not None else signature(self._number.secret, raw)
        code = 0
        try:
            async with self._session.post(
                self._number.webhook or "", data=raw, headers=headers, timeout=aiohttp.ClientTimeout(total=TIMEOUT)
            ) as answer:
                await answer.read()
                code = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            pass
        names = [str(thing.get("id", kind)) for kind, thing, _ in items]
        self._world.deliveries.append(Delivery(self._world.clock.now(), names, code))
        return code


def contact_of(person: Any) -> Json:
    """The profile beside a message; without a number where the person hides it."""
    contact: Json = {"profile": {"name": person.name}}
    if person.username:
        contact["profile"]["username"] = person.username
    if person.wa_id and not person.phone_hidden:
        contact["wa_id"] = person.wa_id
    if person.user_id:
        contact["user_id"] = person.user_id
    return contact
