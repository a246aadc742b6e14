"""Answers an agency uses again and again: /templat keeps them, "#1" under a card makes a preview of one."""

from __future__ import annotations

import re

from complaints.model import Complaint
from conversations.answer_templates import LONGEST_NAME, MOST, Wish, fill, read, shelf
from conversations.desk import DeskAction
from conversations.messages import Quoted
from handlers import cases
from handlers.focal_point_case import FocalPoint
from handlers.services import Ack

_CALLED = re.compile(r"#\s*([\w-]{1,32})\s*")


async def manage(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """/templat, /templat tambah NAMA ISI, /templat hapus NAMA."""
    agency_id = visit.agencies[0]
    wish = read(meant.text)
    found = await visit.uow.templates.of_agency(agency_id)
    if wish.do == "add":
        return await _add(visit, agency_id, wish, found)
    if wish.do == "drop":
        name = _named(found, wish.name)
        if name is None or not await visit.uow.templates.drop(agency_id, name):
            return await visit.tell("desk.template.unknown", name=Quoted(wish.name))
        return await visit.tell("desk.template.dropped", name=Quoted(name))
    await visit.post(shelf(found), kind="templates", reply=False)
    return None


async def _add(visit: FocalPoint, agency_id: str, wish: Wish, found: list[tuple[str, str]]) -> Ack | None:
    if not wish.name or not wish.text or len(wish.name) > LONGEST_NAME or wish.name.isdecimal():
        return await visit.tell("desk.template.how", most=LONGEST_NAME)
    if len(found) >= MOST and wish.name not in dict(found):
        return await visit.tell("desk.template.full", n=MOST)
    await visit.uow.templates.put(agency_id, wish.name, wish.text, visit.at)
    return await visit.tell("desk.template.kept", name=Quoted(wish.name))


def _named(found: list[tuple[str, str]], called: str) -> str | None:
    """By number as listed, or by name."""
    if called.isdecimal():
        return found[int(called) - 1][0] if 0 < int(called) <= len(found) else None
    return next((name for name, _ in found if name == called.casefold()), None)


async def expanded(visit: FocalPoint, case: Complaint, text: str) -> str | None:
    """The words of a template for this case; None where nothing was called, "" where there is no such one."""
    called = _CALLED.fullmatch(text.strip())
    if called is None:
        return None
    found = await visit.uow.templates.of_agency(case.agency_id or "")
    name = _named(found, called[1].casefold())
    if name is None:
        return ""
    view = await cases.view(visit.uow, visit.services, case)
    service = visit.services.topic_name(case.topic) if case.topic else ""
    return fill(dict(found)[name], number=case.number, service=service, agency=view.agency_name or "")
