"""What the steps of staff do to a case: ask its citizen, read it as another kind or topic, archive it, merge it.

Each gives back what the step's bubble becomes, or the msgid of why it was not done.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from complaints.errors import NotAllowed
from complaints.lifecycle import Action
from complaints.model import RECLASSIFIED, Actor, Complaint, Role
from conversations import tracking
from conversations.messages import Message, Quoted, Words, words
from conversations.triage import Step
from handlers import cases, desk_cards, in_hand, merging, staff_cards
from handlers.group_visit import Visit, clock

_Done = Words | str


async def ask(visit: Visit, case: Complaint, step: Step) -> _Done:
    """The citizen is asked; the verification clock waits for them, thirty days at most."""
    if not await hears(visit, case):
        return "triage.nobody_hears"
    by = visit.actor(Role.STAFF)
    after = await cases.change(visit.uow, visit.services, case, Action.ASK, by=by, note=step.text)
    view = await cases.view(visit.uow, visit.services, after)
    notice = tracking.notice(view, "asked", quote=step.text)
    await cases.tell_citizen(visit.uow, after, notice, event="asked")
    at = _clock(visit, view)
    await staff_cards.redraw(visit.uow, visit.services, after)
    return words("triage.done.ask", number=case.number, by=Quoted(by.name), at=at)


async def hears(visit: Visit, case: Complaint) -> bool:
    """Would a question reach its citizen? Thirty days of silence must not end a paper whose writer never joined."""
    chat = await visit.uow.chats.get(case.chat_key)
    return chat is not None and chat.reachable


async def archive(visit: Visit, case: Complaint, step: Step) -> _Done:
    """Ended with a reason that the citizen reads."""
    by = visit.actor(Role.STAFF)
    reason: Words | Quoted = Quoted(step.text) if step.text else Words(f"triage.reason.{step.chosen}")
    note = step.text or step.chosen
    groups = await desk_cards.groups_of(visit.uow, case)
    after = await cases.change(visit.uow, visit.services, case, Action.ARCHIVE, by=by, note=note)
    view = await cases.view(visit.uow, visit.services, after)
    await cases.tell_citizen(visit.uow, after, _with(tracking.notice(view, "archived"), reason), event="archived")
    await desk_cards.refresh(visit.uow, visit.services, after, note_event="archived" if groups else None)
    done = words("triage.done.archive", number=case.number, by=Quoted(by.name), at=_clock(visit, view))
    await staff_cards.edit(visit.uow, visit.services, after, Message(lines=(done,)), [])
    return done


def _with(notice: Message, reason: Words | Quoted) -> Message:
    """The notice with its reason as the second line, and the way back where staff were wrong."""
    first, *rest = notice.lines
    lines = (first, words("notice.archived_reason", reason=reason), *rest, words("notice.archived_wrong"))
    return Message(lines=lines, options=notice.options, template=notice.template)


async def merge(visit: Visit, case: Complaint, step: Step) -> _Done:
    """The case follows another one from now on."""
    main = await visit.uow.complaints.for_staff().get(step.chosen)
    refused = merging.refusal(case, main)
    if main is None or refused:
        return refused or "staff.not_found"
    by = visit.actor(Role.STAFF)
    after = await merging.merge(visit.uow, visit.services, case, main, by=by)
    view = await cases.view(visit.uow, visit.services, after)
    at = _clock(visit, view)
    done = words("triage.done.merge", number=case.number, main=main.number, by=Quoted(by.name), at=at)
    await staff_cards.edit(visit.uow, visit.services, after, Message(lines=(done,)), [])
    return done


async def kind(visit: Visit, case: Complaint, step: Step) -> _Done:
    """Another kind has another limit; every clock is counted anew from its own start."""
    done = await _reclassify(visit, case, kind=step.chosen)
    return done or words("triage.done.kind", number=case.number, kind=Words(f"kind.{step.chosen}"))


async def topic(visit: Visit, case: Complaint, step: Step) -> _Done:
    """Another topic."""
    done = await _reclassify(visit, case, topic=step.chosen)
    return done or words("triage.done.topic", number=case.number, topic=Words(f"topic.{step.chosen}"))


async def person(visit: Visit, case: Complaint, step: Step) -> _Done:
    """Somebody of staff has it in hand from now on, or nobody."""
    done = await in_hand.pass_on(visit, case, step)
    await staff_cards.redraw(visit.uow, visit.services, case)
    return done


async def _reclassify(visit: Visit, case: Complaint, *, kind: str | None = None, topic: str | None = None) -> str:
    uow, services = visit.uow, visit.services
    by: Actor = visit.actor(Role.STAFF)
    at: datetime = visit.at
    try:
        after, entry = case.reclassified(kind=kind, topic=topic, by=by, at=at)
    except NotAllowed:
        return "desk.old_button"
    history = [*await uow.complaints.history_of(case.id), entry]
    after = await cases.clocked(uow, services, after, at=at, paused=cases.pauses(history), history=history)
    await uow.complaints.save(after, entry)
    await cases.set_timers(uow, after, services)
    await uow.audit.add(at=at, actor=by, event=f"case.{RECLASSIFIED}", case=case.id, detail={"change": entry.note})
    await desk_cards.redraw(uow, services, after)
    await staff_cards.redraw(uow, services, after)
    return ""


def _clock(visit: Visit, view: tracking.CaseView) -> str:
    return clock(visit.at, now=visit.at, zone=view.zone)


DO: dict[str, Callable[[Visit, Complaint, Step], Awaitable[_Done]]] = {
    "ask": ask, "kind": kind, "topic": topic, "merge": merge, "archive": archive,
    "person": person,
}  # fmt: skip
