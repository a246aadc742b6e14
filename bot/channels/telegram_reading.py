"""From an update, as aiogram or python-telegram-bot have typed it, to Inbound; imports neither.

Both libraries name attributes as the Bot API does, so one reader serves both and they cannot drift apart.
Where they differ (None or an empty tuple, seconds or datetime) this module takes either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.channels.telegram_content import content_of
from bot.channels.telegram_kinds import is_service
from conversations.messages import (
    Address,
    ChatKind,
    Choice,
    Command,
    Content,
    Inbound,
    Membership,
    Sender,
    Text,
    Unsupported,
)
from conversations.messages import Channel as Wire

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@(\w{3,64}))?(?:\s+(.*))?\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads on behalf of one bot; without its name, a command for any bot is taken as ours."""

    account: str
    username: str | None = None

    def read(self, update: Any, payload: Mapping[str, Any], at: datetime | None) -> list[Inbound]:
        found: Inbound | None = None
        for kind in ("message", "edited_message"):
            if (message := getattr(update, kind, None)) is not None:
                found = self._message(update, message, payload[kind], edited=kind == "edited_message")
        if update.callback_query is not None:
            found = self._press(update, update.callback_query, at)
        if update.my_chat_member is not None:
            found = self._membership(update, update.my_chat_member, payload["my_chat_member"])
        return [found] if found else []

    def _message(self, update: Any, message: Any, raw: Mapping[str, Any], *, edited: bool) -> Inbound | None:
        address, sender = self._address(message), _sender(message)
        if sender is None or is_service(raw) or message.is_automatic_forward:
            return None
        content: Content = content_of(message, raw)
        if isinstance(content, Text) and content.body.startswith("/"):
            command = self._command(content)
            if command is None:
                return None
            content = command
        answered = message.reply_to_message
        return Inbound(
            event_id=str(update.update_id),
            address=address,
            chat_kind=_chat_kind(message.chat),
            sender=sender,
            sent_at=_moment((message.edit_date if edited else None) or message.date),
            content=content,
            message=str(message.message_id),
            reply_to=_answered(message, answered),
            album=message.media_group_id or None,
            edited=edited,
            forwarded="forward_origin" in raw or "forward_date" in raw,
        )

    def _command(self, text: Text) -> Text | Command | None:
        """None for another bot's command, which a bot without privacy mode overhears."""
        match = _COMMAND.fullmatch(text.body)
        if match is None:
            return text
        name, addressee, args = match.groups()
        if addressee and self.username and addressee.lower() != self.username.lower():
            return None
        return Command(name.lower(), (args or "").strip())

    def _press(self, update: Any, query: Any, at: datetime | None) -> Inbound:
        """A press has no time and, on an old or inline message, no accessible message either."""
        bubble = query.message
        moment = at or (_moment(bubble.date) if bubble is not None else datetime.fromtimestamp(0, UTC))
        sender = query.from_user
        return Inbound(
            event_id=str(update.update_id),
            address=self._address(bubble) if bubble is not None else self._to(sender.id),
            chat_kind=_chat_kind(bubble.chat) if bubble is not None else ChatKind.PRIVATE,
            sender=_person(sender),
            sent_at=moment,
            content=Unsupported("callback_query")
            if query.data is None
            else Choice(query.data, query.id, None if bubble is None else str(bubble.message_id)),
        )

    def _membership(self, update: Any, change: Any, raw: Mapping[str, Any]) -> Inbound:
        member = raw["new_chat_member"]
        kind = _chat_kind(change.chat)
        return Inbound(
            event_id=str(update.update_id),
            address=self._to(change.chat.id),
            chat_kind=kind,
            sender=_person(change.from_user),
            sent_at=_moment(change.date),
            content=Membership(
                state=_state(str(member["status"]), kind, bool(member.get("is_member"))),
                chat_title=change.chat.title,
                forum=bool(change.chat.is_forum),
                can_manage_topics=bool(member.get("can_manage_topics")),
            ),
        )

    def _address(self, message: Any) -> Address:
        topic = message.message_thread_id if getattr(message, "is_topic_message", None) else None
        return self._to(message.chat.id, topic)

    def _to(self, chat: int, thread: int | None = None) -> Address:
        return Address(
            channel=Wire.TELEGRAM,
            account=self.account,
            chat=str(chat),
            thread=None if thread is None else str(thread),
        )


def _word(value: Any) -> str:
    """aiogram's enums print their own name, python-telegram-bot's their value."""
    return str(getattr(value, "value", value))


def _chat_kind(chat: Any) -> ChatKind:
    return ChatKind.PRIVATE if _word(chat.type) == "private" else ChatKind.GROUP


def _sender(message: Any) -> Sender | None:
    """None for other bots. A person who speaks as the group or as a channel is known by that chat alone."""
    if (chat := message.sender_chat) is not None:
        return Sender(id=str(chat.id), name=chat.title or "", username=chat.username)
    user = message.from_user
    return None if user is None or user.is_bot else _person(user)


def _person(user: Any) -> Sender:
    name = " ".join(part for part in (user.first_name, user.last_name) if part)
    return Sender(id=str(user.id), name=name, username=user.username, language=user.language_code)


def _answered(message: Any, answered: Any) -> str | None:
    """In a topic every message answers its opening, which nobody meant (reply_to == thread)."""
    if answered is None:
        return None
    if message.is_topic_message and answered.message_id == message.message_thread_id:
        return None
    return str(answered.message_id)


def _moment(value: datetime | int) -> datetime:
    return value.astimezone(UTC) if isinstance(value, datetime) else datetime.fromtimestamp(value, UTC)


_STATES = {"creator": "administrator", "administrator": "administrator", "member": "member"}


def _state(status: str, kind: ChatKind, is_member: bool) -> str:
    if status == "restricted":
        return "member" if is_member else "left"
    if status == "kicked" and kind is ChatKind.PRIVATE:
        return "blocked"
    return _STATES.get(status, "left")
