"""/lapor NOMOR ID in the staff group: which report at SP4N-LAPOR! is the same case; noted, shown, exported."""

from __future__ import annotations

import re

from complaints.model import Role
from complaints.number import parse_number
from conversations.staff import StaffAction
from handlers import desk_cards
from handlers.group_visit import Visit
from handlers.services import Ack

#: "NH-7K3Q-9DXM 1234567": tracking ids of LAPOR are plain numbers, of seven or eight digits today.
SAID = re.compile(r"(.*?)(?:\s+#?(\d{5,12}))?", re.DOTALL)


async def note(visit: Visit, meant: StaffAction) -> Ack | None:
    """Note the id; without one, say which is noted."""
    said = SAID.fullmatch(meant.text.strip())
    assert said is not None, "everything may come before the id"
    number, id = parse_number(said[1]), said[2]
    case = await visit.uow.complaints.for_staff().get(number) if number else None
    if case is None:
        return await visit.tell("staff.not_found" if number else "staff.lapor.how")
    known = (await visit.uow.lapor_ids.of([case.id])).get(case.id, "")
    if id is None:
        return await visit.tell("staff.lapor.is" if known else "staff.lapor.none", number=case.number, id=known)
    if id != known:
        await visit.uow.lapor_ids.put(case.id, id, visit.at)
        by = visit.actor(Role.STAFF)
        # The id leads to a person at LAPOR: the audit keeps that it was noted, not which.
        detail = {"letters": len(id), "changed": bool(known)}
        await visit.uow.audit.add(at=visit.at, actor=by, event="case.lapor", case=case.id, detail=detail)
        await desk_cards.redraw(visit.uow, visit.services, case)
    return await visit.tell("staff.lapor.noted", number=case.number, id=id)
