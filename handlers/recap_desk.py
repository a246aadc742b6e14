"""/rekap in an agency's group: its own month in numbers and a picture; no other agency's case is counted."""

from __future__ import annotations

from complaints.model import Role
from conversations.desk import DeskAction
from conversations.period import month_of
from handlers import recap
from handlers.focal_point_case import FocalPoint
from handlers.recap_count import Asks
from handlers.services import Ack


async def ask(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """/rekap."""
    today = visit.at.astimezone(visit.services.zone).date()
    asks = Asks(period=month_of(today), agencies=tuple(sorted(visit.agencies)))
    await recap.order(visit, "desk", asks, Role.FOCAL_POINT)
    return None
