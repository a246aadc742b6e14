"""Control routes through which a person acts: POST /sim/act/<verb>, as JSON or with files.

`as` is the person, `in` the place: a bot's id for their private chat with it, or a group's id.
"""

from __future__ import annotations

from typing import Any

from aiohttp import BodyPartReader, web

from simulator.telegram import acts
from simulator.telegram.acts import Cannot
from simulator.telegram.model import Message
from simulator.telegram.view import message_view

from .base import Json, Parts, body_of, need, reply

Attachment = tuple[str, bytes]
_KINDS = ("photo", "document", "voice", "video", "video_note", "audio", "sticker", "animation")


class Acts:
    def __init__(self, parts: Parts) -> None:
        self.world = parts.world
        self.verbs = {
            "send": self.send, "start": self.start, "location": self.location,
            "venue": self.venue, "contact": self.contact, "press": self.press, "key": self.key,
            "edit": self.edit, "delete": self.delete, "forward": self.forward, "react": self.react,
        }  # fmt: skip

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/sim/act/upload", self.upload),
            web.post("/sim/act/album", self.album),
            web.post("/sim/act/{verb}", self.act),
            web.get("/sim/taps/{tap}", self.tap),
        ]

    async def act(self, request: web.Request) -> web.Response:
        verb = self.verbs.get(request.match_info["verb"])
        if verb is None:
            raise Cannot(f"people can {sorted([*self.verbs, 'upload', 'album'])}")
        body = await body_of(request)
        return reply(verb(body, int(need(body, "as")), int(need(body, "in"))))

    def seen(self, message: Message) -> Json:
        return message_view(self.world, message)

    @staticmethod
    def common(body: Json) -> Json:
        """Replying, quoting and topics are open to every kind of message."""
        names = {"reply_to": "reply_to", "topic": "thread"}
        return {field: int(body[n]) for n, field in names.items() if body.get(n) is not None}

    def send(self, body: Json, who: int, where: int) -> Json:
        sent = acts.write(self.world, who, where, str(need(body, "text")), body.get("quote"),
                          **self.common(body))  # fmt: skip
        return self.seen(sent[-1])

    def start(self, body: Json, who: int, where: int) -> Json:
        return self.seen(acts.start(self.world, who, where, body.get("payload", "")))

    def location(self, body: Json, who: int, where: int) -> Json:
        spot = {name: float(need(body, name)) for name in ("latitude", "longitude")}
        return self.seen(acts.say(self.world, who, where, {"location": spot}, **self.common(body)))

    def venue(self, body: Json, who: int, where: int) -> Json:
        spot = {name: float(need(body, name)) for name in ("latitude", "longitude")}
        venue = {"location": spot, "title": need(body, "title"),
                 "address": body.get("address", "")}  # fmt: skip
        content = {"venue": venue, "location": spot}
        return self.seen(acts.say(self.world, who, where, content, **self.common(body)))

    def contact(self, body: Json, who: int, where: int) -> Json:
        person = self.world.users[who]
        contact = {"phone_number": body.get("phone") or person.phone or f"+628{who}",
                   "first_name": body.get("name") or person.first_name}  # fmt: skip
        if not body.get("name"):
            contact["user_id"] = who
        return self.seen(acts.say(self.world, who, where, {"contact": contact}))

    def press(self, body: Json, who: int, where: int) -> Json:
        return acts.press(self.world, who, where, body.get("label"), body.get("data"),
                          body.get("message"), bool(body.get("stale")))  # fmt: skip

    def key(self, body: Json, who: int, where: int) -> Json:
        return self.seen(acts.press_key(self.world, who, where, need(body, "label")))

    def edit(self, body: Json, who: int, where: int) -> Json:
        message = int(need(body, "message"))
        return self.seen(acts.edit(self.world, who, where, message, need(body, "text")))

    def delete(self, body: Json, who: int, where: int) -> Json:
        acts.delete(self.world, who, where, int(need(body, "message")))
        return {"deleted": True}

    def forward(self, body: Json, who: int, where: int) -> Json:
        origin, message = int(need(body, "from")), int(need(body, "message"))
        return self.seen(acts.forward(self.world, who, where, origin, message))

    def react(self, body: Json, who: int, where: int) -> Json:
        emoji = body.get("emoji")
        return self.seen(acts.react(self.world, who, where, int(need(body, "message")), emoji))

    async def upload(self, request: web.Request) -> web.Response:
        """multipart: as, in, kind, caption, duration, reply_to, topic and one file."""
        body, files = await _form(request)
        if len(files) != 1:
            raise Cannot("one file is needed")
        return reply(self.seen(self._upload(body, files[0])))

    async def album(self, request: web.Request) -> web.Response:
        """multipart like upload, with two to ten files; the caption goes to the first."""
        body, files = await _form(request)
        if not 2 <= len(files) <= 10:
            raise Cannot("an album has two to ten files")
        album, sent = f"9{self.world.next_rev()}{int(self.world.clock.now())}", []
        for at, file in enumerate(files):
            caption = body.get("caption", "") if at == 0 else ""
            sent.append(self.seen(self._upload({**body, "caption": caption}, file, album=album)))
        return reply(sent)

    def _upload(self, body: Json, file: Attachment, **more: Any) -> Message:
        kind, (name, data) = body.get("kind", "photo"), file
        if kind not in _KINDS:
            raise Cannot(f"kind must be one of {_KINDS}")
        return acts.upload(
            self.world, int(need(body, "as")), int(need(body, "in")), kind, data, name,
            body.get("caption", ""), int(body.get("duration", 0)), body.get("emoji"),
            **self.common(body), **more,
        )  # fmt: skip

    async def tap(self, request: web.Request) -> web.Response:
        """The bot's answer to a tap (the toast), waited for up to `wait` seconds."""
        key, wait = request.match_info["tap"], float(request.query.get("wait", 0))
        tap = self.world.taps.get(key)
        if tap is None:
            raise Cannot("there was no such tap")
        if tap.answer is None and wait > 0:
            await self.world.bus.changed(f"tap {key}", min(wait, 60))
        return reply(tap.answer)


async def _form(request: web.Request) -> tuple[Json, list[Attachment]]:
    body, files = {}, []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        if part.filename is None:
            body[part.name or ""] = await part.text()
        else:
            files.append((part.filename, bytes(await part.read(decode=True))))
    return body, files
