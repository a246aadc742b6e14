"""Which loops each kind of process runs, and for whose bots: one table. Knows no loop and no library.

A side is a bot with its own library. The public side (citizens: Telegram on aiogram, WhatsApp) is cut into ears,
hands and mouth, because citizens are many; the desk's side (python-telegram-bot) is one process, because officers
are few. Whoever serves the public side on Telegram imports aiogram, nobody else does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What `narahubung run` is asked for."""

    ALL = "all"
    INGRESS = "ingress"
    WORKER = "worker"
    DESK = "desk"
    SENDER = "sender"
    CLOCK = "clock"


class Side(StrEnum):
    """Whose bots a process serves."""

    PUBLIC = "public"
    DESK = "desk"


class Loop(StrEnum):
    """What goes round in a process."""

    LISTEN = "listen"  # polling under a lease, or registering the webhook under the same
    DOOR = "door"  # the webhooks of WhatsApp and, in webhook mode, of both Telegram bots
    DISPATCH = "dispatch"  # updates through the handlers, a chat at a time
    SEND = "send"
    FETCH = "fetch"  # attachments
    REAP = "reap"  # leases of senders that died
    LOOK_AFTER = "look after"  # timers, broadcasts, retention: one process at a time


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the table."""

    sides: frozenset[Side]
    loops: frozenset[Loop]

    @property
    def reads(self) -> bool:
        """Whether deeds are done here: they need the registry and the reading rooms."""
        return bool(self.loops & {Loop.DISPATCH, Loop.LOOK_AFTER})

    @property
    def speaks(self) -> bool:
        """Whether anything is said or fetched here."""
        return bool(self.loops & {Loop.SEND, Loop.FETCH, Loop.REAP})


_BOTH, _PUBLIC, _DESK = frozenset(Side), frozenset({Side.PUBLIC}), frozenset({Side.DESK})

PARTS: dict[Kind, Part] = {
    Kind.ALL: Part(_BOTH, frozenset(Loop)),
    Kind.INGRESS: Part(_PUBLIC, frozenset({Loop.LISTEN, Loop.DOOR})),
    Kind.WORKER: Part(_PUBLIC, frozenset({Loop.DISPATCH})),
    Kind.SENDER: Part(_PUBLIC, frozenset({Loop.SEND, Loop.FETCH, Loop.REAP})),
    Kind.DESK: Part(_DESK, frozenset({Loop.LISTEN, Loop.DISPATCH, Loop.SEND, Loop.FETCH, Loop.REAP})),
    Kind.CLOCK: Part(frozenset(), frozenset({Loop.LOOK_AFTER})),
}
