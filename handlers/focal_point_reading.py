"""What officers read in their group: open cases, a long story, the files, the help. Changes nothing."""

from __future__ import annotations

from datetime import date

from conversations.card import full_story
from conversations.desk import DeskAction
from conversations.messages import Choice, Message, words
from conversations.worklist import PAGE
from conversations.worklist import help_ as five_lines
from conversations.worklist import tasks as listed
from handlers import cases, desk_cards, evidence
from handlers.focal_point_case import FocalPoint, not_found, toast
from handlers.services import Ack


async def tasks(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """/tugas: what this group owes or helps with, by due date."""
    door = visit.uow.complaints.involving(visit.agencies)
    total = await door.count_open()
    page = min(max(meant.place, 0), max(0, (total - 1) // PAGE))
    found = await door.open(limit=PAGE, offset=page * PAGE)
    views = [await cases.view(visit.uow, visit.services, case) for case in found]
    helped = {case.number for case in found if case.agency_id not in visit.agencies}
    message = listed(views, page=page, total=total, today=today(visit), helped=helped)
    return await page_of(visit, message, kind="tasks")


async def page_of(visit: FocalPoint, message: Message, *, kind: str) -> Ack | None:
    """A page of a list: turned in place, so that a list grows no tail of old lists; else posted."""
    pressed = visit.inbound.content.bubble if isinstance(visit.inbound.content, Choice) else None
    under = await visit.uow.bubbles.find(visit.chat.key, pressed) if pressed else None
    if under is not None and under.kind == kind:
        await visit.rewrite(message, kind=kind, token="list")
    else:
        await visit.post(message, kind=kind, token="list", reply=False)
    return toast(visit, "desk.ack.shown")


def today(visit: FocalPoint) -> date:
    """The day of this visit."""
    return visit.at.astimezone(visit.services.zone).date()


async def story(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """Selengkapnya."""
    case = await visit.readable(meant.number)
    if case is None:
        return await not_found(visit, meant.number)
    shown = await desk_cards.shown(visit.uow, visit.services, case)
    await visit.post(full_story(case.number, shown.story), kind="said", number=case.number, case=case.id)
    return toast(visit, "desk.ack.shown")


async def files(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """Lihat lampiran."""
    case = await visit.readable(meant.number)
    if case is None:
        return await not_found(visit, meant.number)
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
