"""What complaints cost in outgoing messages, as the channel billed them; knows no price, only counts.

A message before the filing belongs to the complaint it led to: the first one filed in its chat from then on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from complaints.model import Complaint
from storage.deliveries import Delivery
from storage.unit_of_work import UnitOfWork

#: Never reached a phone, so never billed.
UNBILLED = frozenset({"accepted", "failed"})


@dataclass(slots=True)
class Cost:
    """One complaint's messages: all that went out, those that are billed, and as what."""

    number: str
    messages: int = 0
    billed: int = 0
    categories: Counter[str] = field(default_factory=Counter)

    def add(self, one: Delivery) -> None:
        self.messages += one.state not in UNBILLED
        if one.billable and one.state not in UNBILLED:
            self.billed += 1
            self.categories[one.category or "?"] += 1


@dataclass(frozen=True, slots=True)
class Costs:
    """All complaints since a moment, and what led to none."""

    complaints: tuple[Cost, ...]
    loose: Cost

    @property
    def average(self) -> float:
        """Messages per complaint."""
        return sum(cost.messages for cost in self.complaints) / len(self.complaints) if self.complaints else 0.0


async def costs(uow: UnitOfWork, since: datetime) -> Costs:
    """Counted anew each time: statuses still come in days later."""
    sent = await uow.deliveries.since(since)
    chats: dict[str, list[Complaint]] = {}
    for chat_key in {one.chat_key for one in sent}:
        found = await uow.complaints.of_citizen(chat_key).all(limit=1000)
        chats[chat_key] = sorted(found, key=lambda case: case.filed_at)
    return tally(sent, chats)


def tally(sent: Sequence[Delivery], chats: dict[str, list[Complaint]]) -> Costs:
    """Each message to its complaint. Pure."""
    by_case: dict[str, Cost] = {}
    loose = Cost(number="")
    for one in sent:
        case = _case_of(one, chats.get(one.chat_key, []))
        if case is None:
            loose.add(one)
        else:
            by_case.setdefault(case.id, Cost(number=case.number)).add(one)
    return Costs(tuple(sorted(by_case.values(), key=lambda cost: cost.number)), loose)


def _case_of(one: Delivery, filed: list[Complaint]) -> Complaint | None:
    if one.case is not None:
        return next((case for case in filed if case.id == one.case), None)
    later = [case for case in filed if case.filed_at >= one.at]
    return later[0] if later else (filed[-1] if filed else None)
