"""Case cards in the groups of agencies: posted when a case arrives, edited in place when anybody changes it.

An edit makes no sound, so what a citizen says is also put under the card as a message of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from classifiers.personal_data import mask
from complaints.lifecycle import HELD_BY_STAFF, Action, Status
from complaints.model import Complaint, Entry
from complaints.running import CLASSIFIED
from complaints.undo import valid
from conversations.card import CardView, card, moved, nameless
from conversations.messages import Message, Quoted, Words, words
from conversations.tracking import CaseView
from handlers import cases, recurrence, staff_cards, topics
from handlers.group_visit import clock
from handlers.renewal import nobody_there
from handlers.services import Services
from storage.records import Bubble, Lane, Outgoing
from storage.unit_of_work import UnitOfWork


async def case_filed(uow: UnitOfWork, services: Services, case: Complaint, offered: Sequence[str] = ()) -> None:
    """A new case: the card in its agency's groups, or the question to staff which agency it is."""
    if case.status is Status.FORWARDED:
        await arrived(uow, services, case)
    else:
        await staff_cards.ask_which(uow, services, case, offered)


async def arrived(uow: UnitOfWork, services: Services, case: Complaint, *, anew: str = "") -> bool:
    """Post the card in every group of the agency; False and a word to staff where it has none.

    `anew` names the reason to post it although that group has seen it before.
    """
    desks = [desk for desk in await uow.desks.of_agency(case.agency_id or "") if desk.active]
    if not desks:
        await staff_cards.unreachable(uow, services, case)
        return False
    message = card(await shown(uow, services, case))
    for desk in {desk.chat_key: desk for desk in desks}.values():
        dedup = f"card:{case.id}:{case.version}:{desk.chat_key}{anew}"
        if desk.address.thread is None:
            await topics.begin(uow, services, case, desk.chat_key)
        await post_card(uow, case, message, desk.chat_key, dedup=dedup, thread=desk.address.thread)
    await nobody_there(uow, services, case)
    return True


async def post_card(
    uow: UnitOfWork,
    case: Complaint,
    message: Message,
    chat_key: str,
    *,
    dedup: str | None = None,
    thread: str | None = None,
    kind: str = "card",
) -> None:
    """One card in one group; `kind` decides what a reply to it means."""
    await uow.outbox.put(
        Outgoing(
            chat_key=chat_key, message=message, ref=f"card:{case.number}", case=case.id, bubble=kind,
            lane=Lane.STATUS, dedup=dedup, thread=thread, data=topics.place(case.number),
        )
    )  # fmt: skip


async def refresh(uow: UnitOfWork, services: Services, case: Complaint, *, note_event: str | None = None) -> None:
    """Show the present state on the card in every group of the holder; `note_event` also says it aloud."""
    await redraw(uow, services, case)
    await staff_cards.refresh(uow, services, case)
    if note_event is not None:
        await citizen_said(uow, services, case, "", note_event)


async def redraw(uow: UnitOfWork, services: Services, case: Complaint) -> None:
    """The cards of the case as they stand now: the holder's, with its topic, and those of who helps."""
    view = await shown(uow, services, case)
    for chat_key in await groups_of(uow, case):
        await edit_card(uow, case, card(view), chat_key)
        await topics.follow(uow, services, case, chat_key)
    await redraw_partners(uow, services, case)


async def new_day(uow: UnitOfWork, services: Services, case: Complaint) -> None:
    """The card says "besok" or "lewat 2 hari": edited once a day while its date is near or past."""
    view = await shown(uow, services, case)
    for chat_key in await groups_of(uow, case):
        await edit_card(uow, case, card(view), chat_key, dedup=f"day:{case.id}:{case.version}:{view.today}")


async def redraw_partners(uow: UnitOfWork, services: Services, case: Complaint) -> None:
    """The cards in the groups of who helps."""
    groups = await partner_groups(uow, case)
    message = card(await helping(uow, services, case)) if groups else None
    for chat_key in groups:
        if message is not None:
            await edit_card(uow, case, message, chat_key, kind="joint_card")


async def overdue(uow: UnitOfWork, services: Services, case: Complaint) -> None:
    """The promised day has passed without a word: said once under the card, staff see it too."""
    event = "overdue_staff" if case.status is Status.RECEIVED else "overdue"
    await citizen_said(uow, services, case, "", event)


async def edit_card(
    uow: UnitOfWork, case: Complaint, message: Message, chat_key: str, *, kind: str = "card", dedup: str | None = None
) -> None:
    """The last card of the case in that group, in place."""
    await uow.outbox.put(
        Outgoing(
            chat_key=chat_key, message=message, action="edit", ref=f"card:{case.number}", case=case.id,
            bubble=kind, lane=Lane.STATUS, data=topics.place(case.number), dedup=dedup,
        )
    )  # fmt: skip


async def moved_away(uow: UnitOfWork, services: Services, before: Complaint, after: Complaint, *, by: str) -> None:
    """Leave a stub without story and buttons in the groups that no longer hold the case."""
    view = await cases.view(uow, services, after)
    at = clock(services.now(), now=services.now(), zone=view.zone)
    stub = moved(view, by=by, at=at)
    helping_still = await partner_groups(uow, after)
    for chat_key in await groups_of(uow, before):
        if chat_key not in helping_still:
            await edit_card(uow, before, stub, chat_key)
            await topics.leave(uow, services, after, chat_key)


async def citizen_said(
    uow: UnitOfWork,
    services: Services,
    case: Complaint,
    text: str,
    event: str,
    files: Sequence[str] = (),
) -> None:
    """What the citizen answered, as a message under the card; replying to it answers the citizen."""
    await redraw(uow, services, case)
    await staff_cards.refresh(uow, services, case)
    quote = await own_words(uow, case, text)
    lines: list[Words | Quoted] = [words(f"desk.said.{event}", number=case.number)]
    if quote:
        lines.append(words("desk.quote", text=Quoted(quote)))
    if files:
        lines.append(words("desk.said.files", n=len(files)))
    for chat_key in await hearers(uow, services, case):
        posted = await uow.bubbles.latest(chat_key, f"card:{case.number}")
        dedup = f"said:{event}:{case.id}:{case.version}:{chat_key}"
        await under_card(uow, case, Message(lines=tuple(lines)), chat_key, posted, kind="said", dedup=dedup)


async def under_card(
    uow: UnitOfWork,
    case: Complaint,
    message: Message,
    chat_key: str,
    posted: Bubble | None,
    *,
    kind: str,
    token: str = "",
    dedup: str | None = None,
) -> None:
    """A message of its own under the card, in its topic where it has one; `kind` says what a reply means."""
    await uow.outbox.put(
        Outgoing(
            chat_key=chat_key, message=replace(message, reply_to=posted.external_id if posted else None),
            ref=f"{kind}:{case.number}", case=case.id, bubble=kind, lane=Lane.STATUS,
            thread=posted.thread if posted else None, data=topics.place(case.number, token),
            dedup=dedup or f"{kind}:{token}:{case.id}",
        )
    )  # fmt: skip


async def shown(uow: UnitOfWork, services: Services, case: Complaint) -> CardView:
    """The case as its agency may see it, with the officer who took it up."""
    view = await cases.view(uow, services, case)
    history = await uow.complaints.for_staff().history(case.number)
    entry = taken_by(history)
    helpers = [await uow.agencies.get(agency_id) for agency_id in await uow.partners.of_case(case.id)]
    paper = await uow.papers.of_case(case.id)
    return CardView(
        view=view,
        story=await own_words(uow, case, case.story),
        officer=entry.by.name if entry else "",
        since=clock(entry.at, now=services.now(), zone=view.zone) if entry else "",
        today=services.now().astimezone(view.zone).date(),
        emergency=services.ears.hear(case.story, at=case.filed_at).urgency == "emergency",
        named=await uow.desks.shared(case.agency_id or ""),
        supporters=await uow.supporters.count(case.id),
        repeats=await recurrence.of_case(uow, services, case),
        came=staff_cards.came_of(paper) if paper else None,
        partners=tuple(agency.short for agency in helpers if agency),
        notes=len(notes_of(history, case.agency_id)),
        settle=_settle(view, history),
        # Over there the report may stand under a name that was to be hidden here.
        lapor="" if case.anonymous else (await uow.lapor_ids.of([case.id])).get(case.id, ""),
    )


async def helping(uow: UnitOfWork, services: Services, case: Complaint) -> CardView:
    """The case as an agency sees it that only helps: nobody's name, no note of the lead."""
    view = await shown(uow, services, case)
    whole = await uow.complaints.for_staff().by_id(case.id)
    story = nameless(view.story, whole.reporter) if whole and whole.reporter else view.story
    return replace(view, story=story, lead=view.view.agency or "", notes=0, lapor="")


def _settle(view: CaseView, history: Sequence[Entry]) -> tuple[str, date] | None:
    """The class somebody chose, while its clock runs."""
    chosen = next((line.note for line in reversed(valid(history)) if line.action == CLASSIFIED), None)
    until = view.day(chosen) if chosen else None
    return (chosen, until) if chosen and until else None


def notes_of(history: Sequence[Entry], agency_id: str | None) -> list[Entry]:
    """The internal notes of that agency; those of a former holder stay with it."""
    return [entry for entry in history if entry.action == "note" and entry.by.agency_id == agency_id]


async def own_words(uow: UnitOfWork, case: Complaint, text: str) -> str:
    """A citizen's words without numbers of identity, and without the name that was to stay hidden."""
    masked = mask(text) if text else ""
    if not (masked and case.anonymous):
        return masked
    # The group's own door hides the name, so what has to be hidden is asked of staff's door.
    whole = await uow.complaints.for_staff().by_id(case.id)
    return nameless(masked, whole.reporter if whole else case.reporter)


def taken_by(history: Sequence[Entry]) -> Entry | None:
    """Who took the case up in the hands it is in now."""
    return last_entry(history, Action.ACCEPT)


def last_entry(history: Sequence[Entry], action: Action) -> Entry | None:
    """The last such step since the case came into these hands."""
    for entry in reversed(valid(history)):
        if entry.action == action:
            return entry
        if entry.action in (Action.HAND_OVER, Action.ASSIGN, Action.REFUSE):
            return None
    return None


async def groups_of(uow: UnitOfWork, case: Complaint) -> list[str]:
    """Chats that hold the card of this case now."""
    if case.status in HELD_BY_STAFF or not case.agency_id:
        return []
    desks = await uow.desks.of_agency(case.agency_id)
    return list(dict.fromkeys(desk.chat_key for desk in desks if desk.active))


async def partner_groups(uow: UnitOfWork, case: Complaint) -> list[str]:
    """Chats of the agencies that help, without those that hold the case as well."""
    if case.status in HELD_BY_STAFF:
        return []
    held = set(await groups_of(uow, case))
    keys = [
        desk.chat_key
        for agency_id in await uow.partners.of_case(case.id)
        for desk in await uow.desks.of_agency(agency_id)
        if desk.active
    ]
    return [key for key in dict.fromkeys(keys) if key not in held]


async def hearers(uow: UnitOfWork, services: Services, case: Complaint) -> list[str]:
    """The holder's groups; staff where there is none, so that no citizen talks to a wall."""
    room = await staff_cards.room(uow, services)
    return await groups_of(uow, case) or ([room] if room else [])


async def desk_bound(uow: UnitOfWork, services: Services, agency_id: str, *, anew: str = "") -> None:
    """A group was bound to an agency: its open cases appear there."""
    for case in await uow.complaints.for_staff().open_of(agency_id):
        if case.status not in HELD_BY_STAFF:
            await arrived(uow, services, case, anew=anew)


async def group_back(uow: UnitOfWork, services: Services, chat_key: str) -> None:
    """A group let us in again, or became a supergroup whose old messages cannot be replied to: the cards anew."""
    for desk in await uow.desks.of_chat(chat_key):
        await desk_bound(uow, services, desk.agency_id, anew=f":{services.now():%Y%m%d%H%M%S}")
