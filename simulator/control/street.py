"""Control routes for the world around the chats: time, faults, limits, figures, the layout."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from simulator.telegram.acts import Cannot
from simulator.telegram.model import Bot, freeze, freeze_chat
from simulator.telegram.posting import push
from simulator.telegram.updates import DAY, Update

from .base import Json, Parts, body_of, need, reply


class Street:
    def __init__(self, parts: Parts) -> None:
        self.parts, self.world = parts, parts.world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/sim/clock", self.clock),
            web.post("/sim/clock", self.move_clock),
            web.get("/sim/faults", self.faults),
            web.post("/sim/faults", self.add_fault),
            web.delete("/sim/faults", self.clear_faults),
            web.get("/sim/limits", self.limits),
            web.put("/sim/limits", self.set_limits),
            web.get("/sim/updates", self.updates),
            web.post("/sim/updates/replay", self.replay),
            web.post("/sim/updates/raw", self.raw),
            web.get("/sim/stats", self.stats),
            web.get("/sim/ledger", self.ledger),
            web.get("/sim/layout", self.layout),
            web.put("/sim/layout", self.set_layout),
            web.get("/sim/export", self.export),
            web.post("/sim/reset", self.reset),
        ]

    async def clock(self, request: web.Request) -> web.Response:
        return reply(self.world.clock.describe())

    async def move_clock(self, request: web.Request) -> web.Response:
        """{"advance": seconds}, {"set": "2026-11-20T08:00:00+07:00"}, {"freeze": true|false}."""
        body, clock = await body_of(request), self.world.clock
        if "freeze" in body:
            (clock.freeze if body["freeze"] else clock.resume)()
        if "advance" in body:
            clock.advance(float(body["advance"]))
        if "set" in body:
            moment = datetime.fromisoformat(str(body["set"]))
            clock.set((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
        if "real" in body:
            clock.resume()
            clock.offset = 0.0
        self.keep_clock()
        event = {"type": "clock", **clock.describe()}
        self.world.bus.publish("clock", lambda: event)
        return reply(clock.describe())

    def keep_clock(self) -> None:
        clock = self.world.clock
        self.world.journal.save("clock", "clock", lambda: {"offset": clock.offset, "frozen_at": clock.frozen_at})

    async def faults(self, request: web.Request) -> web.Response:
        return reply(self.parts.faults.describe())

    async def add_fault(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        if "seed" in body:
            self.parts.faults.seed(int(body.pop("seed")))
        return reply({"id": self.parts.faults.add(body).id})

    async def clear_faults(self, request: web.Request) -> web.Response:
        wish = request.query.get("id")
        self.parts.faults.remove(int(wish) if wish else None)
        return reply(self.parts.faults.describe())

    async def limits(self, request: web.Request) -> web.Response:
        return reply(self.parts.limits.model.describe())

    async def set_limits(self, request: web.Request) -> web.Response:
        self.parts.limits.configure(await body_of(request))
        return reply(self.parts.limits.model.describe())

    def _bot(self, wish: Any) -> Bot:
        if (bot := self.world.bots.get(int(wish))) is None:
            raise Cannot(f"there is no bot {wish}")
        return bot

    async def updates(self, request: web.Request) -> web.Response:
        queue = self.world.queues[self._bot(request.query["bot"]).id]
        return reply({"waiting": [u.wire() for u in queue.waiting.values()],
                      "recent": [u.wire() for u in queue.recent]})  # fmt: skip

    async def replay(self, request: web.Request) -> web.Response:
        """The same update once more, under its own number, as Telegram does after a lost 200."""
        body = await body_of(request)
        queue = self.world.queues[self._bot(need(body, "bot")).id]
        number = body.get("update_id")
        old = next((u for u in reversed(queue.recent) if number in (None, u.id)), None)
        if old is None:
            raise Cannot("no such update among the last thousand")
        life = self.world.clock.now() + DAY
        queue.push(Update(old.id, old.kind, old.body, old.queue, life))
        return reply({"update_id": old.id})

    async def raw(self, request: web.Request) -> web.Response:
        """Any body under any kind, so that a bot can be shown what it does not understand."""
        body = await body_of(request)
        bot, kind = self._bot(need(body, "bot")), str(body.get("kind", "message"))
        life = self.world.clock.now() + DAY
        bot_wish, bot.allowed_updates = bot.allowed_updates, [kind]
        try:
            update = push(self.world, bot, kind, need(body, "body"), body.get("queue", 0), life)
        finally:
            bot.allowed_updates = bot_wish
        return reply({"update_id": update.id if update else None})

    async def stats(self, request: web.Request) -> web.Response:
        pending = {str(bot): len(queue.waiting) for bot, queue in self.world.queues.items()}
        return reply({**self.parts.ledger.stats(), "pending": pending})

    async def ledger(self, request: web.Request) -> web.Response:
        after, limit = (int(request.query.get(n, d)) for n, d in (("after", 0), ("limit", 10_000)))
        return reply(self.parts.ledger.since(after, limit))

    async def layout(self, request: web.Request) -> web.Response:
        return reply(self.world.layout or {"panels": []})

    async def set_layout(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        for panel in need(body, "panels"):
            if panel.get("kind") not in ("phone", "group", "whatsapp"):
                raise Cannot("a panel's kind is phone, group or whatsapp")
            need(panel, "chat_id"), need(panel, "user_id"), need(panel, "title")
        self.world.keep_layout(body)
        self.world.bus.publish("layout", lambda: {"type": "layout"})
        return reply(body)

    async def export(self, request: web.Request) -> web.Response:
        world = self.world
        chats: list[Json] = [
            {**freeze_chat(chat), "messages": [freeze(m) for m in chat.messages.values()]}
            for chat in world.chats.values()
        ]
        return reply({
            "users": [freeze(user) for user in world.users.values()],
            "bots": [freeze(bot, without=("token",)) for bot in world.bots.values()],
            "chats": chats,
            "files": [freeze(file) for file in world.files.values()],
            "clock": world.clock.describe(),
            "layout": world.layout,
        })  # fmt: skip

    async def reset(self, request: web.Request) -> web.Response:
        self.parts.faults.remove(None)
        self.parts.ledger.clear()
        self.parts.limits.configure({"enabled": False})
        for bot in self.world.bots.values():
            bot.webhook = None
            self.world.on_webhook(bot)
        self.world.forget_all()
        self.world.bus.publish("layout", lambda: {"type": "layout"})
        return reply({"reset": True})
