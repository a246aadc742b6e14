"""What every channel adapter offers to the app, and outcomes the vocabulary has no name for; no library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from conversations.messages import (
    Address,
    Capabilities,
    File,
    Inbound,
    Rejected,
    Rendered,
    SendError,
    Throttled,
)
from conversations.messages import Channel as Wire


@dataclass(frozen=True, slots=True)
class Raw:
    """One update as fetched, read only so far as to store it: nothing in it can stop the fetch loop."""

    event_id: str
    #: id of the chat it belongs to; a press without a message belongs to its person; '' if neither is known
    chat_hint: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """Who the channel says we are."""

    id: str
    username: str
    can_read_all_group_messages: bool = False


class ParseError(Exception):
    """This update has a shape the adapter cannot read: park it as dead, show it to staff."""


class Conflict(SendError):
    """Somebody else fetches for this account, or a webhook is set: only one may."""


class Unavailable(Throttled):
    """The service was down or never reached, so nothing went out: try again after `seconds`."""


class Congested(Throttled):
    """The whole account must be quiet for `seconds`; `alert` names what people have to look at, if they have to."""

    def __init__(self, seconds: float, alert: str = "") -> None:
        super().__init__(seconds)
        self.alert = alert


class TemplateRefused(Rejected):
    """The service does not take this template: missing, paused, or its parameters do not fit."""


class Revoked(Rejected):
    """The service no longer takes our token: stop this account; nothing is wrong with the message itself."""


class Channel(Protocol):
    """One account on one channel. Everything but `parse` and `raw` may raise SendError, nothing else."""

    name: Wire
    account: str
    caps: Capabilities

    async def start(self) -> None:
        """Open what needs opening; works without a network."""

    async def close(self) -> None:
        """Let go of every connection."""

    async def who_am_i(self) -> BotIdentity: ...

    async def fetch(self, offset: int | None, *, timeout: float, limit: int = 100) -> list[Raw]:  # noqa: ASYNC109 - the server waits, not we
        """Updates from `offset` on, the first awaited up to `timeout` seconds; asking confirms the older."""

    def raw(self, payload: dict[str, Any]) -> Raw:
        """The same for a webhook's body."""

    def parse(self, payload: dict[str, Any], *, at: datetime | None = None) -> list[Inbound]:
        """Pure. [] for what we knowingly ignore. `at` is when we received it: a press tells no time."""

    async def send(self, to: Address, message: Rendered) -> tuple[str, ...]:
        """External ids in order; the last one carries the words and the buttons."""

    async def edit(self, to: Address, external_id: str, message: Rendered) -> None: ...

    async def ack(self, query_id: str, text: str | None = None, *, alert: bool = False) -> None:
        """Stop the spinner on a button. Best effort: a missed one costs nobody anything."""

    async def download(self, ref: str, *, max_bytes: int) -> bytes: ...

    async def open_topic(self, chat: str, title: str) -> str: ...

    async def retitle_topic(self, chat: str, thread: str, title: str) -> None: ...

    async def close_topic(self, chat: str, thread: str) -> None: ...

    async def reopen_topic(self, chat: str, thread: str) -> None: ...

    async def set_webhook(self, url: str, secret: str) -> None: ...

    async def delete_webhook(self) -> None: ...

    async def webhook_info(self) -> dict[str, Any]: ...

    async def introduce(
        self,
        commands: Mapping[str, list[tuple[str, str]]],
        description: Mapping[str, str],
        short: Mapping[str, str],
    ) -> None:
        """Tell the channel our commands and what we are, by language code; '' speaks to everybody else."""

    async def leave(self, chat: str) -> None: ...


#: Files that Telegram and its kin show in one bubble: pictures with films, papers with papers, voices alone.
_FAMILY = {"photo": "album", "video": "album", "document": "papers"}


def bundles(files: Iterable[File], most: int) -> list[tuple[File, ...]]:
    """Files in order, put together where one bubble can hold them."""
    bubbles: list[list[File]] = []
    for file in files:
        family = _FAMILY.get(file.kind)
        last = bubbles[-1] if bubbles else None
        if family and last and len(last) < most and _FAMILY.get(last[0].kind) == family:
            last.append(file)
        else:
            bubbles.append([file])
    return [tuple(bubble) for bubble in bubbles]
