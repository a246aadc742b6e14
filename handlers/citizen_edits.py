"""An edited message: its part of an open draft in other words, or a line in the history of a filed case."""

from __future__ import annotations

from dataclasses import replace

from complaints.lifecycle import OPEN
from complaints.model import Complaint, Entry
from conversations import intake
from conversations.draft import Talk
from conversations.messages import Inbound, Location, Media, say, words
from handlers import cases, citizen, danger, desk_cards, merging
from handlers.citizen_cases import citizen as actor
from handlers.citizen_cases import said_by
from handlers.services import Ack, Services
from handlers.talk import keep, scene
from handlers.talk import say as say_to
from storage.records import Chat
from storage.unit_of_work import UnitOfWork


async def on_edit(
    inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services
) -> Ack | None:
    """Find what the message had become and change that; an edit of anything else is not answered."""
    text = said_by(inbound).strip()
    # A live location moves every few seconds; where it began is what was meant to be told.
    if not text or not inbound.message or isinstance(inbound.content, Location):
        return None
    known = next((one for one in talk.said if one[0] == inbound.message), None)
    if talk.draft is not None:
        late = known is None and isinstance(inbound.content, Media)
        turn = intake.edited(talk, text, scene(services, inbound), late_caption=late)
        if turn is not None:
            return await citizen.follow(turn, inbound, chat, uow, services)
    if known is None or known[2] == text:
        return None
    case = await uow.complaints.of_citizen(chat.key).get(known[1])
    if case is None:
        return None
    await danger.numbers_first(inbound, chat, uow, services)
    await keep(uow, chat, talk.noted(case.number, (inbound.message, text)))
    await note(uow, services, chat, case, "edited", f"{known[2]} → {text}")
    await say_to(uow, chat, say(words("case.edit_noted", number=case.number)))
    return None


async def note(
    uow: UnitOfWork, services: Services, chat: Chat, case: Complaint, event: str, text: str
) -> Complaint:
    """A line of the citizen in the history of a case whose status it does not change, shown to the officer."""
    entry = Entry(
        at=services.now(), action=event, by=actor(chat), before=case.status, after=case.status,
        agency_id=case.agency_id, note=text,
    )  # fmt: skip
    case = replace(case, version=case.version + 1)
    await uow.complaints.save(case, entry)
    if case.status in OPEN:
        await cases.set_timers(uow, case, services)
    await uow.audit.add(at=services.now(), actor=entry.by, event=f"case.{event}", case=case.id, detail={})
    main = await merging.main_of(uow, case)
    if main is None:
        await desk_cards.citizen_said(uow, services, case, text, event)
    else:
        await merging.said(uow, services, case, main, text, event="added_merged", salt=f":{case.version}")
    return case
