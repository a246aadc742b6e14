"""What both Telegram adapters share: the order of things; each library's own calls live in its subclass.

The subclass speaks through a dozen primitives that raise SendError only. Nothing here waits or remembers, but
for the chats that still show a location key.
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections import OrderedDict
from datetime import datetime
from typing import Any

import structlog

from bot.channels import quiet, telegram_trim
from bot.channels.base import BotIdentity, ParseError, Raw
from bot.channels.telegram_bubbles import ANSWER, TOPIC_NAME, Bubble, bubbles_of
from bot.channels.telegram_errors import Wordless, is_stale
from bot.channels.telegram_kinds import chat_hint
from bot.channels.telegram_reading import Reader
from conversations.messages import (
    TELEGRAM,
    Address,
    Blocked,
    Capabilities,
    Inbound,
    Rejected,
    Rendered,
    SendError,
    Unchanged,
    Unknown,
)
from conversations.messages import Channel as Wire

log = structlog.get_logger(__name__)

#: Chats whose location key is remembered; the oldest are forgotten, and keep a key that hides after one use.
_KEYS_REMEMBERED = 10_000


def raw_update(payload: dict[str, Any]) -> Raw:
    """An update as it came, told apart by its number."""
    number = payload.get("update_id")
    if not isinstance(number, int):
        # Never seen from Telegram; a webhook body of another origin still gets one row, once.
        digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
        return Raw(f"sha256:{digest[:32]}", chat_hint(payload), payload)
    return Raw(str(number), chat_hint(payload), payload)


class TelegramAdapter(ABC):
    """One bot on Telegram; `account` is its id, the part of the token that is no secret."""

    def __init__(self, token: str) -> None:
        quiet.hush()
        self.name: Wire = Wire.TELEGRAM
        self.caps: Capabilities = TELEGRAM
        self.account = token.split(":", 1)[0]
        self._username: str | None = None
        self._keyed: OrderedDict[str, None] = OrderedDict()

    # --- what comes in ---------------------------------------------------------------------------

    def raw(self, payload: dict[str, Any]) -> Raw:
        return raw_update(payload)

    def _raws(self, updates: Any) -> list[Raw]:
        """What cannot be counted cannot be confirmed either: without a number it would come for ever."""
        if not isinstance(updates, list):
            raise Unknown("updates are not a list")
        counted = [u for u in updates if isinstance(u, dict) and isinstance(u.get("update_id"), int)]
        if len(counted) < len(updates):
            log.error("channel.uncounted_updates", account=self.account, lost=len(updates) - len(counted))
        return [self.raw(update) for update in counted]

    def parse(self, payload: dict[str, Any], *, at: datetime | None = None) -> list[Inbound]:
        try:
            trimmed = telegram_trim.update(payload)
            if len(trimmed) == 1:
                return []
            return Reader(self.account, self._username).read(self._typed(trimmed), payload, at)
        except Exception as error:
            # Any failure of a library over any shape is one thing to us. Its text may quote the citizen.
            raise ParseError(type(error).__name__) from None

    @abstractmethod
    def _typed(self, payload: dict[str, Any]) -> Any:
        """The library's own Update, or whatever it raises."""

    # --- what goes out ---------------------------------------------------------------------------

    async def send(self, to: Address, message: Rendered) -> tuple[str, ...]:
        sent: list[str] = []
        for bubble in bubbles_of(message):
            sent += await self._deliver(_number(to.chat), _optional(to.thread), bubble)
        return tuple(sent)

    async def _deliver(self, chat: int, thread: int | None, bubble: Bubble) -> list[str]:
        if len(bubble.uploads) > 1:
            return await self._album(chat, thread, bubble)
        keys = self._keys(chat, bubble)
        sent = await (self._file if bubble.uploads else self._text)(chat, thread, bubble, keys)
        self._remember(str(chat), bubble)
        return [sent]

    def _keys(self, chat: int, bubble: Bubble) -> Any:
        """Buttons win over the location key, which only private chats may show; a bare text takes it away.

        Only then: Telegram lets nobody edit a message that came with anything but inline buttons
        (core.telegram.org/bots/api#updating-messages), so a removal on every text would freeze them all.
        """
        if bubble.buttons:
            return self._inline(bubble)
        if bubble.ask_location and chat > 0:
            return self._location_key(bubble.ask_location)
        return self._no_keys() if str(chat) in self._keyed else None

    def _remember(self, chat: str, bubble: Bubble) -> None:
        if bubble.ask_location and not bubble.buttons and not chat.startswith("-"):
            self._keyed[chat] = None
            if len(self._keyed) > _KEYS_REMEMBERED:
                self._keyed.popitem(last=False)
        elif not bubble.buttons:
            self._keyed.pop(chat, None)

    async def edit(self, to: Address, external_id: str, message: Rendered) -> None:
        bubble = Bubble(body=message.body, html=message.html, buttons=message.buttons)
        keys = self._inline(bubble) if message.buttons else None
        where = _number(to.chat), _number(external_id)
        try:
            await self._edit_text(*where, bubble, keys)
        except Wordless:
            await self._edit_caption(*where, bubble, keys)

    async def ack(self, query_id: str, text: str | None = None, *, alert: bool = False) -> None:
        try:
            await self._answer(query_id, text[:ANSWER] if text else None, alert)
        except SendError as error:
            if not is_stale(error):
                log.warning("channel.ack_failed", account=self.account, error=type(error).__name__)

    # --- topics and groups -----------------------------------------------------------------------

    async def open_topic(self, chat: str, title: str) -> str:
        return str(await self._create_topic(_number(chat), title[:TOPIC_NAME]))

    async def retitle_topic(self, chat: str, thread: str, title: str) -> None:
        try:
            await self._rename_topic(_number(chat), _number(thread), title[:TOPIC_NAME])
        except Unchanged:
            return

    async def close_topic(self, chat: str, thread: str) -> None:
        try:
            await self._shut_topic(_number(chat), _number(thread))
        except Unchanged:
            return

    async def reopen_topic(self, chat: str, thread: str) -> None:
        try:
            await self._unshut_topic(_number(chat), _number(thread))
        except Unchanged:
            return

    async def leave(self, chat: str) -> None:
        try:
            await self._leave(_number(chat))
        except Blocked:
            return  # we are out already

    async def who_am_i(self) -> BotIdentity:
        found = await self._me()
        self._username = found.username
        return found

    # --- primitives: each raises SendError only ----------------------------------------------------

    @abstractmethod
    async def _text(self, chat: int, thread: int | None, bubble: Bubble, keys: Any) -> str: ...

    @abstractmethod
    async def _file(self, chat: int, thread: int | None, bubble: Bubble, keys: Any) -> str: ...

    @abstractmethod
    async def _album(self, chat: int, thread: int | None, bubble: Bubble) -> list[str]: ...

    @abstractmethod
    async def _edit_text(self, chat: int, message: int, bubble: Bubble, keys: Any) -> None: ...

    @abstractmethod
    async def _edit_caption(self, chat: int, message: int, bubble: Bubble, keys: Any) -> None: ...

    @abstractmethod
    async def _answer(self, query_id: str, text: str | None, alert: bool) -> None: ...

    @abstractmethod
    async def _create_topic(self, chat: int, title: str) -> int: ...

    @abstractmethod
    async def _rename_topic(self, chat: int, thread: int, title: str) -> None: ...

    @abstractmethod
    async def _shut_topic(self, chat: int, thread: int) -> None: ...

    @abstractmethod
    async def _unshut_topic(self, chat: int, thread: int) -> None: ...

    @abstractmethod
    async def _leave(self, chat: int) -> None: ...

    @abstractmethod
    async def _me(self) -> BotIdentity: ...

    @abstractmethod
    def _inline(self, bubble: Bubble) -> Any: ...

    @abstractmethod
    def _location_key(self, label: str) -> Any: ...

    @abstractmethod
    def _no_keys(self) -> Any: ...


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Rejected("not an id of Telegram") from None


def _optional(text: str | None) -> int | None:
    return None if text is None else _number(text)
