"""A deed that the agency in charge and staff may both do: a list is offered, one of it is chosen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from complaints.model import Actor, Complaint, Role
from complaints.number import parse_number
from conversations.desk import DeskAction
from conversations.staff import StaffAction
from handlers.focal_point_case import FocalPoint, not_found
from handlers.group_visit import Visit
from handlers.services import Ack


@dataclass(frozen=True, slots=True)
class EitherSide:
    """`offer` shows what there is to choose; `do` does what was chosen, by its token."""

    offer: Callable[[Visit, Complaint], Awaitable[Ack | None]]
    do: Callable[[Visit, Complaint, str, Actor], Awaitable[Ack | None]]
    #: What may stand behind the number in a command -> token of the choice, "" where it is none.
    read: Callable[[str], str] = lambda _: ""

    async def ask(self, visit: FocalPoint, meant: DeskAction) -> Ack | None:
        """Its button in the agency's group."""
        case = await visit.case(meant.number)
        return await not_found(visit, meant.number) if case is None else await self.offer(visit, case)

    async def choose(self, visit: FocalPoint, meant: DeskAction) -> Ack | None:
        """One of them."""
        case = await visit.case(meant.number)
        if case is None:
            return await not_found(visit, meant.number)
        return await self.do(visit, case, meant.token, visit.actor(Role.FOCAL_POINT, case.agency_id))

    async def for_staff(self, visit: Visit, meant: StaffAction) -> Ack | None:
        """Its command with a case number in the staff group, and the press that follows."""
        number, token = meant.number or parse_number(meant.text), meant.token
        if not number and meant.text:
            first, _, rest = meant.text.partition(" ")
            number, token = parse_number(first), self.read(rest)
        case = await visit.uow.complaints.for_staff().get(number or "")
        if case is None:
            return await visit.tell("staff.not_found", alert=True)
        if not token:
            return await self.offer(visit, case)
        return await self.do(visit, case, token, visit.actor(Role.STAFF))
