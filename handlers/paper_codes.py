"""The codes of papers: the slip that is printed for writers, and another code instead of a lost one."""

from __future__ import annotations

from collections.abc import Sequence

from complaints.model import Role
from complaints.number import find_numbers
from conversations.claim_code import written
from conversations.messages import File, Message, words
from conversations.paper import Filed
from handlers.group_visit import Visit
from handlers.services import Ack

#: A slip is drawn when it is sent (bot.slip) and lies nowhere: its key holds numbers and codes, sealed with it.
KEY = "slip"


def slip(found: Sequence[Filed]) -> File:
    """Slips of paper to cut out, one for each writer."""
    parts = [f"{each.number}/{written(each.code)}" for each in found if each.code]
    return File(kind="document", key=f"{KEY}:{','.join(parts)}", name="kode-pelapor.pdf", mime="application/pdf")


async def renew(visit: Visit, args: str) -> Ack | None:
    """/kode NOMOR: the old code opens nothing any more."""
    numbers = find_numbers(args)
    case = await visit.uow.complaints.for_staff().get(numbers[0]) if numbers else None
    paper = await visit.uow.papers.of_case(case.id) if case else None
    if case is None or paper is None:
        return await visit.tell("paper.code_how")
    code = await visit.uow.papers.renew(paper, visit.at)
    if code is None:
        return await visit.tell("paper.code_joined", number=case.number)
    by = visit.actor(Role.STAFF)
    await visit.uow.audit.add(at=visit.at, actor=by, event="paper.code", case=case.id)
    made = Filed(number=case.number, code=code, holder="")
    line = words("paper.code_new", number=case.number, code=written(code))
    await visit.post(Message(lines=(line,), files=(slip([made]),)), kind="done", number=case.number)
    return None
