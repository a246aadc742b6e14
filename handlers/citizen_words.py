"""The words that work at every step: status, batal, menu, bantuan, petugas, berhenti, bahasa."""

from __future__ import annotations

from dataclasses import replace

from complaints.number import find_numbers
from conversations import intake, menu, nudge, tongues, tracking
from conversations.answers import words_of
from conversations.draft import Talk
from conversations.messages import Command, Inbound, Message, say, words
from conversations.steps import with_note
from handlers import cases, citizen, citizen_cases, citizen_drafts, links, nudges, own_data, staff_talk, support
from handlers.services import Ack, Services
from handlers.talk import carried, keep, scene, talk_of
from handlers.talk import say as say_to
from storage.records import Chat
from storage.unit_of_work import UnitOfWork

MOST_LISTED = 8


async def on_word(
    word: str, inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services
) -> Ack | None:
    """Carry out one global word; an open draft is kept and its question asked again where that helps."""
    match word:
        case "status":
            await _status(inbound, chat, talk, uow, services)
        case "cancel":
            await _cancel(chat, talk, uow)
        case "help" | "menu" | "privacy":
            lines = {"help": "help.text", "menu": "menu.text", "privacy": "consent.full"}[word]
            await _list(uow, chat, _draft_reminder(talk, say(lines, options=menu.options(word))))
        case "person":
            return await staff_talk.begin(inbound, chat, talk, uow, services)
        case "data" | "erase":
            return await own_data.on_command(word, inbound, chat, talk, uow, services)
        case "mute" | "unmute":
            await uow.chats.save(replace(chat, notices=word == "unmute"))
            await say_to(uow, chat, say(f"notices.{word}"))
        case "language":
            await _language(inbound, chat, talk, uow, services)
        case "begin" if not chat.notices:
            return await on_word("unmute", inbound, chat, talk, uow, services)
        case "resume":
            await staff_talk.leave(chat, uow, services)
            await citizen_drafts.resume(inbound, chat, talk, uow, services)
        case _:
            return await _start(inbound, chat, talk, uow, services)
    return None


async def _status(inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services) -> None:
    door = uow.complaints.of_citizen(chat.key)
    for number in find_numbers(words_of(inbound.content)):
        case = await door.get(number)
        if case is None:
            await say_to(uow, chat, say("case.not_found"))
        else:
            await citizen_cases.say_status(uow, services, chat, case)
        return
    found = await door.all(MOST_LISTED)
    followed = await support.supported(uow, chat.key)
    if not found and not followed:
        await say_to(uow, chat, _draft_reminder(talk, say("case.none")))
    elif not found:
        await say_to(uow, chat, _draft_reminder(talk, say(*followed)))
    elif len(found) == 1:
        await citizen_cases.say_status(uow, services, chat, found[0])
        await say_to(uow, chat, *(say(line) for line in followed))
    else:
        views = tuple([await cases.view(uow, services, case) for case in found])
        listing = tracking.listing(views)
        await _list(uow, chat, replace(listing, lines=(*listing.lines, *followed)))


async def _list(uow: UnitOfWork, chat: Chat, message: Message) -> None:
    """Say it beside whatever is being asked; a number that comes next is one of its buttons."""
    await keep(uow, chat, replace(talk_of(chat), listed=tuple(option.id for option in message.options)))
    await say_to(uow, chat, message)


async def _cancel(chat: Chat, talk: Talk, uow: UnitOfWork) -> None:
    """Asks first: a story is never thrown away by one word."""
    if talk.draft is None:
        await keep(uow, chat, replace(talk, pending={}))
        await say_to(uow, chat, say("cancel.nothing"))
        return
    await keep(uow, chat, replace(talk, pending={"kind": "cancel"}))
    await say_to(uow, chat, menu.cancel_question(talk.draft))


async def on_cancel(
    decided: bool, inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services
) -> Ack | None:
    """The answer to "really throw it away?"."""
    if not decided:
        await citizen_drafts.resume(inbound, chat, talk, uow, services)
        return None
    await nudges.plan(uow, services, chat, talk.without_draft())
    await keep(uow, chat, talk.without_draft())
    await say_to(uow, chat, say("cancel.done"))
    return None


async def _language(inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services) -> None:
    """At any step: the standing question is asked again in the language that was chosen."""
    chosen = tongues.chosen(words_of(inbound.content), chat.language)
    if chosen is None:
        await say_to(uow, chat, say("data.language.unknown"))
        return
    chat = await uow.chats.save(replace(chat, language=chosen))
    changed = say("language.changed")
    if talk.draft is not None and not talk.pending:
        changed = with_note(intake.ask(talk.draft, scene(services, inbound)), words("language.changed"))
    await say_to(uow, chat, changed)


async def _start(inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services) -> Ack | None:
    """/start shows an open draft again; "lapor" asks whether another one is meant. Neither overwrites it."""
    await staff_talk.leave(chat, uow, services)
    payload = inbound.content.args if isinstance(inbound.content, Command) and inbound.content.name == "start" else ""
    draft = talk.draft
    if draft is not None and (draft.story or draft.attachments):
        if not (isinstance(inbound.content, Command) and inbound.content.name == "start"):
            return await citizen_drafts.ask_which(inbound, chat, talk, uow, services)
        draft, welcome = await links.preset(payload, draft, uow, services)
        question = nudge.resumed(draft, scene(services, inbound))
        await keep(uow, chat, replace(talk, draft=draft, pending={}))
        await say_to(uow, chat, with_note(question, welcome or words("draft.kept")))
        return None
    draft, welcome = await links.preset(payload, citizen.new_draft(chat), uow, services)
    turn = carried(intake.begin(draft, scene(services, inbound)), talk)
    turn = replace(turn, replies=(with_note(turn.replies[0], welcome), *turn.replies[1:]))
    return await citizen.follow(turn, inbound, chat, uow, services)


async def on_stale_button(
    inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services
) -> Ack | None:
    """A button of a draft that is gone: if it became a case, show the case; else say what to do."""
    number = talk.last.get("number")
    if number and (case := await uow.complaints.of_citizen(chat.key).get(number)):
        await citizen_cases.say_status(uow, services, chat, case)
    else:
        await say_to(uow, chat, say("intake.no_draft"))
    return None


def _draft_reminder(talk: Talk, message: Message) -> Message:
    if not (talk.shelf or (talk.draft is not None and talk.draft.story)):
        return message
    return replace(message, lines=(*message.lines, words("draft.still_there")))
