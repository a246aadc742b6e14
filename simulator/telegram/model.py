"""The nouns of a Telegram world as plain records; they know neither JSON of the wire nor rules."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass(slots=True)
class User:
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str = "id"
    phone: str | None = None
    deactivated: bool = False


@dataclass(slots=True)
class Bot:
    id: int
    token: str
    first_name: str
    username: str
    privacy: bool = True
    next_update_id: int = 1
    allowed_updates: list[str] | None = None
    webhook: dict[str, Any] | None = None
    commands: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    menus: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Member:
    status: str = "member"
    rights: dict[str, bool] = field(default_factory=dict)
    title: str | None = None

    @property
    def inside(self) -> bool:
        return self.status not in ("left", "kicked")

    @property
    def admin(self) -> bool:
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.admin and self.rights.get(right, False))


@dataclass(slots=True)
class Topic:
    id: int
    name: str
    color: int = 7322096
    icon: str | None = None
    closed: bool = False


@dataclass(slots=True)
class Message:
    id: int
    chat: str
    sender: int
    at: float
    rev: int
    content: dict[str, Any]
    media: dict[str, Any] | None = None
    reply_to: int | None = None
    quote: dict[str, Any] | None = None
    thread: int | None = None
    markup: dict[str, Any] | None = None
    album: str | None = None
    origin: dict[str, Any] | None = None
    edited_at: float | None = None
    reactions: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.content.get("text") or self.content.get("caption") or ""


@dataclass(slots=True)
class Chat:
    """A group, or the private chat of one person with one bot (then `bot` and `user` are set).

    Telegram gives a private chat the id of the person, so two bots see two chats of one id:
    `key` is what tells them apart here.
    """

    key: str
    id: int
    kind: str
    title: str | None = None
    bot: int | None = None
    user: int | None = None
    is_forum: bool = False
    started: bool = False
    blocked: bool = False
    deleted: bool = False
    migrated_to: int | None = None
    next_message: int = 1
    read_upto: int = 0
    keyboard: dict[str, Any] | None = None
    pinned: list[int] = field(default_factory=list)
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    rev: int = 0

    @property
    def private(self) -> bool:
        return self.kind == "private"


@dataclass(slots=True)
class File:
    """Bytes somebody uploaded; each bot sees them under its own file_id."""

    unique: str
    kind: str
    size: int
    mime: str
    name: str
    number: int
    width: int = 0
    height: int = 0
    duration: int = 0


def freeze(thing: Any, without: tuple[str, ...] = ()) -> dict[str, Any]:
    return {f.name: getattr(thing, f.name) for f in fields(thing) if f.name not in without}


def freeze_chat(chat: Chat) -> dict[str, Any]:
    row = freeze(chat, without=("messages",))
    row["members"] = [[who, freeze(member)] for who, member in chat.members.items()]
    row["topics"] = [freeze(topic) for topic in chat.topics.values()]
    return row


def thaw_chat(row: dict[str, Any]) -> Chat:
    members = {who: Member(**member) for who, member in row.pop("members")}
    topics = {topic["id"]: Topic(**topic) for topic in row.pop("topics")}
    return Chat(**row, members=members, topics=topics)
