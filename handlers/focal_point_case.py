"""An officer before a case: what the group may see, and the two kind refusals (not yours, not now)."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.lifecycle import Action
from complaints.model import ENDED, Complaint, Entry, Role
from conversations.messages import Choice, Quoted
from handlers import cases, desk_cards
from handlers.group_visit import Visit, clock
from handlers.services import Ack


@dataclass(slots=True, kw_only=True)
class FocalPoint(Visit):
    """A visit in a group that is bound to agencies."""

    agencies: tuple[str, ...]

    async def case(self, number: str) -> Complaint | None:
        """The case, if it is one of this group's agencies: the only door."""
        return await self.uow.complaints.visible_to(self.agencies).get(number) if number else None

    async def partnered(self, number: str) -> Complaint | None:
        """The case, if one of this group's agencies helps with it; it may look and talk to the lead, no more."""
        return await self.uow.complaints.partnered_by(self.agencies).get(number) if number else None

    async def readable(self, number: str) -> Complaint | None:
        """The case, held or helped with: for deeds that only show."""
        return await self.case(number) or await self.partnered(number)

    async def history(self, number: str) -> list[Entry]:
        """What happened to it, through the same door."""
        return await self.uow.complaints.visible_to(self.agencies).history(number)


async def not_found(visit: FocalPoint, number: str = "") -> Ack | None:
    """Another agency's case, a made-up number and a case passed on: one and the same sentence.

    Where the case exists the try is kept in its audit: an old button of a moved case, or somebody guessing.
    """
    foreign = await visit.uow.complaints.for_staff().get(number) if number else None
    if foreign is not None:
        by = visit.actor(Role.FOCAL_POINT, visit.agencies[0] if visit.agencies else None)
        content = visit.inbound.content
        tried = content.data if isinstance(content, Choice) else "words"
        await visit.uow.audit.add(
            at=visit.at, actor=by, event="desk.refused", case=foreign.id, detail={"tried": tried}
        )
    return await visit.tell("desk.not_found", alert=True)


async def already(visit: FocalPoint, case: Complaint, action: Action) -> Ack | None:
    """The step is not open now: who was quicker, or how the case stands; and the card shows it."""
    await desk_cards.refresh(visit.uow, visit.services, case)
    quicker = action in (Action.ACCEPT, Action.RESOLVE) and case.status not in ENDED
    history = await visit.history(case.number) if quicker else []
    entry = desk_cards.last_entry(history, action)
    if entry is None or not entry.by.name:
        return await visit.tell(f"desk.stale.{case.status}", number=case.number, alert=True)
    zone = (await cases.view(visit.uow, visit.services, case)).zone
    at = clock(entry.at, now=visit.at, zone=zone)
    return await visit.tell(f"desk.already.{action}", number=case.number, by=Quoted(entry.by.name), at=at)


def toast(visit: Visit, msgid: str) -> Ack | None:
    """A toast for a press; a message needs none, the answer is there to be read."""
    return Ack(msgid) if isinstance(visit.inbound.content, Choice) else None
