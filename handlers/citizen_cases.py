"""What a citizen does to a case already filed: add, answer, confirm, refuse, look. Own cases only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from complaints.errors import NotAllowed
from complaints.lifecycle import Action, Status
from complaints.model import Actor, Complaint, Role
from complaints.running import OFFICIALS_TURN
from conversations import rating as stars
from conversations import reminders, tracking, verdict
from conversations.answers import argument_of, meaning_of, resolve, words_of
from conversations.draft import Talk
from conversations.messages import Choice, Contact, Content, Inbound, Location, Media, Quoted, say, words
from handlers import cases, desk_cards, ombudsman_standing, rating, staff_cards
from handlers.services import Ack, Services
from handlers.talk import keep
from handlers.talk import say as say_to
from storage.records import Chat
from storage.unit_of_work import UnitOfWork


def citizen(chat: Chat) -> Actor:
    """The citizen as an actor in history and audit."""
    return Actor(role=Role.CITIZEN, key=chat.key, name=chat.name)


async def on_button(
    inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services
) -> Ack | None:
    """A button under a receipt or a notice, however old: today's state decides."""
    assert isinstance(inbound.content, Choice)
    data = inbound.content.data
    case = await uow.complaints.of_citizen(chat.key).get(argument_of(data))
    if case is None:
        await say_to(uow, chat, say("case.not_found"))
        return None
    if given := stars.stars_of(meaning_of(data)):
        if not await rating.on_stars(given, "", chat, talk, case, uow, services):
            await say_status(uow, services, chat, case)
        return None
    match meaning_of(data):
        case "done":
            await _confirm(uow, services, chat, talk, case)
        case "notyet":
            await _refuse(uow, services, chat, talk, case)
        case "add" | "reply":
            await keep(uow, chat, replace(talk, pending={"kind": "supply", "number": case.number}))
            await say_to(uow, chat, say(words("case.ask_addition", number=case.number)))
        case _:
            await say_status(uow, services, chat, case)
    return None


async def _decide(
    uow: UnitOfWork, services: Services, chat: Chat, case: Complaint, action: Action, *, event: str, text: str = ""
) -> Complaint | None:
    """Do it and tell the officer; where it is not open any more, show today's state instead."""
    try:
        case = await cases.change(uow, services, case, action, by=citizen(chat), note=text)
    except NotAllowed:
        await say_status(uow, services, chat, case)
        return None
    await desk_cards.citizen_said(uow, services, case, text, event)
    return case


async def _confirm(uow: UnitOfWork, services: Services, chat: Chat, talk: Talk, case: Complaint) -> None:
    """Solved: closed, and asked how it was."""
    closed = await _decide(uow, services, chat, case, Action.CONFIRM, event="confirmed")
    if closed is not None:
        await rating.ask(uow, services, chat, talk, closed)


async def _refuse(
    uow: UnitOfWork, services: Services, chat: Chat, talk: Talk, case: Complaint, reason: tuple[str, str] = ("", "")
) -> None:
    """Open it again: work for the officer, a notice to staff; without a reason what comes next is taken as one."""
    message, text = reason
    opened = await _decide(uow, services, chat, case, Action.REFUSE, event="refused", text=text)
    if opened is None:
        return
    view = await cases.view(uow, services, opened)
    agency = Quoted(view.agency or "")
    told = say(words("staff.refused", number=opened.number, agency=agency))
    await staff_cards.post(uow, services, opened, told, [], dedup=f"refused:{opened.id}:{opened.version}")
    notice = tracking.notice(view, "refused")
    if text:
        first = words("notice.refused_told", number=opened.number, agency=agency)
        notice = replace(notice, lines=(first, *notice.lines[1:]))
    await say_to(uow, chat, notice, case=opened.id, bubble="notice")
    talk = talk.noted(opened.number, (message, text))
    await keep(uow, chat, replace(talk, pending={"kind": "supply", "number": opened.number}))


def asked_for(found: Sequence[Complaint]) -> list[Complaint]:
    """The cases whose closing was asked about."""
    return [case for case in found if case.status in (Status.ANSWERED, Status.RESOLVED)]


def verdict_in(content: Content) -> verdict.Verdict | None:
    """ "Sudah" or "belum", by number, button words or in a sentence."""
    chosen = resolve(content, tracking.verdicts(""))
    if chosen is None:
        return verdict.verdict(words_of(content))
    return "done" if meaning_of(chosen.id) == "done" else "notyet"


async def judge(
    said: verdict.Verdict, reason: tuple[str, str], chat: Chat, talk: Talk, case: Complaint, uow: UnitOfWork,
    services: Services,
) -> None:  # fmt: skip
    """Do what a verdict means; a sentence with it is the reason, (external id, words)."""
    if said == "done":
        await _confirm(uow, services, chat, talk, case)
    else:
        told = verdict.verdict(reason[1]) is not None and not verdict.bare(reason[1])
        await _refuse(uow, services, chat, talk, case, reason if told else ("", ""))


async def say_status(uow: UnitOfWork, services: Services, chat: Chat, case: Complaint) -> None:
    """Who holds it, by when, what next; a date that has passed is named with the way that opens now."""
    view = await cases.view(uow, services, case)
    message = tracking.status(view)
    if view.late and case.status in OFFICIALS_TURN:
        standing = await ombudsman_standing.of(uow, services, case)
        more = reminders.choices(case, offer=standing.eligible)[1:]  # waiting needs no button here
        message = tracking.status(view, ahead=reminders.upcoming(standing), more=more)
    await say_to(uow, chat, message, case=case.id, bubble="notice")


def said_by(inbound: Inbound) -> str:
    """The words in what came in, captions, pins and contacts included."""
    match inbound.content:
        case Media(caption=caption):
            return caption
        case Location(latitude=latitude, longitude=longitude, name=name):
            return " ".join(filter(None, (name, f"{latitude:.5f}, {longitude:.5f}")))
        case Contact(name=name, phone=phone):
            return f"{name} {phone}"
    return words_of(inbound.content)
