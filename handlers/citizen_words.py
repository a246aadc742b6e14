"""The words that work at every step: status, batal, menu, bantuan, petugas, berhenti, bahasa."""

from __future__ import annotations

from dataclasses import replace

from complaints.number import find_numbers
from conversations import intake, menu, tracking
from conversations.answers import words_of
from conversations.draft import Talk
from conversations.messages import Inbound, Message, say, words
from conversations.steps import with_note
from handlers import cases, citizen, citizen_cases
from handlers.services import Ack, Services
from handlers.talk import keep, scene
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
            await say_to(uow, chat, _draft_reminder(talk, say(lines, options=menu.options(word))))
        case "person":
            return await _person(inbound, chat, talk, uow, services)
        case "mute" | "unmute":
            await uow.chats.save(replace(chat, notices=word == "unmute"))
            await say_to(uow, chat, say(f"notices.{word}"))
        case "language":
            chat = replace(chat, language="en" if chat.language == "id" else "id")
            await uow.chats.save(chat)
            await say_to(uow, chat, say("language.changed"))
        case "resume":
            await _resume(inbound, chat, talk, uow, services)
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
    if not found:
        await say_to(uow, chat, _draft_reminder(talk, say("case.none")))
    elif len(found) == 1:
        await citizen_cases.say_status(uow, services, chat, found[0])
    else:
        views = tuple([await cases.view(uow, services, case) for case in found])
        await say_to(uow, chat, tracking.listing(views))


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
        await _resume(inbound, chat, talk, uow, services)
        return None
    await keep(uow, chat, Talk(last=talk.last))
    await say_to(uow, chat, say("cancel.done"))
    return None


async def _person(
    inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services
) -> Ack | None:
    if talk.draft is None:
        await say_to(uow, chat, say("person.no_draft"))
        return None
    turn = intake.Turn(talk=talk, outcome="handoff")
    return await citizen.follow(turn, inbound, chat, uow, services)


async def _resume(inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services) -> None:
    assert talk.draft is not None
    await keep(uow, chat, replace(talk, pending={}))
    await say_to(uow, chat, intake.ask(talk.draft, scene(services, inbound)))


async def _start(inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services) -> Ack | None:
    """/start and /lapor: an open draft is offered again, never overwritten."""
    where = scene(services, inbound)
    if talk.draft is not None and (talk.draft.story or talk.draft.attachments):
        question = with_note(intake.ask(talk.draft, where), words("draft.kept"))
        await keep(uow, chat, replace(talk, pending={}))
        await say_to(uow, chat, question)
        return None
    turn = intake.begin(citizen.new_draft(chat), where)
    return await citizen.follow(
        replace(turn, talk=replace(turn.talk, last=talk.last)), inbound, chat, uow, services
    )


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
    if talk.draft is None or not talk.draft.story:
        return message
    return replace(message, lines=(*message.lines, words("draft.still_there")))
