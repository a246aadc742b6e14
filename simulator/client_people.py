"""A person of the client: writes, sends files, taps, reads; each verb is one control call."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

from simulator.client_seen import Json, Seen, SimError

if TYPE_CHECKING:
    from simulator.client import SimClient

Place = int | Json | None
PATIENCE = 5.0


class Person:
    """Acts in their chat with the first bot they met, unless `in_` names another place."""

    def __init__(self, sim: SimClient, about: Json, home: int | None = None) -> None:
        self.sim, self.id, self.home = sim, int(about["id"]), home
        self.name = str(about["first_name"])
        self._read: dict[int, int] = {}

    def place(self, in_: Place) -> int:
        place = in_["id"] if isinstance(in_, dict) else in_ or self.home
        if place is None:
            raise SimError(f"{self.name} is in no chat yet: start a bot, or say in_=")
        self.home = self.home or int(place)
        return int(place)

    async def act(self, verb: str, in_: Place = None, **body: Any) -> Any:
        wish = {"as": self.id, "in": self.place(in_), **body}
        return await self.sim.call("POST", f"act/{verb}", wish)

    # -- speaking ------------------------------------------------------------------------

    async def starts(self, bot: Place, payload: str = "") -> Seen:
        self.home = bot["id"] if isinstance(bot, dict) else bot
        return Seen(await self.act("start", bot, payload=payload))

    async def writes(self, text: str, in_: Place = None, **more: Any) -> Seen:
        """more: reply_to=message id, quote=text, topic=id."""
        return Seen(await self.act("send", in_, text=text, **more))

    async def replies(self, to: Seen, text: str, in_: Place = None, **more: Any) -> Seen:
        return Seen(await self.act("send", in_, text=text, reply_to=to.id, **more))

    async def sends(self, kind: str, data: bytes | Path, name: str | None = None,
                    in_: Place = None, **more: Any) -> Seen:  # fmt: skip
        """kind: photo, document, voice, video, video_note, audio, sticker."""
        form = self._form(in_, {"kind": kind, **more})
        _attach(form, data, name or f"{kind}.bin")
        return Seen(await self.sim.call("POST", "act/upload", form))

    async def sends_album(self, *files: bytes | Path, kind: str = "photo", in_: Place = None,
                          **more: Any) -> list[Seen]:  # fmt: skip
        form = self._form(in_, {"kind": kind, **more})
        for number, data in enumerate(files, 1):
            _attach(form, data, f"{kind}{number}.jpg")
        return [Seen(raw) for raw in await self.sim.call("POST", "act/album", form)]

    def _form(self, in_: Place, fields: Json) -> aiohttp.FormData:
        form = aiohttp.FormData(quote_fields=False)
        for name, value in {"as": self.id, "in": self.place(in_), **fields}.items():
            form.add_field(name, str(value))
        return form

    async def shares_location(self, latitude: float, longitude: float, in_: Place = None) -> Seen:
        return Seen(await self.act("location", in_, latitude=latitude, longitude=longitude))

    async def shares_venue(self, latitude: float, longitude: float, title: str,
                           address: str = "", in_: Place = None) -> Seen:  # fmt: skip
        return Seen(await self.act("venue", in_, latitude=latitude, longitude=longitude,
                                   title=title, address=address))  # fmt: skip

    async def shares_contact(self, in_: Place = None, **more: Any) -> Seen:
        return Seen(await self.act("contact", in_, **more))

    async def edits(self, message: Seen, text: str, in_: Place = None) -> Seen:
        return Seen(await self.act("edit", in_, message=message.id, text=text))

    async def deletes(self, message: Seen, in_: Place = None) -> None:
        await self.act("delete", in_, message=message.id)

    async def forwards(self, message: Seen, from_: Place, in_: Place = None) -> Seen:
        origin = self.place(from_)
        return Seen(await self.act("forward", in_, message=message.id, **{"from": origin}))

    async def reacts(self, message: Seen, emoji: str | None, in_: Place = None) -> Seen:
        return Seen(await self.act("react", in_, message=message.id, emoji=emoji))

    # -- tapping -------------------------------------------------------------------------

    async def presses(self, label: str | None = None, *, data: str | None = None,
                      on: Seen | None = None, in_: Place = None, stale: bool = False,
                      answer: float = 0) -> Json:  # fmt: skip
        """Tap the newest button of that label; with `answer` seconds, wait for the bot's toast."""
        wish = {"label": label, "data": data, "message": on.id if on else None, "stale": stale}
        result = dict(await self.act("press", in_, **wish))
        if answer and "tap" in result:
            result["answer"] = await self.sim.call("GET", f"taps/{result['tap']}", wait=answer)
        return result

    async def presses_key(self, label: str, in_: Place = None) -> Seen:
        return Seen(await self.act("key", in_, label=label))

    async def blocks(self, bot: Place = None) -> None:
        await self.sim.call("POST", f"users/{self.id}/block", {"bot": self.place(bot)})

    async def unblocks(self, bot: Place = None) -> None:
        await self.sim.call("POST", f"users/{self.id}/unblock", {"bot": self.place(bot)})

    # -- reading -------------------------------------------------------------------------

    async def sees(self, in_: Place = None, **query: Any) -> list[Seen]:
        """Everything in the chat, oldest first."""
        found = await self.sim.call("GET", "messages", **{"as": self.id, "in": self.place(in_)},
                                    **query)  # fmt: skip
        return [Seen(raw) for raw in found]

    async def chat(self, in_: Place = None) -> Json:
        return dict(await self.sim.call("GET", "chat", **{"as": self.id, "in": self.place(in_)}))

    async def reads(self, in_: Place = None, timeout: float = PATIENCE,  # noqa: ASYNC109
                    **query: Any) -> Seen:  # fmt: skip
        """The next message (or edit) of a bot that this person has not read yet."""
        where, until = self.place(in_), time.monotonic() + timeout
        while (left := until - time.monotonic()) > 0:
            after = self._read.get(where, 0)
            found = await self.sees(where, after=after, wait=left, **{"from": "bots"}, **query)
            if found:
                first = min(found, key=lambda seen: seen.rev)
                self._read[where] = first.rev
                return first
        raise SimError(f"{self.name} waited {timeout} s and no bot said anything")

    async def reads_all(self, in_: Place = None, quiet: float = 0.3) -> list[Seen]:
        """All unread messages, until the bot has been silent for `quiet` seconds."""
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


def _attach(form: aiohttp.FormData, data: bytes | Path, name: str) -> None:
    if isinstance(data, Path):
        name, data = data.name, data.read_bytes()
    form.add_field("file", data, filename=name)
