"""/cari: words of a story found again among the group's own cases; numbers of identity stay masked."""

from __future__ import annotations

import re

from conversations.desk import DeskAction
from conversations.worklist import PAGE, found
from handlers import cases, desk_cards
from handlers.focal_point_case import FocalPoint
from handlers.focal_point_reading import today
from handlers.services import Ack

#: Stories are sealed, so they are opened one by one; the newest are the ones somebody looks for.
NEWEST = 500
AROUND = 60


async def find(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """/cari TEKS."""
    text = " ".join(meant.text.split())
    if len(text) < 3:
        return await visit.tell("desk.find.how")
    wanted = text.casefold()
    hits = []
    for case in await visit.uow.complaints.visible_to(visit.agencies).recent(NEWEST):
        if wanted not in f"{case.number} {case.story} {case.place}".casefold():
            continue
        # Found in what is stored, shown as the group may see it: a masked number is not found by its digits.
        shown = await desk_cards.own_words(visit.uow, case, case.story)
        visible = f"{shown} {case.place}"
        if wanted in case.number.casefold() or wanted in visible.casefold():
            hits.append((await cases.view(visit.uow, visit.services, case), around(visible, wanted)))
        if len(hits) == PAGE:
            break
    await visit.post(found(hits, text[:60], today=today(visit)), kind="tasks", reply=False)
    return None


def around(text: str, wanted: str) -> str:
    """The place it stands at, with a little before and after."""
    flat = re.sub(r"\s+", " ", text)
    at = max(0, flat.casefold().find(wanted))
    begin, end = max(0, at - AROUND), at + len(wanted) + AROUND
    return ("… " if begin else "") + flat[begin:end].strip() + (" …" if end < len(flat) else "")
