"""What a channel tells besides what people say: fates of our messages, changed ids, retractions, account news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryStatus:
    """What became of a message we sent; `tag` is the one we gave it (Rendered.tag)."""

    external_id: str
    state: str  # sent, delivered, read, played, failed
    tag: str | None = None
    code: int | None = None  # of a failure, as the channel counts them
    #: what a failure asks for: retry, template, unreachable, alert or fail
    verdict: str | None = None
    billable: bool | None = None
    category: str | None = None  # what the channel billed it as


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityChange:
    """The channel knows a person under a new id from now on."""

    old: str
    new: str
    cause: str  # number, user_id


@dataclass(frozen=True, slots=True)
class Retraction:
    """The person deleted a message of theirs."""

    external_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountNews:
    """Something about our own account: a template paused, quality fallen, a refusal of the whole account."""

    kind: str
    detail: Mapping[str, str] = field(default_factory=dict)
