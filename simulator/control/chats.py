"""Control routes that show: a chat, its messages, waiting for new ones, files, live events."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from aiohttp import web

from simulator.telegram.acts import Cannot
from simulator.telegram.model import Chat
from simulator.telegram.view import chat_view, message_view

from .base import Parts, reply

LONGEST_WAIT = 60.0
KEEP_ALIVE = 15.0


class Chats:
    def __init__(self, parts: Parts) -> None:
        self.world = parts.world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/sim/chat", self.chat),
            web.get("/sim/messages", self.messages),
            web.get("/sim/file/{unique}", self.file),
            web.get("/sim/events", self.events),
        ]

    def _chat(self, request: web.Request) -> Chat:
        return self.world.chat_of(int(request.query.get("as", 0)), int(request.query["in"]))

    async def chat(self, request: web.Request) -> web.Response:
        return reply(chat_view(self.world, self._chat(request)))

    async def messages(self, request: web.Request) -> web.Response:
        """Messages of a chat that are new or changed since revision `after`.

        With `wait`, an empty answer is held back until something happens or the time is over;
        `from=bots` looks at bots' messages only, `topic` at one forum topic.
        """
        query = request.query
        after, limit = int(query.get("after", 0)), int(query.get("limit", 500))
        until = time.monotonic() + min(float(query.get("wait", 0)), LONGEST_WAIT)
        while True:
            chat = self._chat(request)
            found = self._since(chat, after, query.get("from") == "bots", query.get("topic"))
            left = until - time.monotonic()
            if found or left <= 0:
                return reply(found[-limit:])
            await self.world.bus.changed(chat.key, left)

    def _since(self, chat: Chat, after: int, bots: bool, topic: str | None) -> list[Any]:
        if chat.rev <= after:
            return []
        found = [
            message_view(self.world, message)
            for message in chat.messages.values()
            if message.rev > after
            and (not bots or message.sender in self.world.bots)
            and (topic is None or message.thread == int(topic))
        ]
        return sorted(found, key=lambda view: view["rev" if after else "id"])

    async def file(self, request: web.Request) -> web.Response:
        file = self.world.files.get(request.match_info["unique"])
        if file is None:
            raise Cannot("there is no such file")
        # A hostile upload must not run as a page of this address.
        safe = file.mime.startswith(("image/", "audio/", "video/")) and "svg" not in file.mime
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=86400"}
        kind = file.mime if safe else "application/octet-stream"
        return web.Response(body=self.world.file_bytes(file), content_type=kind, headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: message, deleted, chat, typing, read, answer, clock, layout."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        with self.world.bus.listening() as queue:
            await response.write(b"retry: 1000\n\n")
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), KEEP_ALIVE)
                    line = f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
                except TimeoutError:
                    line = ": still here\n\n"
                await response.write(line.encode())
