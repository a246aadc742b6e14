"""What officers read in their group: open cases, a long story, the files, the help. Changes nothing."""

from __future__ import annotations

from conversations.card import full_story
from conversations.desk import DeskAction
from conversations.messages import Message, words
from conversations.worklist import PAGE
from conversations.worklist import help_ as five_lines
from conversations.worklist import tasks as listed
from handlers import cases, desk_cards, evidence
from handlers.focal_point_case import FocalPoint, not_found, toast
from handlers.services import Ack


async def tasks(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """/tugas: what this group owes, by due date."""
    door = visit.uow.complaints.visible_to(visit.agencies)
    total = await door.count_open()
    page = min(max(meant.place, 0), max(0, (total - 1) // PAGE))
    found = await door.open(limit=PAGE, offset=page * PAGE)
    views = [await cases.view(visit.uow, visit.services, case) for case in found]
    await visit.post(listed(views, page=page, total=total), kind="tasks", reply=False)
    return toast(visit, "desk.ack.shown")


async def story(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """Selengkapnya."""
    case = await visit.case(meant.number)
    if case is None:
        return await not_found(visit)
    shown = await desk_cards.shown(visit.uow, visit.services, case)
    await visit.post(full_story(case.number, shown.story), kind="said", number=case.number, case=case.id)
    return toast(visit, "desk.ack.shown")


async def files(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """Lihat lampiran."""
    case = await visit.case(meant.number)
    if case is None:
        return await not_found(visit)
    found = await evidence.stored(visit.uow, case.attachments)
    if not found:
        return await visit.tell("desk.files_loading" if case.attachments else "desk.no_files")
    message = Message(lines=(words("desk.files", number=case.number, n=len(found)),), files=found)
    await visit.post(message, kind="said", number=case.number, case=case.id)
    return toast(visit, "desk.ack.shown")


async def help_(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """/bantuan."""
    await visit.post(five_lines(), kind="help", reply=False)
    return None
