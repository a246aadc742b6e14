"""The state of one simulated Telegram: people, bots, chats, files; kept, found, created.

It knows no HTTP and no rule of the Bot API; who may do what is decided by those who ask.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from simulator.bus import Bus
from simulator.clock import VirtualClock
from simulator.journal import Journal

from .blobs import Blobs
from .model import (
    ADMIN_RIGHTS,
    Bot,
    Chat,
    File,
    Message,
    User,
    freeze,
    freeze_chat,
    thaw_chat,
)  # fmt: skip
from .updates import Update, UpdateQueue

FIRST_BOT, FIRST_USER, FIRST_GROUP = 7_000_000_001, 810_000_001, 4_000_000_001
# An id is never given twice in one data folder, even if the last batch was lost in a crash.
GAP_AFTER_RESTART = 1_000
_REAL_TOKEN = re.compile(r"^\d{8,10}:[A-Za-z0-9_-]{35}$")
_OWN_TOKEN = re.compile(r"^7000\d{6}:SIMULATOR-[A-Za-z0-9_-]{1,50}$")


def looks_real(token: str) -> bool:
    return bool(_REAL_TOKEN.match(token)) and not _OWN_TOKEN.match(token)


def slug(text: str) -> str:
    return re.sub(r"\W+", "_", text.lower()).strip("_") or "x"


@dataclass(slots=True)
class Tap:
    """A pressed inline button that waits for the bot's answer."""

    bot: int
    user: int
    place: int
    at: float
    answer: dict[str, Any] | None = None


class World:
    def __init__(self, clock: VirtualClock, bus: Bus, journal: Journal, blobs: Blobs) -> None:
        self.clock, self.bus, self.journal, self.blobs = clock, bus, journal, blobs
        self.users: dict[int, User] = {}
        self.bots: dict[int, Bot] = {}
        self.tokens: dict[str, Bot] = {}
        self.chats: dict[str, Chat] = {}
        self.files: dict[str, File] = {}
        self.numbers: dict[int, File] = {}
        self.queues: dict[int, UpdateQueue] = {}
        self.taps: dict[str, Tap] = {}
        self.on_webhook: Callable[[Bot], None] = lambda bot: None
        self.layout: dict[str, Any] = {}
        self.rev = 0

    def next_rev(self) -> int:
        self.rev += 1
        return self.rev

    # -- people and bots -----------------------------------------------------------------

    def person(self, who: int) -> User | Bot:
        return self.bots[who] if who in self.bots else self.users[who]

    def add_user(self, name: str, user_id: int | None = None, **more: Any) -> User:
        first, _, last = name.partition(" ")
        new = user_id or max(self.users, default=FIRST_USER - 1) + 1
        more = {"last_name": last or None, **more}
        user = self.users[new] = User(new, first, **more)
        self.keep_user(user)
        return user

    def add_bot(self, name: str, *, privacy: bool = True, username: str | None = None,
                bot_id: int | None = None, token: str | None = None) -> Bot:  # fmt: skip
        new = bot_id or (int(token.split(":")[0]) if token else None)
        new = new or max(self.bots, default=FIRST_BOT - 1) + 1
        token = token or f"{new}:SIMULATOR-{slug(name)}"
        if not _OWN_TOKEN.match(token) or not token.startswith(f"{new}:"):
            raise ValueError("a simulator token looks like 7000000001:SIMULATOR-name, nothing else")
        if new in self.bots:
            return self.bots[new]
        # Seconds of today: ids keep rising even when the data folder was thrown away, so a
        # bot that remembers yesterday's update ids takes nothing for a duplicate.
        bot = Bot(new, token, name, username or f"{slug(name)}_bot", privacy, int(time.time()))
        self.bots[new] = self.tokens[token] = bot
        self._open_queue(bot)
        self.keep_bot(bot)
        return bot

    def _open_queue(self, bot: Bot) -> None:
        queue = self.queues[bot.id] = UpdateQueue(self.clock)
        queue.on_gone = lambda update, seen: self._gone(bot, update, seen)

    def _gone(self, bot: Bot, update: Update, seen: bool) -> None:
        """An update left the queue; if the bot took it, the person's message gets its ticks."""
        self.journal.forget("update", f"{bot.id}/{update.id}")
        chat = self.chats.get(update.chat or "")
        if seen and chat is not None and update.message > chat.read_upto:
            chat.read_upto = update.message
            place = {"chat": chat.bot or chat.id, "user": chat.user, "upto": update.message}
            self.bus.publish(f"read {chat.key}", lambda: {"type": "read", **place})

    # -- chats ---------------------------------------------------------------------------

    def private(self, bot: int, user: int) -> Chat:
        key = f"{bot}:{user}"
        chat = self.chats.get(key)
        if chat is None:
            chat = self.chats[key] = Chat(key, user, "private", bot=bot, user=user)
        return chat

    def group(self, chat_id: int) -> Chat | None:
        return self.chats.get(str(chat_id))

    def chat_of(self, user: int, place: int) -> Chat:
        """The chat a person means: a bot's id is their private chat, else a group's id."""
        if place in self.bots:
            return self.private(place, user)
        chat = self.group(place)
        while chat is not None and chat.migrated_to is not None:
            chat = self.group(chat.migrated_to)
        if chat is None:
            raise LookupError(f"no chat {place} for user {user}")
        return chat

    def add_group(self, title: str, kind: str = "supergroup", group_id: int | None = None) -> Chat:
        if kind not in ("group", "supergroup", "forum"):
            raise ValueError("kind must be group, supergroup or forum")
        forum, kind = kind == "forum", "supergroup" if kind == "forum" else kind
        chat_id = group_id or self._free_group_id(kind)
        chat = self.chats[str(chat_id)] = Chat(str(chat_id), chat_id, kind, title, is_forum=forum)
        self.keep_chat(chat)
        return chat

    def _free_group_id(self, kind: str) -> int:
        n = FIRST_GROUP
        taken = {abs(chat.id) % 10_000_000_000 for chat in self.chats.values() if chat.id < 0}
        while n % 10_000_000_000 in taken:
            n += 1
        return -n if kind == "group" else -1_000_000_000_000 - n % 10_000_000_000

    def groups_of(self, who: int) -> Iterator[Chat]:
        for chat in self.chats.values():
            if who in chat.members:
                yield chat

    def full_rights(self) -> dict[str, bool]:
        return dict.fromkeys(ADMIN_RIGHTS, True)

    # -- files ---------------------------------------------------------------------------

    def add_file(self, data: bytes, kind: str, name: str, mime: str, **more: int) -> File:
        blob = self.blobs.put(data)
        unique = blob + sha256(f"{kind}/{name}".encode()).hexdigest()[:6]
        if unique not in self.files:
            number = len(self.files) + 1
            file = File(unique, kind, len(data), mime, name, number, **more)
            self.files[unique] = self.numbers[number] = file
            self.journal.save("file", unique, lambda: freeze(file))
        return self.files[unique]

    def file_bytes(self, file: File) -> bytes:
        return self.blobs.get(file.unique[:-6])

    # -- keeping -------------------------------------------------------------------------

    def keep_user(self, user: User) -> None:
        self.journal.save("user", user.id, lambda: freeze(user))

    def keep_bot(self, bot: Bot) -> None:
        self.journal.save("bot", bot.id, lambda: freeze(bot))

    def keep_chat(self, chat: Chat) -> None:
        self.journal.save("chat", chat.key, lambda: freeze_chat(chat))

    def keep_message(self, message: Message) -> None:
        self.journal.save("message", f"{message.chat}/{message.id}", lambda: freeze(message))

    def keep_layout(self, layout: dict[str, Any]) -> None:
        self.layout = layout
        self.journal.save("layout", "layout", lambda: self.layout)

    def load(self) -> None:
        """Yesterday's world, if the data folder has one."""
        self.users = {row["id"]: User(**row) for row in self.journal.rows("user")}
        for row in self.journal.rows("bot"):
            bot = Bot(**row)
            bot.next_update_id += GAP_AFTER_RESTART
            self.bots[bot.id] = self.tokens[bot.token] = bot
            self._open_queue(bot)
        self.files = {row["unique"]: File(**row) for row in self.journal.rows("file")}
        self.numbers = {file.number: file for file in self.files.values()}
        self.chats = {row["key"]: thaw_chat(row) for row in self.journal.rows("chat")}
        messages = sorted((Message(**row) for row in self.journal.rows("message")),
                          key=lambda m: m.id)  # fmt: skip
        for message in messages:
            chat = self.chats[message.chat]
            chat.messages[message.id] = message
            chat.next_message = max(chat.next_message, message.id + 1)
            self.rev = max(self.rev, message.rev)
        for row in self.journal.rows("layout"):
            self.layout = row
        waiting = sorted(self.journal.rows("update"), key=lambda row: row["id"])
        for row in waiting:
            self.queues[row.pop("bot")].push(Update(**row))

    def forget_all(self) -> None:
        """An empty street again, for the next test."""
        for queue in self.queues.values():
            queue.end_poll("a reset of the simulator")
        for kept in (self.users, self.bots, self.tokens, self.chats, self.files, self.numbers,
                     self.queues, self.taps):  # fmt: skip
            kept.clear()
        self.layout = {}
        self.journal.clear()
        self.blobs.clear()
