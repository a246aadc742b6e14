"""Control routes that create bots, users and groups, and change who is where."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from aiohttp import web

from simulator.telegram import groups
from simulator.telegram.acts import Cannot
from simulator.telegram.model import Bot, Chat, User
from simulator.telegram.posting import block_changed

from .base import Json, Parts, body_of, group_of, need, reply

_USER_FIELDS = ("last_name", "username", "language_code", "phone")
BULK_LIMIT = 1_000_000


def bot_json(bot: Bot) -> Json:
    return {"id": bot.id, "token": bot.token, "name": bot.first_name, "username": bot.username,
            "privacy": bot.privacy, "webhook": bool(bot.webhook)}  # fmt: skip


def group_json(chat: Chat) -> Json:
    kind = "forum" if chat.is_forum else chat.kind
    return {"id": chat.id, "title": chat.title, "kind": kind, "migrated_to": chat.migrated_to}


class People:
    def __init__(self, parts: Parts) -> None:
        self.world = parts.world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/sim/bots", self.bots),
            web.post("/sim/bots", self.add_bot),
            web.get("/sim/users", self.users),
            web.post("/sim/users", self.add_users),
            web.patch("/sim/users/{id}", self.change_user),
            web.post("/sim/users/{id}/block", self.block),
            web.post("/sim/users/{id}/unblock", self.unblock),
            web.get("/sim/groups", self.groups),
            web.post("/sim/groups", self.add_group),
            web.delete("/sim/groups/{id}", self.delete_group),
            web.post("/sim/groups/{id}/members", self.members),
            web.post("/sim/groups/{id}/promote", self.promote),
            web.post("/sim/groups/{id}/demote", self.demote),
            web.post("/sim/groups/{id}/upgrade", self.upgrade),
        ]

    async def bots(self, request: web.Request) -> web.Response:
        return reply([bot_json(bot) for bot in self.world.bots.values()])

    async def add_bot(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        bot = self.world.add_bot(
            need(body, "name"), privacy=body.get("privacy", True), username=body.get("username"),
            bot_id=body.get("id"), token=body.get("token"),
        )  # fmt: skip
        if "privacy" in body and bot.privacy != body["privacy"]:
            bot.privacy = body["privacy"]
            self.world.keep_bot(bot)
        return reply(bot_json(bot))

    async def users(self, request: web.Request) -> web.Response:
        return reply([asdict(user) for user in self.world.users.values()])

    async def add_users(self, request: web.Request) -> web.Response:
        """One user, or `count` of them for load tests; `started` names bots they have started."""
        body = await body_of(request)
        more = {name: body[name] for name in _USER_FIELDS if body.get(name) is not None}
        count, name = int(body.get("count", 0)), need(body, "name")
        if count > BULK_LIMIT:
            raise Cannot(f"at most {BULK_LIMIT} users at once")
        first = max(self.world.users, default=810_000_000) + 1
        wish = body.get("id")
        made: list[User] = (
            [self.world.add_user(f"{name} {n}", first + n, **more) for n in range(count)]
            if count
            else [self.world.users.get(wish or 0) or self.world.add_user(name, wish, **more)]
        )
        for bot in body.get("started", []):
            if bot not in self.world.bots:
                raise Cannot(f"there is no bot {bot}")
            for user in made:
                self._mark_started(bot, user.id)
        return reply({"ids": [user.id for user in made]} if count else asdict(made[0]))

    def _mark_started(self, bot: int, user: int) -> None:
        chat = self.world.private(bot, user)
        chat.started = True
        self.world.keep_chat(chat)

    async def change_user(self, request: web.Request) -> web.Response:
        body, user = await body_of(request), self._user(request)
        for name, value in body.items():
            if name not in (*_USER_FIELDS, "first_name", "deactivated"):
                raise Cannot(f"'{name}' cannot be changed")
            setattr(user, name, value)
        self.world.keep_user(user)
        return reply(asdict(user))

    def _user(self, request: web.Request) -> User:
        user = self.world.users.get(int(request.match_info["id"]))
        if user is None:
            raise Cannot(f"there is no user {request.match_info['id']}")
        return user

    async def block(self, request: web.Request) -> web.Response:
        return await self._set_blocked(request, True)

    async def unblock(self, request: web.Request) -> web.Response:
        return await self._set_blocked(request, False)

    async def _set_blocked(self, request: web.Request, blocked: bool) -> web.Response:
        bot = need(await body_of(request), "bot")
        if bot not in self.world.bots:
            raise Cannot(f"there is no bot {bot}")
        block_changed(self.world, self.world.private(bot, self._user(request).id), blocked)
        return reply({"blocked": blocked})

    async def groups(self, request: web.Request) -> web.Response:
        return reply([group_json(c) for c in self.world.chats.values() if not c.private])

    async def add_group(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        chat = groups.make(
            self.world, need(body, "title"), body.get("kind", "supergroup"), body.get("owner"),
            body.get("members", []), body.get("admins", []), body.get("id"),
        )  # fmt: skip
        return reply(group_json(chat))

    async def delete_group(self, request: web.Request) -> web.Response:
        groups.delete(self.world, group_of(self.world, request))
        return reply({"deleted": True})

    async def members(self, request: web.Request) -> web.Response:
        body, chat = await body_of(request), group_of(self.world, request)
        actor = groups.actor_of(chat, body.get("by"))
        for who in body.get("add", []):
            groups.join(self.world, chat, who, actor)
        for who in body.get("remove", []):
            groups.leave(self.world, chat, who, actor)
        return reply(group_json(chat))

    async def promote(self, request: web.Request) -> web.Response:
        body, chat = await body_of(request), group_of(self.world, request)
        actor = groups.actor_of(chat, body.get("by"))
        groups.promote(self.world, chat, need(body, "who"), actor, body.get("rights"))
        return reply(group_json(chat))

    async def demote(self, request: web.Request) -> web.Response:
        body, chat = await body_of(request), group_of(self.world, request)
        groups.demote(self.world, chat, need(body, "who"), groups.actor_of(chat, body.get("by")))
        return reply(group_json(chat))

    async def upgrade(self, request: web.Request) -> web.Response:
        body, chat = await body_of(request), group_of(self.world, request)
        actor = groups.actor_of(chat, body.get("by"))
        forum: Any = body.get("forum", False)
        return reply(group_json(groups.upgrade(self.world, chat, actor, bool(forum))))
