"""What became of the last news of a case, as one line for those who handle it."""

from __future__ import annotations

from complaints.model import Complaint
from conversations.messages import Words, words
from handlers.services import Services
from storage.unit_of_work import UnitOfWork

STATES = ("accepted", "sent", "failed", "delivered", "read", "parked")


async def line(uow: UnitOfWork, services: Services, case: Complaint) -> Words | None:
    """ "Kabar terakhir ke pelapor: dibaca, ..."; None where the channel tells nothing."""
    waits = await uow.parked.since(case.id)
    last = await uow.deliveries.last_of_case(case.id)
    if waits is not None:
        return words("desk.delivery", state=Words("delivery.parked"), at=waits)
    if last is None:
        return None
    state = "read" if last.state == "played" else last.state
    return words("desk.delivery", state=Words(f"delivery.{state}"), at=last.at)
