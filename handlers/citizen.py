"""What a citizen does in the private chat with the public bot, one coroutine per thing that can happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from conversations import intake, menu
from conversations.answers import means, scope_of, words_of
from conversations.draft import Draft, Talk
from conversations.globals import meant
from conversations.messages import (
    Choice,
    Command,
    Contact,
    Inbound,
    Location,
    Media,
    Membership,
    Text,
    say,
    words,
)
from conversations.slots.consent import CONSENT_VERSION
from conversations.slots.story import is_story
from handlers import (
    citizen_additions,
    citizen_cases,
    citizen_drafts,
    citizen_edits,
    citizen_words,
    filing,
    nudges,
    ombudsman,
    own_data,
    rating,
    similar,
    staff_talk,
)
from handlers.attachments import received
from handlers.services import Ack, Services
from handlers.talk import carried, keep, scene, talk_of
from handlers.talk import say as say_to
from storage.records import Chat
from storage.unit_of_work import UnitOfWork

#: After so long a silence, or where a question cannot use it, a long text may be another complaint.
LONG_AGO = timedelta(hours=24)
#: Words from which a text is looked at as a story of its own then.
OWN_STORY = 8


async def on_private(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> Ack | None:
    """Everything a citizen can send, in the order in which it is looked at."""
    content = inbound.content
    if isinstance(content, Membership):
        await _membership(content, chat, uow, services)
        return None
    if not chat.reachable:
        chat = replace(chat, reachable=True)
        await uow.chats.save(chat)
    talk = talk_of(chat)
    if inbound.edited:
        return await citizen_edits.on_edit(inbound, chat, talk, uow, services)
    before, talk = talk.at, replace(talk, at=inbound.sent_at.isoformat())
    if talk.listed:  # good for one answer
        content = menu.listed(talk.listed, content) or content
        inbound, talk = replace(inbound, content=content), replace(talk, listed=())
        chat = await keep(uow, chat, talk)
    if await ombudsman.on_private(inbound, chat, talk, uow, services):
        return None
    if isinstance(content, Choice) and content.data.startswith("case:"):
        return await citizen_cases.on_button(inbound, chat, talk, uow, services)
    if isinstance(content, Choice) and scope_of(content.data).startswith("nudge."):
        return await citizen_drafts.on_nudged(content.data, inbound, chat, talk, uow, services)
    word = _word(inbound, talk, services)
    kind = talk.pending.get("kind")
    if talk.draft is not None and kind == "cancel":
        decided = word == "cancel" or menu.cancels(talk.draft, content)
        if decided is not None:
            return await citizen_words.on_cancel(decided, inbound, chat, talk, uow, services)
    if await own_data.on_answer(inbound, chat, talk, uow, services):
        return None
    fresh = talk.draft is not None and kind == "fresh"
    if fresh and await citizen_drafts.on_choice(inbound, chat, talk, uow, services):
        return None
    if word:
        return await citizen_words.on_word(word, inbound, chat, replace(talk, pending={}), uow, services)
    if await rating.on_text(inbound, chat, talk, before, uow, services):
        return None
    if kind in ("cancel", "fresh", "rate", "word", "erase"):
        talk = replace(talk, pending={})
    attachment = await received(uow, services, chat, inbound) if isinstance(content, Media) else None
    if await staff_talk.on_message(inbound, chat, talk, uow, services, attachment=attachment):
        return None
    if await citizen_additions.on_addition(inbound, chat, talk, uow, services, attachment=attachment):
        return None
    if talk.draft is None:
        return await begin(inbound, chat, talk, uow, services, attachment)
    turn = intake.resume(talk, inbound, scene(services, inbound), attachment=attachment)
    misread = turn.talk.tries > talk.tries
    if (misread or _long_ago(inbound, before)) and _another(inbound, talk, services):
        return await citizen_drafts.ask_which(inbound, chat, talk, uow, services, text=words_of(content))
    return await follow(turn, inbound, chat, uow, services)


def _word(inbound: Inbound, talk: Talk, services: Services) -> str | None:
    """The global meaning, unless the standing question offers the same word as its answer ("lanjutkan")."""
    word = meant(inbound.content, drafting=talk.draft is not None or bool(talk.shelf))
    if word == "cancel" and talk.draft is not None and talk.draft.editing and means(inbound.content, "back"):
        return None  # "gak jadi" is said of the field
    if word in ("resume", "report") and isinstance(inbound.content, Text):
        beside = talk.pending.get("kind") in ("cancel", "fresh", "which")
        if beside or intake.answers(talk, inbound.content, scene(services, inbound)):
            return None
    return word


def _long_ago(inbound: Inbound, before: str) -> bool:
    return bool(before) and inbound.sent_at - datetime.fromisoformat(before) >= LONG_AGO


def _another(inbound: Inbound, talk: Talk, services: Services) -> bool:
    """A long text of a topic while a draft with a story of its own is open: more of that one, or another one?"""
    if talk.draft is None or not talk.draft.story or not isinstance(inbound.content, Text):
        return False
    text = inbound.content.body
    return len(text.split()) >= OWN_STORY and services.ears.hear(text, at=inbound.sent_at).topic is not None


async def _membership(content: Membership, chat: Chat, uow: UnitOfWork, services: Services) -> None:
    if content.state in ("blocked", "left"):
        await uow.chats.mark_unreachable(chat.key, services.now())
        await uow.outbox.drop_chat(chat.key)
    elif not chat.reachable:
        await uow.chats.save(replace(chat, reachable=True))


async def begin(
    inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services, attachment: str | None
) -> Ack | None:
    """A first word: a story, a greeting, a file, a pin, or a button of a draft long gone."""
    content = inbound.content
    if isinstance(content, Choice):
        return await citizen_words.on_stale_button(inbound, chat, talk, uow, services)
    draft, where = new_draft(chat), scene(services, inbound)
    if attachment is not None or isinstance(content, Location | Contact):
        begun = replace(talk, draft=draft, step="")
        turn = intake.resume(begun, inbound, where, attachment=attachment)
        return await follow(turn, inbound, chat, uow, services)
    text = words_of(content) if isinstance(content, Text | Command) else ""
    heard = services.ears.hear(text, at=inbound.sent_at)
    if not is_story(text) or (heard.greeting and heard.kind is None):
        draft, text = replace(draft, abusive=heard.abusive), ""
    turn = intake.begin(draft, where, text=text)
    return await follow(carried(turn, talk), inbound, chat, uow, services)


def new_draft(chat: Chat) -> Draft:
    """An empty draft; a consent of the present wording need not be given twice."""
    return Draft(id=uuid4().hex, consented=chat.consent_version == CONSENT_VERSION)


async def follow(
    turn: intake.Turn, inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services
) -> Ack | None:
    """Do what a turn asks for and keep its state, in the same commit as the replies."""
    turn = await similar.look(turn, inbound, chat, uow, services)
    talk, draft = turn.talk, turn.talk.draft
    if draft is not None and draft.consented and chat.consent_version != CONSENT_VERSION:
        chat = replace(chat, consent_version=CONSENT_VERSION, consent_at=services.now())
        await uow.audit.add(
            at=services.now(), actor=citizen_cases.citizen(chat), event="consent.given", case=None,
            detail={"version": CONSENT_VERSION},
        )  # fmt: skip
    match turn.outcome:
        case "file" if draft is not None:
            talk = await _file(uow, services, chat, talk, draft)
        case "support" if draft is not None:
            await say_to(uow, chat, await similar.support(uow, services, chat, draft))
            talk = talk.without_draft()
        case "handoff" if draft is not None:
            talk = await _hand_to_person(uow, services, chat, draft, talk)
        case "cancel":
            return await citizen_words.on_word("cancel", inbound, chat, talk, uow, services)
        case "stop":
            talk = talk.without_draft()
    await say_to(uow, chat, *turn.replies)
    await nudges.plan(uow, services, chat, talk)
    await keep(uow, chat, talk)
    return None


async def _file(uow: UnitOfWork, services: Services, chat: Chat, talk: Talk, draft: Draft) -> Talk:
    case = await filing.submit(uow, services, chat, draft, more=bool(talk.shelf))
    filed = replace(talk.without_draft(), last={"tag": draft.tag, "number": case.number})
    return filed.noted(case.number, *draft.pieces)


async def _hand_to_person(uow: UnitOfWork, services: Services, chat: Chat, draft: Draft, talk: Talk) -> Talk:
    """ "Petugas": with consent and a story the draft goes to staff as it is; otherwise what is missing."""
    if not (draft.consented and is_story(draft.told_so_far)):
        await say_to(uow, chat, say(words("person.need_story")))
        return talk
    draft = replace(draft, no_agency=draft.agency is None, anonymous=bool(draft.anonymous))
    return await _file(uow, services, chat, talk, draft)
