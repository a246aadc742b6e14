"""One call of one bot: its parameters, and the questions every method asks before it acts.

Knows the rules of reaching a chat, a topic or a message; not what any method does with them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from .entities import find_marks, parse_html, width
from .errors import bad, forbidden, migrated
from .markup import check_markup
from .model import Bot, Chat, Message, Topic
from .params import Params
from .world import World

Result = Any
Method = Callable[["Call"], Result | Awaitable[Result]]
METHODS: dict[str, Method] = {}
TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024


def method(name: str) -> Callable[[Method], Method]:
    def register(function: Method) -> Method:
        METHODS[name.lower()] = function
        return function

    return register


@dataclass(slots=True)
class Call:
    world: World
    bot: Bot
    params: Params

    # -- chats ---------------------------------------------------------------------------

    def chat(self, name: str = "chat_id") -> Chat:
        """The chat, if this bot may speak there; otherwise Telegram's own refusal."""
        chat_id = self.params.number(name)
        if chat_id is None:
            raise bad("chat_id is empty")
        return self._private(chat_id) if chat_id > 0 else self._group(chat_id)

    def _private(self, user_id: int) -> Chat:
        if user_id in self.world.bots:
            raise forbidden("bots can't send messages to bots")
        user = self.world.users.get(user_id)
        if user is None:
            raise bad("chat not found")
        chat = self.world.private(self.bot.id, user_id)
        if user.deactivated:
            raise forbidden("user is deactivated")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def _group(self, chat_id: int) -> Chat:
        chat = self.world.group(chat_id)
        if chat is None:
            raise bad("chat not found")
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        if chat.deleted:
            raise forbidden("the group chat was deleted")
        member = chat.members.get(self.bot.id)
        if member is None:
            raise forbidden(f"bot is not a member of the {chat.kind} chat")
        if not member.inside:
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        return chat

    def may(self, chat: Chat, right: str) -> bool:
        member = chat.members.get(self.bot.id)
        return chat.private or (member is not None and member.may(right))

    def topic(self, chat: Chat, name: str = "message_thread_id") -> Topic | None:
        thread = self.params.number(name)
        # 1 is the "General" topic, which every forum has and which is not addressed.
        if thread is None or thread in (0, 1):
            return None
        if not chat.is_forum or thread not in chat.topics:
            raise bad("message thread not found")
        return chat.topics[thread]

    def message(self, chat: Chat, what: str) -> Message:
        number = self.params.number("message_id")
        message = chat.messages.get(number) if number is not None else None
        if message is None:
            raise bad(f"message {what} not found")
        return message

    # -- content -------------------------------------------------------------------------

    def words(self, name: str, marks: str, limit: int) -> tuple[str, list[dict[str, Any]]]:
        """Text with its entities: parsed from HTML, given as JSON, or found by Telegram."""
        source, mode = self.params.text(name), self.params.text("parse_mode").lower()
        return self.marked(source, mode, self.params.json(marks), limit)

    def marked(self, source: str, mode: str, given: Any, limit: int) -> tuple[str, list[Any]]:
        if mode and mode != "html":
            # An honest refusal beats a half-right parser: the project speaks HTML only.
            raise bad(f"the simulator models parse_mode HTML only, not {mode}")
        text, entities = parse_html(source) if mode else (source, given or [])
        cut = len(text) - len(text.lstrip())
        text, shift = text.strip(), width(text[:cut])
        if width(text) > limit:
            raise bad("message is too long" if limit == TEXT_LIMIT else
                      "message caption is too long")  # fmt: skip
        end = width(text)
        kept = [
            {**e, "offset": max(0, e["offset"] - shift),
             "length": min(e["length"], end - max(0, e["offset"] - shift))}
            for e in entities
        ]  # fmt: skip
        return text, [e for e in kept if e["length"] > 0] + find_marks(text)

    def markup(self, chat: Chat) -> dict[str, Any] | None:
        return check_markup(self.params.json("reply_markup"), chat.private)

    def reply(self, chat: Chat) -> tuple[int | None, dict[str, Any] | None]:
        """The message this one answers, and the part of it that is quoted."""
        wish = self.params.json("reply_parameters") or {}
        number = wish.get("message_id") or self.params.number("reply_to_message_id")
        if not number:
            return None, None
        old = chat.messages.get(int(number))
        if old is None:
            lenient = wish.get("allow_sending_without_reply")
            if lenient or self.params.flag("allow_sending_without_reply"):
                return None, None
            raise bad("message to be replied not found")
        quote = wish.get("quote")
        if not quote:
            return old.id, None
        plain, marks = self.marked(
            quote, str(wish.get("quote_parse_mode") or "").lower(), wish.get("quote_entities"),
            CAPTION_LIMIT,
        )  # fmt: skip
        if plain not in old.text:
            raise bad("QUOTE_TEXT_INVALID")
        position = width(old.text[: old.text.index(plain)])
        body: dict[str, Any] = {"text": plain, "position": position, "is_manual": True}
        return old.id, {**body, "entities": marks} if marks else body
