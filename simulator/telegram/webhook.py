"""Delivery of updates to a bot's webhook: in order per queue, again until accepted or expired.

Follows what the real server does (handbook §3c); it knows a url and a secret, not the bot's code.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from .model import Bot
from .updates import Update, UpdateQueue

log = logging.getLogger(__name__)
TIMEOUT, GONE_FOR = 60.0, 23 * 3600
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
Reply = Callable[[Bot, dict[str, Any]], Awaitable[None]]


class WebhookActor:
    """One bot's delivery; lives from setWebhook to deleteWebhook."""

    def __init__(self, bot: Bot, queue: UpdateQueue, reply: Reply,
                 session: aiohttp.ClientSession) -> None:  # fmt: skip
        self._bot, self._queue, self._reply, self._session = bot, queue, reply, session
        self._hook: dict[str, Any] = bot.webhook or {}
        self._lanes: dict[int, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(self._hook["max_connections"])
        self._gone_since: float | None = None
        queue.on_push = self.take
        for update in list(queue.waiting.values()):
            self.take(update)

    async def stop(self) -> None:
        self._queue.on_push = lambda update: None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def take(self, update: Update) -> None:
        lane = self._lanes.get(update.queue)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.queue] = deque([update])
        task = asyncio.create_task(self._drain(update.queue))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, key: int) -> None:
        lane = self._lanes[key]
        while lane:
            await self._deliver(lane[0])
            lane.popleft()
        del self._lanes[key]

    async def _deliver(self, update: Update) -> None:
        wait = 0.0
        # Once the webhook is closed or replaced, what is left waits for whoever comes next.
        while update.id in self._queue.waiting and self._bot.webhook is self._hook:
            if update.expires <= self._queue.clock.now():
                self._queue.drop(update.id, seen=False)
                return
            async with self._slots:
                done, asked = await self._try(update)
            if done:
                self._queue.drop(update.id, seen=True)
                return
            # The first failure is tried again at once; then the pause doubles up to a random cap.
            pause = wait if asked is None else asked
            wait = min(max(1.0, wait * 2), random.uniform(60, 120))
            await self._queue.clock.sleep(pause)

    async def _try(self, update: Update) -> tuple[bool, float | None]:
        headers = {"Content-Type": "application/json"}
        if self._hook.get("secret"):
            headers[SECRET_HEADER] = self._hook["secret"]
        body = json.dumps(update.wire(), ensure_ascii=False).encode()
        try:
            async with self._session.post(
                self._hook["url"], data=body, headers=headers,
                timeout=aiohttp.ClientTimeout(total=TIMEOUT),
            ) as answer:  # fmt: skip
                if 200 <= answer.status < 300:
                    self._gone_since = None
                    await self._answer_in_body(await answer.read())
                    return True, None
                self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                self._count_gone(answer.status)
                return False, _retry_after(answer.headers.get("Retry-After"))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._failed(f"Connection failed: {type(error).__name__}")
            return False, None

    def _failed(self, text: str) -> None:
        self._hook["last_error_message"] = text
        self._hook["last_error_date"] = int(self._queue.clock.now())

    def _count_gone(self, status: int) -> None:
        now = self._queue.clock.now()
        if status != 410:
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = now
        elif now - self._gone_since >= GONE_FOR:
            log.warning("webhook closed after 23 h of 410, bot %s", self._bot.id)
            self._bot.webhook = None

    async def _answer_in_body(self, body: bytes) -> None:
        if not body.startswith(b"{"):
            return
        try:
            wish = json.loads(body)
        except ValueError:
            return
        if isinstance(wish, dict) and isinstance(wish.get("method"), str):
            await self._reply(self._bot, wish)


def _retry_after(value: str | None) -> float | None:
    if value is None or not value.isdigit():
        return None
    return float(min(int(value), 3600))
