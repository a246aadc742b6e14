"""Unfinished drafts: brought back, put aside for a newer one, never lost and never mixed."""

from __future__ import annotations

from dataclasses import replace

from conversations import intake, nudge
from conversations.answers import meaning_of, resolve, scope_of
from conversations.draft import Talk
from conversations.messages import Inbound, say
from conversations.slots.story import hear
from handlers import citizen, citizen_words
from handlers.services import Ack, Services
from handlers.talk import carried, keep, scene
from handlers.talk import say as say_to
from storage.records import Chat
from storage.unit_of_work import UnitOfWork


async def resume(inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services) -> None:
    """Two lines of what is known and the standing question; the newest one put aside, where none is open."""
    if talk.draft is None and talk.shelf:
        first, *rest = talk.shelf
        talk = replace(talk, draft=first, shelf=tuple(rest))
    if talk.draft is None:
        await say_to(uow, chat, say("draft.none"))
        return
    where = scene(services, inbound)
    step = intake.next_step(talk.draft).name
    await keep(uow, chat, replace(talk, pending={}, step=step, tries=0))
    await say_to(uow, chat, nudge.resumed(talk.draft, where))


async def ask_which(
    inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services, *, text: str = ""
) -> Ack | None:
    """Go on with the one begun, or begin another? What was just told waits for the answer."""
    assert talk.draft is not None
    pending = {"kind": "fresh", "text": text, "message": inbound.message or ""}
    await keep(uow, chat, replace(talk, pending=pending))
    await say_to(uow, chat, nudge.which_draft(talk.draft, scene(services, inbound)))
    return None


async def on_choice(inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services) -> bool:
    """The answer to that; False for anything else."""
    assert talk.draft is not None
    chosen = resolve(inbound.content, nudge.choices(talk.draft))
    if chosen is None:
        return False
    text, message = str(talk.pending.get("text", "")), str(talk.pending.get("message", ""))
    where = replace(scene(services, inbound), message=message)
    if meaning_of(chosen.id) == "new":
        turn = carried(intake.begin(citizen.new_draft(chat), where, text=text), talk.shelved())
        await citizen.follow(turn, inbound, chat, uow, services)
        return True
    draft = hear(talk.draft, text, where) if text else talk.draft
    await resume(inbound, chat, replace(talk, draft=draft), uow, services)
    return True


async def on_nudged(
    data: str, inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services
) -> Ack | None:
    """A button under the reminder, which may be older than the draft that is open now."""
    tag = scope_of(data).partition(".")[2]
    if talk.draft is None or talk.draft.tag != tag:
        wanted = next((draft for draft in talk.shelf if draft.tag == tag), None)
        if wanted is None:
            return await citizen_words.on_stale_button(inbound, chat, talk, uow, services)
        rest = tuple(draft for draft in talk.shelf if draft.tag != tag)
        talk = replace(replace(talk, shelf=rest).shelved(), draft=wanted)
    word = "cancel" if meaning_of(data) == "drop" else "resume"
    return await citizen_words.on_word(word, inbound, chat, talk, uow, services)
