"""What staff see of a notice on its way: one message with a bar, results and the time it still takes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from conversations.messages import File, Message, Option, Quoted, Words, words

CELLS = 14
FULL, EMPTY = "█", "░"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a notice has come. `state`: scheduled, running, paused, done, cancelled."""

    token: str
    state: str
    total: int
    sent: int = 0
    failed: int = 0
    blocked: int = 0
    uncertain: int = 0
    waiting: int = 0  # until the person writes: their channel takes nothing from us now
    stopped: int = 0
    seconds: int = 0  # still to go
    begins_at: datetime | None = None

    @property
    def share(self) -> int:
        """Percent of those who have been dealt with; 100 only when everybody has."""
        dealt = self.sent + self.failed + self.blocked + self.uncertain + self.waiting
        return min(100, dealt * 100 // self.total) if self.total else 100


def bar(share: int) -> str:
    """██████████░░░░"""
    filled = share * CELLS // 100
    return FULL * filled + EMPTY * (CELLS - filled)


def shown(progress: Progress, report: tuple[File, ...] = ()) -> Message:
    """The one message that is edited while the notice runs."""
    if progress.state == "scheduled" and progress.begins_at is not None:
        line = words("broadcast.progress.scheduled", at=progress.begins_at, n=progress.total)
        return Message(lines=(line,), options=(_stop(progress),))
    head = words(
        "broadcast.progress.line", bar=Quoted(bar(progress.share)), share=progress.share, sent=progress.sent,
        failed=progress.failed, blocked=progress.blocked,
    )  # fmt: skip
    lines: list[Words] = [head]
    if progress.state == "running":
        lines.append(words("broadcast.progress.left", time=lasting(progress.seconds)))
    if progress.state == "paused":
        lines.append(Words("broadcast.progress.paused"))
    if progress.uncertain:
        lines.append(words("broadcast.progress.uncertain", n=progress.uncertain))
    if progress.waiting:
        lines.append(words("broadcast.progress.waiting", n=progress.waiting))
    if progress.stopped or progress.state == "cancelled":
        lines.append(Words("broadcast.progress.stopped"))
    if progress.state == "done":
        lines.append(words("broadcast.progress.done", n=progress.total))
    return Message(lines=tuple(lines), options=_options(progress), files=report)


def _options(progress: Progress) -> tuple[Option, ...]:
    if progress.state == "running":
        pause = Option(id=f"bc:pause:{progress.token}", label=Words("broadcast.button.pause"))
        return (pause, _stop(progress))
    if progress.state == "paused":
        resume = Option(id=f"bc:resume:{progress.token}", label=Words("broadcast.button.resume"), style="primary")
        return (resume, _stop(progress))
    return ()


def _stop(progress: Progress) -> Option:
    return Option(id=f"bc:stop:{progress.token}", label=Words("broadcast.button.stop"), style="danger")


def among(counts: Mapping[str, int]) -> Words:
    """Telegram 171, WhatsApp 43."""
    parts = [_channel(channel, n) for channel, n in sorted(counts.items())]
    found = parts[0] if parts else words("broadcast.channel.telegram", n=0)
    for part in parts[1:]:
        found = words("broadcast.channel.both", first=found, second=part)
    return found


def _channel(channel: str, n: int) -> Words:
    return words("broadcast.channel.telegram" if channel == "telegram" else "broadcast.channel.whatsapp", n=n)


def lasting(seconds: int) -> Words:
    """15 detik, 12 menit, 3 jam 20 menit."""
    if seconds < 90:
        return words("broadcast.time.seconds", n=max(1, seconds))
    if seconds < 90 * 60:
        return words("broadcast.time.minutes", n=round(seconds / 60))
    return words("broadcast.time.hours", n=seconds // 3600, minutes=seconds % 3600 // 60)
