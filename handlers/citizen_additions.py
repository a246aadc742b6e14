"""What a citizen adds to a case already filed: to the one that is meant, or to the one that is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from complaints.errors import NotAllowed
from complaints.lifecycle import Action, Status
from complaints.model import Complaint
from complaints.number import find_numbers
from conversations import intake, tracking, which
from conversations.answers import argument_of, meaning_of, means
from conversations.draft import Talk
from conversations.messages import Choice, Contact, Content, Inbound, Location, Media, Text, say
from conversations.verdict import verdict
from conversations.vocabulary import THANKS, asks_news, fold, only_thanks
from handlers import cases, citizen, citizen_cases, citizen_edits, citizen_words, danger, desk_cards, staff_cards
from handlers.citizen_cases import said_by
from handlers.services import Services
from handlers.talk import carried, keep, scene, talk_of
from handlers.talk import say as say_to
from storage.records import Chat
from storage.unit_of_work import UnitOfWork

#: So long after a closing a message may still be about it.
LATELY = timedelta(days=14)


async def on_addition(
    inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services, *, attachment: str | None
) -> bool:
    """Whether what came in belongs to a case already filed; if so it is dealt with here."""
    content = inbound.content
    if isinstance(content, Choice):
        return talk.pending.get("kind") == "which" and await _which(inbound, chat, talk, uow, services, attachment)
    door = uow.complaints.of_citizen(chat.key)
    if inbound.reply_to:
        bubble = await uow.bubbles.find(chat.key, inbound.reply_to)
        if bubble and bubble.case and (case := await door.by_id(bubble.case)):
            await supply(inbound, chat, talk, case, uow, services, attachment)
            return True
    if not isinstance(content, Text | Media | Location | Contact):
        return False
    # A number says which case is meant, even while another story is being told.
    for number in find_numbers(said_by(inbound)):
        if case := await door.get(number):
            await supply(inbound, chat, talk, case, uow, services, attachment)
            return True
    if talk.draft is not None:
        return False
    if talk.pending.get("kind") == "which":
        return await _which(inbound, chat, talk, uow, services, attachment)
    if talk.pending.get("kind") == "supply" and (case := await door.get(str(talk.pending.get("number")))):
        said = verdict(said_by(inbound)) if citizen_cases.asked_for([case]) and attachment is None else None
        if _let_go(content):
            await keep(uow, chat, replace(talk, pending={}))
            await say_to(uow, chat, say("case.nothing_added"))
        elif _only_thanks(content, attachment):
            await say_to(uow, chat, say("case.thanks"))
        elif said:
            await citizen_cases.judge(said, (inbound.message or "", said_by(inbound)), chat, talk, case, uow, services)
        else:
            await supply(inbound, chat, talk, case, uow, services, attachment)
        return True
    return await _unaddressed(inbound, chat, talk, uow, services, attachment)


async def _unaddressed(
    inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services, attachment: str | None
) -> bool:
    """Nothing says which case: a verdict, the one that waits for data, small talk, or a question back."""
    now, door = services.now(), uow.complaints.of_citizen(chat.key)
    open_cases = await door.open()
    asked = citizen_cases.asked_for(open_cases)
    said = citizen_cases.verdict_in(inbound.content) if asked else None
    if said and len(asked) == 1:
        await citizen_cases.judge(said, (inbound.message or "", said_by(inbound)), chat, talk, asked[0], uow, services)
        return True
    waiting = [case for case in open_cases if case.status in (Status.ASKED, Status.NEEDS_INFO)]
    if len(waiting) == 1 and not said:
        if _only_thanks(inbound.content, attachment):
            await citizen_cases.say_status(uow, services, chat, waiting[0])  # an "ok" answers no question
        else:
            await supply(inbound, chat, talk, waiting[0], uow, services, attachment)
        return True
    closed = [c for c in await door.all(which.MOST) if c.closed_at and now - c.closed_at <= LATELY]
    found = [*open_cases, *(case for case in closed if case not in open_cases)]
    if not found:
        return False
    if not said and attachment is None and await _beside(inbound, chat, talk, asked, uow, services):
        return True
    await danger.numbers_first(inbound, chat, uow, services)
    await _ask_which(inbound, chat, talk, asked if said else found, uow, services, attachment)
    return True


def _let_go(content: Content) -> bool:
    return means(content, "cancel") or means(content, "back")


def _only_thanks(content: Content, attachment: str | None) -> bool:
    return attachment is None and isinstance(content, Text) and only_thanks(content.body)


async def _beside(
    inbound: Inbound, chat: Chat, talk: Talk, asked: list[Complaint], uow: UnitOfWork, services: Services
) -> bool:
    """What is no message for any case: a sticker, thanks, a greeting, a question how it is going."""
    text = said_by(inbound)
    if not text:
        await say_to(uow, chat, say("intake.cannot_read"))
    elif not isinstance(inbound.content, Text):
        return False
    elif asks_news(text):
        await citizen_words.on_word("status", inbound, chat, talk, uow, services)
    elif not services.ears.hear(text, at=inbound.sent_at).greeting:
        return False
    elif len(asked) == 1:
        await citizen_cases.say_status(uow, services, chat, asked[0])
    elif only_thanks(text):
        await say_to(uow, chat, say("case.thanks"))
    elif THANKS.intersection(fold(text).split()):
        return False  # "sudah diangkut, makasih": somebody has to hear that
    else:
        await citizen_words.on_word("menu", inbound, chat, talk, uow, services)
    return True


async def _ask_which(
    inbound: Inbound, chat: Chat, talk: Talk, found: list[Complaint], uow: UnitOfWork, services: Services,
    attachment: str | None,
) -> None:  # fmt: skip
    """In doubt the bot asks which case, and keeps what was said meanwhile."""
    known = [which.Known(c.number, (await cases.view(uow, services, c)).agency or "") for c in found[: which.MOST]]
    pending = {
        "kind": "which",
        "pieces": [[inbound.message or "", said_by(inbound)]],
        "files": [attachment] if attachment else [],
        "cases": [[one.number, one.agency] for one in known],
    }
    await keep(uow, chat, replace(talk, pending=pending))
    await say_to(uow, chat, which.question(known))


async def _which(
    inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services, attachment: str | None
) -> bool:
    pending: dict[str, Any] = dict(talk.pending)
    known = [which.Known(number, agency) for number, agency in pending["cases"]]
    chosen = which.chosen(inbound.content, known)
    if chosen is None:
        if isinstance(inbound.content, Choice):
            return False
        return await _undecided(inbound, chat, talk, known, uow, services, attachment)
    talk, files = replace(talk, pending={}), tuple(pending["files"])
    pieces = tuple((id, text) for id, text in pending["pieces"] if text)
    if meaning_of(chosen.id) == "new":
        draft = replace(citizen.new_draft(chat), attachments=files)
        for message, text in pieces:
            draft = draft.told(text, message)
        where = scene(services, inbound)
        turn = carried(intake.begin(intake.reread(draft, where) if pieces else draft, where), talk)
        await citizen.follow(turn, inbound, chat, uow, services)
        return True
    case = await uow.complaints.of_citizen(chat.key).get(argument_of(chosen.id))
    if case is None:
        await keep(uow, chat, talk)
        await say_to(uow, chat, say("case.not_found"))
        return True
    said = citizen_cases.verdict_in(Text(pieces[0][1])) if len(pieces) == 1 and not files else None
    if said and citizen_cases.asked_for([case]):
        await citizen_cases.judge(said, pieces[0], chat, talk, case, uow, services)
    else:
        await add_to(chat, talk, case, pieces, files, uow, services)
    return True


async def _undecided(
    inbound: Inbound, chat: Chat, talk: Talk, known: list[which.Known], uow: UnitOfWork, services: Services,
    attachment: str | None,
) -> bool:  # fmt: skip
    """No answer yet: let go of it, a verdict on the one case that waits for it, small talk, or more of the message."""
    content, pending = inbound.content, dict(talk.pending)
    if _let_go(content):
        await keep(uow, chat, replace(talk, pending={}))
        await say_to(uow, chat, say("which.dropped"))
        return True
    asked = citizen_cases.asked_for(await uow.complaints.of_citizen(chat.key).open())
    if len(asked) == 1 and (said := citizen_cases.verdict_in(content)):
        reason = (inbound.message or "", said_by(inbound))
        await citizen_cases.judge(said, reason, chat, replace(talk, pending={}), asked[0], uow, services)
        await _hand_over(pending, asked[0].number, chat, uow, services)
        return True
    await danger.numbers_first(inbound, chat, uow, services)
    text = said_by(inbound)
    if attachment or not (isinstance(content, Text) and services.ears.hear(text, at=inbound.sent_at).greeting):
        # More of the same message: an album, or a sentence in two parts.
        pending["pieces"] = [*pending["pieces"], [inbound.message or "", text]]
        pending["files"] = [*pending["files"], *([attachment] if attachment else [])]
        await keep(uow, chat, replace(talk, pending=pending))
    if not inbound.album:
        await say_to(uow, chat, which.question(known, "which.waiting"))
    return True


async def _hand_over(
    pending: dict[str, Any], number: str, chat: Chat, uow: UnitOfWork, services: Services
) -> None:
    """What waited for a choice goes to the case that a verdict was given on, without another word."""
    held, files = tuple((id, text) for id, text in pending["pieces"] if text), tuple(pending["files"])
    case, now = await uow.complaints.of_citizen(chat.key).get(number), await uow.chats.get(chat.key)
    if case and now and (held or files):
        await add_to(now, talk_of(now), case, held, files, uow, services, quiet=True)


async def supply(
    inbound: Inbound, chat: Chat, talk: Talk, case: Complaint, uow: UnitOfWork, services: Services,
    attachment: str | None,
) -> None:  # fmt: skip
    """An addition to one case, in words or as a file; an album is answered once."""
    files = (attachment,) if attachment else ()
    more_of_album = bool(inbound.album) and talk.pending.get("album") == inbound.album
    pending = {"kind": "supply", "number": case.number, "album": inbound.album} if inbound.album else {}
    pieces = ((inbound.message or "", said_by(inbound)),)
    await danger.numbers_first(inbound, chat, uow, services)
    await add_to(chat, replace(talk, pending=pending), case, pieces, files, uow, services, quiet=more_of_album)


async def add_to(
    chat: Chat,
    talk: Talk,
    case: Complaint,
    pieces: tuple[tuple[str, str], ...],
    files: tuple[str, ...],
    uow: UnitOfWork,
    services: Services,
    *,
    quiet: bool = False,
) -> Complaint:
    """Write the addition into the case and tell both sides; the case after it."""
    await keep(uow, chat, talk.noted(case.number, *pieces))
    text = "\n".join(text for _, text in pieces if text)
    with_files = replace(case, attachments=(*case.attachments, *files))
    event, asked = "supplied", case.status is Status.ASKED
    try:
        case = await cases.change(uow, services, with_files, Action.SUPPLY, by=citizen_cases.citizen(chat), note=text)
    except NotAllowed:
        # Closed: kept beside the case and shown; whether it is to be opened again is the citizen's to say.
        event = "added"
        case = await citizen_edits.note(uow, services, chat, with_files, event, text)
    await uow.attachments.attach(files, case.id)
    if event == "supplied":
        await desk_cards.citizen_said(uow, services, case, text, "supplied", files)
        if asked:
            await staff_cards.answered(uow, services, case, text)
    if not quiet:
        view = await cases.view(uow, services, case)
        await say_to(uow, chat, tracking.notice(view, event), case=case.id, bubble="notice")
    return case
