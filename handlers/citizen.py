"""What a citizen does in the private chat with the public bot, one coroutine per thing that can happen."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from conversations import intake, menu
from conversations.answers import words_of
from conversations.draft import Draft, Talk
from conversations.globals import meant
from conversations.messages import Choice, Command, Inbound, Location, Media, Membership, Text, say, words
from conversations.slots.consent import CONSENT_VERSION
from conversations.slots.story import is_story
from handlers import citizen_cases, citizen_words, filing
from handlers.attachments import received
from handlers.services import Ack, Services
from handlers.talk import keep, scene, talk_of
from handlers.talk import say as say_to
from storage.records import Chat
from storage.unit_of_work import UnitOfWork


async def on_private(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> Ack | None:
    """Everything a citizen can send, in the order in which it is looked at."""
    content = inbound.content
    if isinstance(content, Membership):
        return await _membership(content, chat, uow, services)
    if not chat.reachable:
        chat = replace(chat, reachable=True)
        await uow.chats.save(chat)
    talk = talk_of(chat)
    if inbound.edited:
        return await citizen_cases.on_edit(inbound, chat, talk, uow, services)
    if isinstance(content, Choice) and content.data.startswith("case:"):
        return await citizen_cases.on_button(inbound, chat, talk, uow, services)
    word = meant(content, drafting=talk.draft is not None)
    if talk.draft is not None and talk.pending.get("kind") == "cancel":
        decided = word == "cancel" or menu.cancels(talk.draft, content)
        if decided is not None:
            return await citizen_words.on_cancel(decided, inbound, chat, talk, uow, services)
        talk = replace(talk, pending={})
    if word:
        return await citizen_words.on_word(word, inbound, chat, talk, uow, services)
    attachment = await received(uow, services, chat, inbound) if isinstance(content, Media) else None
    if await citizen_cases.on_addition(inbound, chat, talk, uow, services, attachment=attachment):
        return None
    if talk.draft is None:
        return await _begin(inbound, chat, talk, uow, services, attachment)
    turn = intake.resume(talk, inbound, scene(services, inbound), attachment=attachment)
    return await follow(turn, inbound, chat, uow, services)


async def _membership(content: Membership, chat: Chat, uow: UnitOfWork, services: Services) -> None:
    if content.state in ("blocked", "left"):
        await uow.chats.mark_unreachable(chat.key, services.now())
        await uow.outbox.drop_chat(chat.key)
    elif not chat.reachable:
        await uow.chats.save(replace(chat, reachable=True))


async def _begin(
    inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services, attachment: str | None
) -> Ack | None:
    """A first word: a story, a greeting, a file, a pin, or a button of a draft long gone."""
    content = inbound.content
    if isinstance(content, Choice):
        return await citizen_words.on_stale_button(inbound, chat, talk, uow, services)
    text = words_of(content) if isinstance(content, Text | Command) else ""
    draft = new_draft(chat)
    where = scene(services, inbound)
    if attachment is not None or isinstance(content, Location):
        begun = replace(talk, draft=draft, step="")
        return await follow(
            intake.resume(begun, inbound, where, attachment=attachment), inbound, chat, uow, services
        )
    heard = services.ears.hear(text, at=inbound.sent_at)
    if not is_story(text) or (heard.greeting and heard.kind is None):
        text = ""
    turn = intake.begin(draft, where, text=text)
    return await follow(replace(turn, talk=replace(turn.talk, last=talk.last)), inbound, chat, uow, services)


def new_draft(chat: Chat) -> Draft:
    """An empty draft; a consent of the present wording need not be given twice."""
    return Draft(id=uuid4().hex, consented=chat.consent_version == CONSENT_VERSION)


async def follow(
    turn: intake.Turn, inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services
) -> Ack | None:
    """Do what a turn asks for and keep its state, in the same commit as the replies."""
    talk, draft = turn.talk, turn.talk.draft
    if draft is not None and draft.consented and chat.consent_version != CONSENT_VERSION:
        chat = replace(chat, consent_version=CONSENT_VERSION, consent_at=services.now())
        await uow.audit.add(
            at=services.now(), actor=citizen_cases.citizen(chat), event="consent.given", case=None,
            detail={"version": CONSENT_VERSION},
        )  # fmt: skip
    match turn.outcome:
        case "file" if draft is not None:
            case = await filing.submit(uow, services, chat, draft)
            talk = Talk(last={"tag": draft.tag, "number": case.number})
        case "handoff" if draft is not None:
            talk = await _hand_to_person(uow, services, chat, draft, talk)
        case "cancel":
            return await citizen_words.on_word("cancel", inbound, chat, talk, uow, services)
        case "stop":
            talk = Talk(last=talk.last)
    await say_to(uow, chat, *turn.replies)
    await keep(uow, chat, talk)
    return None


async def _hand_to_person(uow: UnitOfWork, services: Services, chat: Chat, draft: Draft, talk: Talk) -> Talk:
    """ "Petugas": with consent and a story the draft goes to staff as it is; otherwise what is missing."""
    if not (draft.consented and is_story(draft.story)):
        await say_to(uow, chat, say(words("person.need_story")))
        return talk
    draft = replace(draft, no_agency=draft.agency is None, anonymous=bool(draft.anonymous))
    case = await filing.submit(uow, services, chat, draft)
    return Talk(last={"tag": draft.tag, "number": case.number})
