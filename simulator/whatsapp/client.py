"""A person on WhatsApp for tests and demos, with the verbs of a person on Telegram; each is one control call."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

from simulator.client_seen import Json, Seen, SimError

if TYPE_CHECKING:
    from simulator.client import SimClient

Place = str | int | Json | None
PATIENCE = 5.0


async def number(sim: SimClient, name: str, **more: Any) -> Json:
    """The business number of that name: its id, token, secret, verify token, business id."""
    return dict(await sim.call("POST", "whatsapp/numbers", {"name": name, **more}))


async def misbehaves(sim: SimClient, where: Json, **how: Any) -> None:
    """batch, copies, disorder, parallel, refuse_early, eager, media_delay, webhook."""
    await sim.call("PATCH", f"whatsapp/numbers/{where['id']}", how)


async def person(sim: SimClient, name: str, where: Place = None, **more: Any) -> WaPerson:
    """Somebody new; `wa_id=None` or `phone_hidden=True` for people whose number nobody learns."""
    about = await sim.call("POST", "whatsapp/people", {"name": name, **more})
    return WaPerson(sim, dict(about), where)


async def fails(sim: SimClient, code: int, times: int = 1) -> None:
    """The next sends are accepted and fail later."""
    await sim.call("POST", "whatsapp/failures", {"code": code, "times": times})


class WaPerson:
    """Talks with one business number unless `in_` names another."""

    def __init__(self, sim: SimClient, about: Json, home: Place = None) -> None:
        self.sim, self.id, self.about = sim, int(about["id"]), about
        self.name = str(about["name"])
        self.home = home["id"] if isinstance(home, dict) else home
        self._read: dict[str, int] = {}
        self._known: set[tuple[str, int]] = set()

    def place(self, in_: Place) -> str:
        place = in_["id"] if isinstance(in_, dict) else in_ or self.home
        if place is None:
            raise SimError(f"{self.name} writes to nobody yet: say in_=")
        self.home = self.home or place
        return str(place)

    async def act(self, verb: str, in_: Place = None, **body: Any) -> Any:
        wish = {"as": self.id, "in": self.place(in_), **body}
        return await self.sim.call("POST", f"whatsapp/act/{verb}", wish)

    # -- speaking ------------------------------------------------------------------------

    async def writes(self, text: str, in_: Place = None, **more: Any) -> Seen:
        return Seen(await self.act("send", in_, text=text, **more))

    async def replies(self, to: Seen, text: str, in_: Place = None) -> Seen:
        return Seen(await self.act("send", in_, text=text, reply_to=to.id))

    async def presses(self, label: str | None = None, *, data: str | None = None, on: Seen | None = None,
                      in_: Place = None) -> Seen:  # fmt: skip
        """Tap a button, or open the list and take a row: the newest of that label."""
        return Seen(await self.act("press", in_, label=label, data=data, message=on.id if on else None))

    async def sends(self, kind: str, data: bytes | Path, name: str | None = None, in_: Place = None,
                    **more: Any) -> Seen:  # fmt: skip
        return (await self._upload(kind, [(name or f"{kind}.bin", data)], in_, more))[0]

    async def sends_album(self, *files: bytes | Path, kind: str = "photo", in_: Place = None,
                          **more: Any) -> list[Seen]:  # fmt: skip
        """WhatsApp knows no albums: they come as so many messages at once."""
        return await self._upload(kind, [(f"{kind}{n}.jpg", data) for n, data in enumerate(files, 1)], in_, more)

    async def _upload(self, kind: str, files: list[tuple[str, bytes | Path]], in_: Place, more: Json) -> list[Seen]:
        form = aiohttp.FormData(quote_fields=False)
        for name, value in {"as": self.id, "in": self.place(in_), "kind": kind, **more}.items():
            if value is not None:
                form.add_field(name, str(value))
        for name, data in files:
            body = data.read_bytes() if isinstance(data, Path) else data
            form.add_field("file", body, filename=name)
        return [Seen(raw) for raw in await self.sim.call("POST", "whatsapp/act/upload", form)]

    async def shares_location(self, latitude: float, longitude: float, in_: Place = None, **more: Any) -> Seen:
        return Seen(await self.act("location", in_, latitude=latitude, longitude=longitude, **more))

    async def shares_contact(self, name: str, phone: str, in_: Place = None) -> Seen:
        return Seen(await self.act("contact", in_, name=name, phone=phone))

    async def edits(self, message: Seen, text: str, in_: Place = None) -> None:
        await self.act("edit", in_, message=message.id, text=text)

    async def deletes(self, message: Seen, in_: Place = None) -> None:
        await self.act("delete", in_, message=message.id)

    async def reacts(self, message: Seen, emoji: str = "👍", in_: Place = None) -> None:
        await self.act("react", in_, message=message.id, emoji=emoji)

    async def changes_number(self, wa_id: str, in_: Place = None) -> None:
        await self.act("number", in_, wa_id=wa_id)

    async def becomes(self, **fields: Any) -> None:
        """blocked, offline, phone_hidden, username, wa_id, user_id, name."""
        await self.sim.call("PATCH", f"whatsapp/people/{self.id}", fields)

    # -- reading -------------------------------------------------------------------------

    async def sees(self, in_: Place = None, **query: Any) -> list[Seen]:
        """Everything on the phone, oldest first."""
        where = {"as": self.id, "in": self.place(in_)}
        return [Seen(raw) for raw in await self.sim.call("GET", "whatsapp/messages", **where, **query)]

    async def reads(self, in_: Place = None, timeout: float = PATIENCE) -> Seen:  # noqa: ASYNC109
        """The next message of the business that this person has not read; ticks are no news."""
        where, until = self.place(in_), time.monotonic() + timeout
        while (left := until - time.monotonic()) > 0:
            found = await self.sees(where, after=self._read.get(where, 0), wait=left, **{"from": "bots"})
            fresh = [seen for seen in found if (where, seen.id) not in self._known]
            if fresh:
                first = min(fresh, key=lambda seen: seen.rev)
                self._known.add((where, first.id))
                return first
            if found:
                self._read[where] = max(seen.rev for seen in found)
        raise SimError(f"{self.name} waited {timeout} s and nobody answered")

    async def reads_all(self, in_: Place = None, quiet: float = 0.3) -> list[Seen]:
        """All unread messages, until it has been silent for `quiet` seconds."""
        found: list[Seen] = []
        while True:
            try:
                found.append(await self.reads(in_, quiet if found else PATIENCE))
            except SimError:
                return found

    async def hears_nothing(self, in_: Place = None, for_: float = 0.5) -> bool:
        try:
            await self.reads(in_, for_)
        except SimError:
            return True
        return False
