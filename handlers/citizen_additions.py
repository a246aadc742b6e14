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
from conversations.answers import argument_of, meaning_of, resolve
from conversations.draft import Talk
from conversations.messages import Choice, Contact, Inbound, Location, Media, Text, say
from handlers import cases, citizen, citizen_cases, citizen_edits, desk_cards, staff_cards
from handlers.citizen_cases import said_by
from handlers.services import Services
from handlers.talk import carried, keep, scene
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
        await supply(inbound, chat, talk, case, uow, services, attachment)
        return True
    return await _unaddressed(inbound, chat, talk, uow, services, attachment)


async def _unaddressed(
    inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services, attachment: str | None
) -> bool:
    """Nothing says which case: a verdict, the one that waits for data, thanks, or a question back."""
    content, now = inbound.content, services.now()
    door = uow.complaints.of_citizen(chat.key)
    open_cases = await door.open()
    if await citizen_cases.on_verdict(inbound, chat, talk, open_cases, uow, services):
        return True
    waiting = [case for case in open_cases if case.status in (Status.ASKED, Status.NEEDS_INFO)]
    if len(waiting) == 1:
        await supply(inbound, chat, talk, waiting[0], uow, services, attachment)
        return True
    closed = [c for c in await door.all(which.MOST) if c.closed_at and now - c.closed_at <= LATELY]
    found = [*open_cases, *(case for case in closed if case not in open_cases)]
    if not found:
        return False
    if isinstance(content, Text) and services.ears.hear(content.body, at=inbound.sent_at).greeting:
        await say_to(uow, chat, say("case.thanks"))
        return True
    await _ask_which(inbound, chat, talk, found, uow, services, attachment)
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
    chosen = resolve(inbound.content, which.options(known))
    if chosen is None:
        if isinstance(inbound.content, Choice):
            return False
        # More of the same message: an album, or a sentence in two parts.
        pending["pieces"] = [*pending["pieces"], [inbound.message or "", said_by(inbound)]]
        pending["files"] = [*pending["files"], *([attachment] if attachment else [])]
        await keep(uow, chat, replace(talk, pending=pending))
        if not inbound.album:
            await say_to(uow, chat, which.question(known))
        return True
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
    await add_to(chat, talk, case, pieces, files, uow, services)
    return True


async def supply(
    inbound: Inbound, chat: Chat, talk: Talk, case: Complaint, uow: UnitOfWork, services: Services,
    attachment: str | None,
) -> None:  # fmt: skip
    """An addition to one case, in words or as a file; an album is answered once."""
    files = (attachment,) if attachment else ()
    more_of_album = bool(inbound.album) and talk.pending.get("album") == inbound.album
    pending = {"kind": "supply", "number": case.number, "album": inbound.album} if inbound.album else {}
    pieces = ((inbound.message or "", said_by(inbound)),)
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
) -> None:
    """Write the addition into the case and tell both sides."""
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
