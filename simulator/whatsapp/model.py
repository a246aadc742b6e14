"""The nouns of a WhatsApp world as plain records; they know neither JSON of the wire nor rules."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Number:
    """A business number: what the dashboard shows, and how its webhooks misbehave today."""

    id: str  # phone number id
    name: str
    token: str
    secret: str
    verify: str
    business: str  # id of the business account
    display: str
    webhook: str | None = None
    #: How webhooks arrive: items per body, how often each body comes, shuffled, how many at once.
    batch: int = 1
    copies: int = 1
    disorder: bool = False
    parallel: int = 1
    #: Answer a refusal that comes with a status at once instead, as some refusals do.
    refuse_early: bool = False
    #: Deliver the statuses before the answer to the send.
    eager: bool = False
    #: Seconds a file takes to the phone; words sent meanwhile overtake it.
    media_delay: float = 0.0


@dataclass(slots=True)
class Citizen:
    """A person; `phone_hidden` are those of whom a business learns the business-scoped id only."""

    id: int
    name: str
    wa_id: str | None
    user_id: str | None = None
    username: str | None = None
    phone_hidden: bool = False
    blocked: bool = False
    offline: bool = False


@dataclass(slots=True)
class Message:
    id: int
    wamid: str
    number: str
    citizen: int
    out: bool  # said by the business
    at: float
    rev: int
    body: Json  # as on the wire: {"type": ..., type: {...}}
    tag: str | None = None
    status: str = "accepted"
    category: str | None = None
    context: str | None = None
    edited: bool = False
    deleted: bool = False
    shown: bool = True  # on the phone

    @property
    def kind(self) -> str:
        return str(self.body.get("type", ""))


@dataclass(slots=True)
class Media:
    id: str
    blob: str  # name of the bytes
    mime: str
    sha256: str
    size: int
    name: str
    until: float  # the id dies then


@dataclass(slots=True)
class Failure:
    """The next sends are accepted and fail with that code in a status."""

    code: int
    times: int
    citizen: int | None = None


@dataclass(slots=True)
class Delivery:
    """One POST to a webhook, as it went."""

    at: float
    items: list[str]
    code: int


@dataclass(slots=True)
class Template:
    name: str
    language: str
    body: str
    status: str = "APPROVED"
    category: str = "UTILITY"
    buttons: list[str] = field(default_factory=list)


def freeze(thing: Any) -> Json:
    return asdict(thing)
