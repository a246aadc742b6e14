"""The neutral vocabulary between rooms and channels: what came in, what goes out, what a channel can do.

Standard library only; a channel adapter imports this module and its own library, nothing else.
Words are msgids with typed parameters: the renderer (bot/render) turns them into a person's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from conversations.tidings import AccountNews as AccountNews
from conversations.tidings import DeliveryStatus as DeliveryStatus
from conversations.tidings import IdentityChange as IdentityChange
from conversations.tidings import Retraction as Retraction


class Channel(StrEnum):
    """The wires we speak on."""

    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    PAPER = "paper"  # nobody is there: a case that staff took in, until its writer joins


class ChatKind(StrEnum):
    """Where a message was said."""

    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to send. `account` is our side (bot id, phone number id); all ids are strings."""

    channel: Channel
    account: str
    chat: str
    thread: str | None = None  # forum topic of a group


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who said it, as the channel names them."""

    id: str
    name: str
    username: str | None = None
    language: str | None = None  # IETF tag where the channel tells one


# --- what came in ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    body: str


@dataclass(frozen=True, slots=True)
class Command:
    """`/name args`, without the slash and the bot's own name, lower case."""

    name: str
    args: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A pressed button: `data` is the Option.id we sent; `query` answers the press, `bubble` holds it."""

    data: str
    query: str | None = None
    bubble: str | None = None  # external id of the message that carries the button


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file to fetch: `kind` is photo, document, voice, video, video_note, audio or sticker."""

    kind: str
    ref: str  # what the channel needs to fetch it; belongs to one account
    unique: str | None = None
    mime: str | None = None
    size: int | None = None  # bytes, as the channel claims
    name: str | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A pin: degrees, optionally the name of a venue."""

    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A shared phone contact."""

    name: str
    phone: str
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """The bot itself was blocked, unblocked, added, removed or given rights."""

    state: str  # member, left, blocked, administrator
    chat_title: str | None = None
    forum: bool = False
    can_manage_topics: bool = False


@dataclass(frozen=True, slots=True)
class Migrated:
    """A group became a supergroup: from now on it has this chat id."""

    new_chat: str


@dataclass(frozen=True, slots=True)
class Departed:
    """A person is no longer in the group: went, or was taken out."""

    person: str


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Something the vocabulary has no word for; `native` is the channel's name of it."""

    native: str


Content: TypeAlias = (
    Text
    | Command
    | Choice
    | Media
    | Location
    | Contact
    | Membership
    | Departed
    | Migrated
    | Unsupported
    | DeliveryStatus
    | IdentityChange
    | Retraction
    | AccountNews
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One thing a person did, as every room above the channels sees it."""

    event_id: str  # unique within (channel, account): update id, wamid
    address: Address
    chat_kind: ChatKind
    sender: Sender
    sent_at: datetime  # aware, UTC
    content: Content
    message: str | None = None  # external id of the message itself
    reply_to: str | None = None  # external id of the message it answers
    album: str | None = None  # media group id
    edited: bool = False
    forwarded: bool = False
    aliases: tuple[str, ...] = ()  # other ids of the same person on this channel
    receipt: str | None = None  # what `ack` marks as read once this is handled, where the channel has such marks


# --- what goes out -----------------------------------------------------------------------------

#: Parameter of a msgid: date -> "Kamis, 19 November 2026"; datetime -> with hour and zone; Words -> rendered
#: in place; Quoted -> a person's own words, never translated; int -> grouped by locale.
Param: TypeAlias = "str | int | date | datetime | Words | Quoted"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Somebody's own words or a proper name: shown as they are, escaped for the channel."""

    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence to be said: msgid of the gettext catalogue plus its parameters."""

    msgid: str
    params: Mapping[str, Param] = field(default_factory=dict)


def words(msgid: str, **params: Param) -> Words:
    """Shorthand: words("receipt.holder", agency=Quoted("Disdukcapil"))."""
    return Words(msgid, params)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer a person can give by a tap, its number or its words.

    `id` is ASCII, at most 48 bytes, and names step and meaning ("consent:yes"); `short` is the label
    where a channel's buttons are narrow; `copy` makes it a copy-to-clipboard button where the channel
    has one; `url` a link button.
    """

    id: str
    label: Words | Quoted
    short: Words | Quoted | None = None
    copy: str | None = None
    url: str | None = None
    style: str | None = None  # primary, danger
    row: bool = False  # begins a new row of buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A stored attachment to send: `key` names it in the attachment store."""

    kind: str  # photo, document, voice, video
    key: str
    name: str
    mime: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is said in one bubble: lines joined by line breaks, then answers to choose from."""

    lines: tuple[Words | Quoted, ...]
    options: tuple[Option, ...] = ()
    ask_location: bool = False  # offer the channel's own way to share a place
    files: tuple[File, ...] = ()
    #: external id in the same chat that this answers
    reply_to: str | None = None
    #: numbered text even where buttons would fit (second rung of the error ladder)
    numbered: bool = False
    #: template name and parameters for channels with a 24-hour window; None = free-form only
    template: str | None = None


def say(*lines: Words | Quoted | str, options: tuple[Option, ...] = ()) -> Message:
    """A message from msgids and words, in order."""
    return Message(
        lines=tuple(Words(line) if isinstance(line, str) else line for line in lines),
        options=options,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a channel can show; numbers are characters unless said otherwise."""

    max_body: int
    max_body_with_options: int
    max_buttons: int
    button_label: int
    max_rows: int = 0  # rows of a list message, 0 = none
    row_label: int = 0
    caption: int = 1024
    can_edit: bool = False
    can_copy: bool = False
    ask_location: bool = False
    topics: bool = False
    window_hours: int | None = None
    html: bool = False  # bodies are marked up in Telegram's HTML subset, else in WhatsApp's *bold*
    can_link: bool = False  # buttons may open an address
    album: int = 1  # files that may share one bubble
    location_alone: bool = False  # a request for a place takes no buttons beside it
    wordless: frozenset[str] = frozenset()  # kinds of files that carry no caption
    footer: int = 0  # characters of small print under a message with answers
    confirms: bool = False  # every message is confirmed later, so an unknown outcome need not stay unknown


TELEGRAM = Capabilities(
    max_body=4096, max_body_with_options=4096, max_buttons=100, button_label=64,
    can_edit=True, can_copy=True, ask_location=True, topics=True, html=True, can_link=True, album=10,
)  # fmt: skip
WHATSAPP = Capabilities(
    max_body=4096, max_body_with_options=1024, max_buttons=3, button_label=20,
    max_rows=10, row_label=24, ask_location=True, window_hours=24, location_alone=True,
    wordless=frozenset({"voice", "audio", "video_note", "sticker"}), footer=60, confirms=True,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A rendered button."""

    id: str
    label: str
    copy: str | None = None
    url: str | None = None
    style: str | None = None
    row: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateCall:
    """An approved template with its parameters, one line each, in the order of the template's body."""

    name: str
    language: str
    params: tuple[str, ...] = ()
    payload: str | None = None  # what its quick reply says when tapped


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message in one language, cut to one channel; `html`: the body is in Telegram's HTML subset."""

    body: str
    html: bool = False
    buttons: tuple[Button, ...] = ()
    menu: bool = False  # show buttons as a list message (WhatsApp)
    menu_label: str = ""
    ask_location: str | None = None  # label of the location key
    files: tuple[File, ...] = ()
    reply_to: str | None = None
    #: the key of the file bodies, opened by the sender: (File, bytes) in the order of `files`
    blobs: tuple[bytes, ...] = ()
    footer: str = ""
    template: TemplateCall | None = None  # instead of all the rest, where only a template may go
    tag: str = ""  # comes back with every status of this message, where the channel can
    bulk: bool = False  # one copy of a notice to many


# --- how sending ended -------------------------------------------------------------------------


class SendError(Exception):
    """Sending did not work; the subclass says what the sender does next."""


class Throttled(SendError):
    """Too fast: try this chat again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"retry after {seconds:g} s")
        self.seconds = seconds


class Blocked(SendError):
    """The person blocked us, or the bot is not in the group: stop trying, mark unreachable."""


class WindowClosed(SendError):
    """The channel only takes a template now."""


class Moved(SendError):
    """The group has a new chat id: send there."""

    def __init__(self, new_chat: str) -> None:
        super().__init__("chat has moved")
        self.new_chat = new_chat


class Rejected(SendError):
    """The channel will never take this message: a dead letter for staff."""


class Unchanged(SendError):
    """An edit would change nothing: done."""


class Gone(SendError):
    """The message to edit, or the topic, is no longer there: send anew."""


class Unknown(SendError):
    """Timeout or broken connection: the message may or may not have gone out."""
