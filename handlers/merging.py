"""Two reports of one matter: the duplicate follows the main case, and nobody loses their own number."""

from __future__ import annotations

from datetime import timedelta

from complaints.lifecycle import Action
from complaints.model import ENDED, Actor, Complaint, Entry
from conversations import tracking
from conversations.messages import Message, Quoted, words
from handlers import cases, desk_cards, similar, staff_cards
from handlers.services import Services
from storage.unit_of_work import UnitOfWork

#: Cases offered as the main one: of the last month, and no more than are read.
FILED_WITHIN, MOST = timedelta(days=30), 4


async def alike(uow: UnitOfWork, services: Services, case: Complaint) -> list[Complaint]:
    """Open cases that tell of the same matter, by the same ears that warn a citizen of one."""
    newest = await uow.complaints.for_staff().filed_since(services.now() - FILED_WITHIN, limit=200)
    found = [
        one
        for one in newest
        if refusal(case, one) == "" and one.topic == case.topic and services.ears.alike(case.story, one.story)
    ]
    return found[-MOST:][::-1]  # the earliest is most often the main one


def refusal(case: Complaint, main: Complaint | None) -> str:
    """The msgid of why `case` cannot follow `main`; "" where it can."""
    if main is None:
        return "staff.not_found"
    if main.id == case.id:
        return "triage.merge.itself"
    return "triage.merge.ended" if main.status in ENDED else ""


async def merge(uow: UnitOfWork, services: Services, case: Complaint, main: Complaint, *, by: Actor) -> Complaint:
    """Archive `case` as a duplicate of `main`; its citizen, its supporters and its words go along."""
    groups = await desk_cards.groups_of(uow, case)
    after = await cases.change(uow, services, case, Action.MERGE, by=by, note=main.number)
    at = services.now()
    await uow.merged.add(case.id, main.id, at)
    for chat_key in {case.chat_key, *await uow.supporters.of_case(case.id)} - {main.chat_key}:
        await uow.supporters.add(main.id, chat_key, at)
    entry = Entry(
        at=at, action="absorbed", by=by, before=main.status, after=main.status, agency_id=main.agency_id,
        note=case.number,
    )  # fmt: skip
    await uow.complaints.note(main.id, entry)
    await uow.audit.add(at=at, actor=by, event="case.absorbed", case=main.id, detail={"case": case.number})
    view = await cases.view(uow, services, after)
    await cases.tell_citizen(uow, after, tracking.notice(view, "merged", main=main.number), event="merged")
    await desk_cards.refresh(uow, services, after, note_event="merged" if groups else None)
    theirs = await desk_cards.groups_of(uow, main)
    if theirs and theirs != groups:  # who held the duplicate has read its story already
        await said(uow, services, after, main, case.story, event="absorbed")
    await desk_cards.redraw(uow, services, main)
    await staff_cards.redraw(uow, services, main)
    return after


async def main_of(uow: UnitOfWork, case: Complaint) -> Complaint | None:
    """The case it follows, while that one goes on."""
    main_id = await uow.merged.main_of(case.id)
    main = await uow.complaints.for_clock().by_id(main_id) if main_id else None
    return main if main is not None and main.status not in ENDED else None


async def said(
    uow: UnitOfWork, services: Services, case: Complaint, main: Complaint, text: str, *, event: str, salt: str = ""
) -> None:
    """What somebody else told of the same matter, under the main card, without a name."""
    whole = await uow.complaints.for_staff().by_id(case.id)
    # Its number is none of that group's: a case of another agency does not exist there.
    masked = await desk_cards.own_words(uow, case, text.replace(case.number, "").strip())
    quote = similar.redacted(masked, whole.reporter if whole else "")
    told = Message(lines=(words(f"desk.said.{event}", number=main.number), words("desk.quote", text=Quoted(quote))))
    for chat_key in await desk_cards.hearers(uow, services, main):
        posted = await uow.bubbles.latest(chat_key, f"card:{main.number}")
        token = f"{event}:{case.id}{salt}"
        await desk_cards.under_card(uow, main, told, chat_key, posted, kind="said", token=token)
