"""Control routes of the WhatsApp street under /sim/whatsapp: numbers, people, acts, what a phone shows, mischief."""

from __future__ import annotations

import time
from collections.abc import Callable

from aiohttp import BodyPartReader, web

from simulator.control.base import body_of, need, reply
from simulator.telegram.acts import Cannot

from .acts import Acts
from .model import Citizen, Failure, Json, Message, Number, freeze
from .traffic import Traffic
from .view import message_view
from .world import WaWorld

LONGEST_WAIT = 60.0


class Control:
    def __init__(self, world: WaWorld, traffic: Traffic) -> None:
        self.world, self.traffic, self.acts = world, traffic, Acts(world, traffic)

    def routes(self) -> list[web.RouteDef]:
        base = "/sim/whatsapp"
        return [
            web.get(base + "/numbers", self.numbers),
            web.post(base + "/numbers", self.add_number),
            web.patch(base + "/numbers/{id}", self.change_number),
            web.get(base + "/people", self.people),
            web.post(base + "/people", self.add_person),
            web.patch(base + "/people/{id}", self.change_person),
            web.post(base + "/act/upload", self.upload),
            web.post(base + "/act/{verb}", self.act),
            web.get(base + "/messages", self.messages),
            web.get(base + "/chat", self.chat),
            web.get(base + "/media/{id}", self.media),
            web.post(base + "/templates", self.templates),
            web.post(base + "/failures", self.fail),
            web.post(base + "/replay", self.replay),
            web.post(base + "/raw", self.raw),
            web.post(base + "/news", self.news),
            web.get(base + "/deliveries", self.deliveries),
        ]

    # -- numbers and people --------------------------------------------------------------

    async def numbers(self, request: web.Request) -> web.Response:
        return reply([freeze(number) for number in self.world.numbers.values()])

    async def add_number(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        name = str(need(body, "name"))
        return reply(freeze(self.world.add_number(name, **{k: body[k] for k in body if k != "name"})))

    async def change_number(self, request: web.Request) -> web.Response:
        number = self.world.number(request.match_info["id"])
        return reply(freeze(self.world.change_number(number, await body_of(request))))

    async def people(self, request: web.Request) -> web.Response:
        return reply([freeze(person) for person in self.world.people.values()])

    async def add_person(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        return reply(freeze(self.world.add_person(str(body.pop("name", "Warga")), **body)))

    async def change_person(self, request: web.Request) -> web.Response:
        person = self.world.person(request.match_info["id"])
        for name, value in (await body_of(request)).items():
            if name not in Citizen.__dataclass_fields__ or name == "id":
                raise Cannot(f"a person has no '{name}'")
            setattr(person, name, value)
        self.world.keep("wa_person", person.id, person)
        if not person.offline and not person.blocked:
            for message in [m for m in self.world.messages.values() if m.citizen == person.id and m.status == "sent"]:
                self.traffic.arrive(message)
        return reply(freeze(person))

    # -- acts ----------------------------------------------------------------------------

    def _place(self, body: Json) -> tuple[Citizen, Number]:
        return self.world.person(need(body, "as")), self.world.number(need(body, "in"))

    async def act(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        who, number = self._place(body)
        acts = self.acts
        verbs: dict[str, Callable[[], Message | None]] = {
            "send": lambda: acts.write(who, number, str(need(body, "text")), body.get("reply_to"),
                                       forwarded=bool(body.get("forwarded"))),
            "press": lambda: acts.press(who, number, body.get("label"), body.get("data"), body.get("message")),
            "location": lambda: acts.location(who, number, {
                key: body[key] for key in ("latitude", "longitude", "name", "address") if body.get(key) is not None}),
            "contact": lambda: acts.contact(who, number, str(body.get("name", who.name)), str(body.get("phone", ""))),
            "edit": lambda: acts.edit(who, number, need(body, "message"), str(need(body, "text"))),
            "delete": lambda: acts.delete(who, number, need(body, "message")),
            "react": lambda: acts.react(who, number, need(body, "message"), str(body.get("emoji", "👍"))),
            "raw": lambda: acts.raw(who, number, dict(need(body, "body"))),
            "number": lambda: acts.change_number(who, number, str(need(body, "wa_id"))),
        }  # fmt: skip
        verb = verbs.get(request.match_info["verb"])
        if verb is None:
            raise Cannot(f"people can {sorted([*verbs, 'upload'])}")
        message = verb()
        return reply(message_view(self.world, message) if message else {"done": True})

    async def upload(self, request: web.Request) -> web.Response:
        """multipart: as, in, kind, caption and one or more files (an album comes as so many webhooks)."""
        body: Json = {}
        files: list[tuple[str, bytes]] = []
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader):
                if part.filename is None:
                    body[part.name or ""] = await part.text()
                else:
                    files.append((part.filename, bytes(await part.read(decode=True))))
        who, number = self._place(body)
        kind, caption = body.get("kind", "photo"), body.get("caption", "")
        sent = [
            self.acts.upload(who, number, kind, data, name, caption if at == 0 else "")
            for at, (name, data) in enumerate(files)
        ]
        return reply([message_view(self.world, message) for message in sent])

    # -- what the phone shows ------------------------------------------------------------

    async def messages(self, request: web.Request) -> web.Response:
        """As /sim/messages: new or changed since revision `after`, waited for up to `wait` seconds."""
        query = request.query
        number, person = self.world.number(query["in"]).id, int(query["as"])
        after, until = int(query.get("after", 0)), time.monotonic() + min(float(query.get("wait", 0)), LONGEST_WAIT)
        while True:
            found = [
                message_view(self.world, m)
                for m in self.world.chat(number, person)
                if m.rev > after and m.shown and (m.out or query.get("from") != "bots")
                and (not m.out or m.status in ("delivered", "read", "played"))
            ]  # fmt: skip
            left = until - time.monotonic()
            if found or left <= 0:
                return reply(sorted(found, key=lambda view: view["rev" if after else "id"]))
            await self.world.bus.changed(f"wa {number}:{person}", left)

    async def chat(self, request: web.Request) -> web.Response:
        number, person = self.world.number(request.query["in"]), self.world.person(request.query["as"])
        return reply({
            "chat": int(number.id), "title": number.name, "person": freeze(person), "rev": self.world.rev,
            "heard_at": self.world.heard_at(number.id, person.id),
            "window_open": self.world.window_open(number.id, person.id),
        })  # fmt: skip

    async def media(self, request: web.Request) -> web.Response:
        media = self.world.media.get(request.match_info["id"])
        if media is None:
            raise Cannot("there is no such file")
        safe = media.mime.startswith(("image/", "audio/", "video/")) and "svg" not in media.mime
        kind = media.mime.partition(";")[0] if safe else "application/octet-stream"
        headers = {"X-Content-Type-Options": "nosniff"}
        return web.Response(body=self.world.media_bytes(media), content_type=kind, headers=headers)

    # -- mischief ------------------------------------------------------------------------

    async def templates(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        self.world.set_templates(str(need(body, "business")), list(need(body, "templates")))
        return reply({"templates": len(body["templates"])})

    async def fail(self, request: web.Request) -> web.Response:
        """The next `times` sends are accepted, and a status says later that they failed."""
        body = await body_of(request)
        person = body.get("person")
        self.world.failures.append(Failure(int(need(body, "code")), int(body.get("times", 1)), person))
        return reply({"waiting": sum(plan.times for plan in self.world.failures)})

    async def replay(self, request: web.Request) -> web.Response:
        """The last webhook bodies once more, all at the same moment."""
        body = await body_of(request)
        postman = self.traffic.postman(self.world.number(need(body, "in")))
        groups = list(postman.recent)[-int(body.get("last", 1)) :]
        for group in groups:
            for _ in range(int(body.get("copies", 1))):
                self.traffic._later(postman._deliver(group))
        return reply({"items": sum(map(len, groups))})

    async def raw(self, request: web.Request) -> web.Response:
        """Any bytes, rightly signed unless `signature` says otherwise; the answer's code."""
        body = await body_of(request)
        postman = self.traffic.postman(self.world.number(need(body, "in")))
        code = await postman.deliver_raw(str(need(body, "text")).encode(), body.get("signature"))
        return reply({"code": code})

    async def news(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        number = self.world.number(need(body, "in"))
        self.traffic.news(number, str(need(body, "field")), dict(body.get("value") or {}))
        return reply({"sent": True})

    async def deliveries(self, request: web.Request) -> web.Response:
        return reply([freeze(delivery) for delivery in self.world.deliveries])

