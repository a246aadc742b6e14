"""/rekap: the agency's own month in numbers, each with what it means; no share is told of fewer than five cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median

from complaints.lifecycle import OPEN, Resolution, Status
from conversations.desk import DeskAction
from conversations.messages import Message, words
from handlers.focal_point_case import FocalPoint
from handlers.services import Ack
from storage.records import Figure

#: Below this a percentage says more about chance than about work.
FEW = 5
_DONE = frozenset({Resolution.CONFIRMED, Resolution.SILENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """One month of one group; days are calendar days, first human word minus receipt."""

    came: int
    done: int
    open: int
    late: int
    answered: int
    mean_days: float | None
    median_days: float | None

    @property
    def done_share(self) -> int | None:
        """Percent of what came that is done; None where there are too few to say."""
        return round(100 * min(self.done, self.came) / self.came) if self.came >= FEW else None


def numbers(figures: Sequence[Figure], since: datetime) -> Numbers:
    """Count a period; a reopened case is not done, an automatic text is no answer."""
    waits = [
        (each.first_response_at - each.filed_at).total_seconds() / 86_400
        for each in figures
        if each.first_response_at is not None and each.first_response_at >= since
    ]
    done = [
        each
        for each in figures
        if (each.status == Status.RESOLVED and each.answered_at and each.answered_at >= since)
        or (each.status == Status.CLOSED and each.resolution in _DONE and each.closed_at and each.closed_at >= since)
    ]
    return Numbers(
        came=sum(1 for each in figures if each.forwarded_at and each.forwarded_at >= since),
        done=len(done),
        open=sum(1 for each in figures if each.status in OPEN),
        late=sum(1 for each in figures if each.late),
        answered=len(waits),
        mean_days=round(fmean(waits), 1) if waits else None,
        median_days=round(median(waits), 1) if waits else None,
    )


async def recap(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """/rekap."""
    local = visit.at.astimezone(visit.services.zone)
    since = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = numbers(await visit.uow.complaints.visible_to(visit.agencies).figures(since), since)
    await visit.post(told(found, since), kind="recap", reply=False)
    return None


def told(found: Numbers, since: datetime) -> Message:
    """The numbers as sentences."""
    lines = [
        words("desk.recap.title", month=words(f"date.month_long.{since.month}"), year=str(since.year)),
        words("desk.recap.count", came=found.came, done=found.done, open=found.open),
    ]
    if found.mean_days is not None and found.median_days is not None:
        mean, middle = (f"{days:.1f}".replace(".", ",") for days in (found.mean_days, found.median_days))
        lines.append(words("desk.recap.wait", mean=mean, median=middle, n=found.answered))
    lines.append(words("desk.recap.late", n=found.late) if found.late else words("desk.recap.on_time"))
    if found.done_share is not None:
        lines.append(words("desk.recap.share", percent=found.done_share))
    else:
        lines.append(words("desk.recap.few", n=FEW))
    return Message(lines=(*lines, words("desk.recap.meaning")))
