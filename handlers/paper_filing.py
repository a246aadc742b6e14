"""From a transcribed paper to a case: read by the same ears, clocked from the day it was received, handed on now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from complaints.lifecycle import Action, Status
from complaints.model import Actor, Complaint, Role
from complaints.sources import Source
from conversations.draft import Draft
from conversations.ears import Office
from conversations.messages import Address, Channel, ChatKind
from conversations.paper import Filed, Read
from conversations.paper_batch import Batch, Paper
from conversations.slots import story
from conversations.steps import Scene
from handlers import attachments, cases, desk_cards, staff_cards
from handlers.filing import drawn
from handlers.group_visit import Visit
from storage import papers
from storage.errors import AlreadyFiled
from storage.records import Chat


def read(visit: Visit, batch: Batch, paper: Paper) -> Read:
    """As the preview shows it."""
    draft = _draft(visit, batch, paper, "preview")
    return Read(paper=paper, line=visit.services.ears.summary(paper.text), office=_office(visit, batch, paper, draft))


def _draft(visit: Visit, batch: Batch, paper: Paper, id: str) -> Draft:
    """The slots of a paper, read like a citizen's story; nobody knows from which day a box's "kemarin" counts."""
    at = received_at(visit, batch)
    scene = Scene(ears=visit.services.ears, at=at, region=visit.services.home_region)
    draft = Draft(id=id, region=visit.services.home_region).told(paper.text, "paper")
    draft = story.read(draft, scene)
    if batch.source == Source.BOX and draft.happened_on != _a_week_before(visit, paper, at):
        draft = replace(draft, happened_on=None)
    return replace(draft, anonymous=bool(paper.name) and not paper.shown, attachments=paper.files)


def _a_week_before(visit: Visit, paper: Paper, at: datetime) -> date | None:
    """The day it tells, read a week earlier: a date in numbers is the same, "kemarin" is not."""
    return visit.services.ears.hear(paper.text, at=at - timedelta(days=7)).happened_on


def _office(visit: Visit, batch: Batch, paper: Paper, draft: Draft) -> Office | None:
    """Chosen by staff, else the one office the paper names, else the box's own; None: staff decide."""
    ears = visit.services.ears
    if paper.agency:
        return ears.office(paper.agency)
    named = draft.offered if draft.wanted and not draft.missing and not draft.usual else ()
    if batch.agency and (len(named) != 1 or batch.agency in named):
        return ears.office(batch.agency)
    return ears.office(named[0]) if len(named) == 1 else None


def received_at(visit: Visit, batch: Batch) -> datetime:
    """Noon of the day it was received, or now: inside office hours, so that a working day is day 0 itself."""
    noon = datetime.combine(batch.received_on, time(12), tzinfo=visit.services.zone)
    return min(noon, visit.at)


async def file_all(visit: Visit, batch: Batch) -> list[Filed]:
    """Every paper of the batch a case of its own; a second call files nothing."""
    return [await _file(visit, batch, paper, place) for place, paper in enumerate(batch.papers)]


async def _file(visit: Visit, batch: Batch, paper: Paper, place: int) -> Filed:
    uow, services, by = visit.uow, visit.services, visit.actor(Role.STAFF)
    draft = _draft(visit, batch, paper, f"paper:{batch.token}:{place}")
    office = _office(visit, batch, paper, draft)
    draft = replace(draft, agency=office.id if office else None)
    chat = await _nowhere(visit, batch, place)
    at = received_at(visit, batch)
    # The name belongs to the case alone: the chat that nobody is in outlives an erasing.
    case = drawn(draft, replace(chat, name=paper.name), at=at, status=Status.RECEIVED)
    case = await cases.clocked(uow, services, case, at=at, paused=[])
    try:
        await uow.complaints.add(case, case.submitted(by=by))
    except AlreadyFiled as filed:
        return Filed(number=filed.existing.number, code="", holder="")
    await uow.attachments.attach(case.attachments, case.id)
    await uow.attachments.give(case.attachments, chat.key)
    await cases.set_timers(uow, case, services)
    source = Source(batch.source)
    kept = papers.Paper(
        case=case.id, source=source, received_on=batch.received_on, label=batch.label, contact=paper.contact,
        by=by.name, code_until=visit.at + papers.LIFE,
    )  # fmt: skip
    code = await uow.papers.add(kept)
    await uow.audit.add(
        at=visit.at, actor=by, event="case.submit", case=case.id, detail={"status": case.status, "source": source}
    )
    holder = await _hand_on(visit, case, draft, by)
    return Filed(number=case.number, code=code, holder=holder)


async def _hand_on(visit: Visit, case: Complaint, draft: Draft, by: Actor) -> str:
    """To the agency's group at once, its own clocks from now; or to staff. Who holds it, "" for staff."""
    uow, services = visit.uow, visit.services
    desks = await uow.desks.of_agency(case.agency_id) if case.agency_id else []
    if not any(desk.active for desk in desks):
        await staff_cards.ask_which(uow, services, case, draft.offered)
        return ""
    after = await cases.change(uow, services, case, Action.ASSIGN, by=by, target=case.agency_id)
    await desk_cards.arrived(uow, services, after)
    await attachments.show_case_files(uow, services, after)
    return (await cases.view(uow, services, after)).agency or ""


async def _nowhere(visit: Visit, batch: Batch, place: int) -> Chat:
    """A chat that nobody is in: it keeps what is said about the case until its writer joins."""
    address = Address(channel=Channel.PAPER, account=papers.ACCOUNT, chat=f"{batch.token}.{place}")
    chat = await visit.uow.chats.ensure(address, ChatKind.PRIVATE, "", at=visit.at)
    return await visit.uow.chats.save(replace(chat, reachable=False, notices=False))
