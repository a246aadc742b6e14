"""What a citizen does to a case already filed: add, answer, confirm, refuse, look. Own cases only."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from complaints.errors import NotAllowed
from complaints.lifecycle import Action, Status
from complaints.model import Actor, Complaint, Role
from conversations import intake, tracking, which
from conversations.answers import argument_of, meaning_of, resolve, words_of
from conversations.draft import Draft, Talk
from conversations.messages import Choice, Contact, Inbound, Location, Media, Text, say, words
from conversations.slots.consent import CONSENT_VERSION
from handlers import cases, desk_cards
from handlers.services import Ack, Services
from handlers.talk import keep, scene
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
    match meaning_of(data):
        case "done":
            await _decide(uow, services, chat, case, Action.CONFIRM, event="confirmed")
        case "notyet":
            await _refuse(uow, services, chat, talk, case)
        case "add" | "reply":
            await keep(uow, chat, replace(talk, pending={"kind": "supply", "number": case.number}))
            await say_to(uow, chat, say(words("case.ask_addition", number=case.number)))
        case _:
            await say_status(uow, services, chat, case)
    return None


async def _decide(
    uow: UnitOfWork, services: Services, chat: Chat, case: Complaint, action: Action, *, event: str
) -> bool:
    try:
        case = await cases.change(uow, services, case, action, by=citizen(chat))
    except NotAllowed:
        await say_status(uow, services, chat, case)
        return False
    view = await cases.view(uow, services, case)
    await say_to(uow, chat, tracking.notice(view, event), case=case.id, bubble="notice")
    await desk_cards.citizen_said(uow, services, case, "", event)
    return True


async def _verdict(
    inbound: Inbound, chat: Chat, talk: Talk, found: list[Complaint], uow: UnitOfWork, services: Services
) -> bool:
    """ "Sudah" or "belum", said about the one case whose closing was asked about."""
    asked = [case for case in found if case.status in (Status.ANSWERED, Status.RESOLVED)]
    if len(asked) != 1:
        return False
    chosen = resolve(inbound.content, tracking.verdicts(asked[0].number))
    if chosen is None:
        return False
    if meaning_of(chosen.id) == "done":
        await _decide(uow, services, chat, asked[0], Action.CONFIRM, event="confirmed")
    else:
        await _refuse(uow, services, chat, talk, asked[0])
    return True


async def _refuse(uow: UnitOfWork, services: Services, chat: Chat, talk: Talk, case: Complaint) -> None:
    """Open it again, and take what comes next as the reason."""
    if await _decide(uow, services, chat, case, Action.REFUSE, event="refused"):
        await keep(uow, chat, replace(talk, pending={"kind": "supply", "number": case.number}))


async def say_status(uow: UnitOfWork, services: Services, chat: Chat, case: Complaint) -> None:
    """Who holds it, by when, what next."""
    view = await cases.view(uow, services, case)
    await say_to(uow, chat, tracking.status(view), case=case.id, bubble="notice")


async def on_addition(
    inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services, *, attachment: str | None
) -> bool:
    """Whether what came in belongs to a case already filed; if so it is dealt with here."""
    content = inbound.content
    if inbound.reply_to and not isinstance(content, Choice):
        bubble = await uow.bubbles.find(chat.key, inbound.reply_to)
        if bubble and bubble.case and (case := await uow.complaints.of_citizen(chat.key).by_id(bubble.case)):
            await supply(inbound, chat, talk, case, uow, services, attachment)
            return True
    if talk.draft is not None:
        return False
    kind = talk.pending.get("kind")
    if kind == "which":
        return await _which(inbound, chat, talk, uow, services, attachment)
    if not isinstance(content, Text | Media | Location | Contact):
        return False
    if kind == "supply":
        case = await uow.complaints.of_citizen(chat.key).get(str(talk.pending.get("number")))
        if case is not None:
            await supply(inbound, chat, talk, case, uow, services, attachment)
            return True
    open_cases = await uow.complaints.of_citizen(chat.key).open()
    if await _verdict(inbound, chat, talk, open_cases, uow, services):
        return True
    waiting = [case for case in open_cases if case.status is Status.NEEDS_INFO]
    if len(waiting) == 1:
        await supply(inbound, chat, talk, waiting[0], uow, services, attachment)
        return True
    if not open_cases:
        return False
    if isinstance(content, Text) and services.ears.hear(content.body, at=inbound.sent_at).greeting:
        await say_to(uow, chat, say("case.thanks"))
        return True
    await _ask_which(inbound, chat, talk, open_cases, uow, attachment)
    return True


async def _ask_which(
    inbound: Inbound, chat: Chat, talk: Talk, found: list[Complaint], uow: UnitOfWork, attachment: str | None
) -> None:
    """In doubt the bot asks which case, and keeps what was said meanwhile."""
    numbers = [case.number for case in found[: which.MOST]]
    pending = {
        "kind": "which",
        "text": said_by(inbound),
        "files": [attachment] if attachment else [],
        "numbers": numbers,
    }
    await keep(uow, chat, replace(talk, pending=pending))
    await say_to(uow, chat, which.question(numbers))


async def _which(
    inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services, attachment: str | None
) -> bool:
    pending = dict(talk.pending)
    chosen = resolve(inbound.content, which.options(pending["numbers"]))
    if chosen is None:
        if isinstance(inbound.content, Choice):
            return False
        # More of the same message: an album, or a sentence in two parts.
        pending["text"] = f"{pending['text']}\n{said_by(inbound)}".strip()
        pending["files"] = [*pending["files"], *([attachment] if attachment else [])]
        await keep(uow, chat, replace(talk, pending=pending))
        if not inbound.album:
            await say_to(uow, chat, which.question(pending["numbers"]))
        return True
    files = tuple(pending["files"])
    if meaning_of(chosen.id) == "new":
        draft = Draft(id=uuid4().hex, consented=chat.consent_version == CONSENT_VERSION, attachments=files)
        turn = intake.begin(draft, scene(services, inbound), text=pending["text"])
        await say_to(uow, chat, *turn.replies)
        await keep(uow, chat, replace(turn.talk, last=talk.last))
        return True
    case = await uow.complaints.of_citizen(chat.key).get(argument_of(chosen.id))
    if case is None:
        await keep(uow, chat, replace(talk, pending={}))
        await say_to(uow, chat, say("case.not_found"))
        return True
    await add_to(chat, talk, case, pending["text"], files, uow, services)
    return True


async def supply(
    inbound: Inbound,
    chat: Chat,
    talk: Talk,
    case: Complaint,
    uow: UnitOfWork,
    services: Services,
    attachment: str | None,
) -> None:
    """An addition to one case, in words or as a file; an album is answered once."""
    files = (attachment,) if attachment else ()
    more_of_album = bool(inbound.album) and talk.pending.get("album") == inbound.album
    pending = {"kind": "supply", "number": case.number, "album": inbound.album} if inbound.album else {}
    talk = replace(talk, pending=pending)
    await add_to(chat, talk, case, said_by(inbound), files, uow, services, quiet=more_of_album)


async def add_to(
    chat: Chat,
    talk: Talk,
    case: Complaint,
    text: str,
    files: tuple[str, ...],
    uow: UnitOfWork,
    services: Services,
    *,
    quiet: bool = False,
) -> None:
    """Write the addition into the case and tell both sides."""
    if talk.pending.get("kind") == "which":
        talk = replace(talk, pending={})
    await keep(uow, chat, talk)
    case = replace(case, attachments=(*case.attachments, *files))
    try:
        case = await cases.change(uow, services, case, Action.SUPPLY, by=citizen(chat), note=text)
    except NotAllowed:
        await say_status(uow, services, chat, case)
        return
    await uow.attachments.attach(files, case.id)
    await desk_cards.citizen_said(uow, services, case, text, "supplied", files)
    if not quiet:
        view = await cases.view(uow, services, case)
        await say_to(uow, chat, tracking.notice(view, "supplied"), case=case.id, bubble="notice")


async def on_edit(
    inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services
) -> Ack | None:
    """An edited message changes an open draft; on a filed case the new wording is noted beside the old."""
    text = words_of(inbound.content)
    if not text:
        return None
    if talk.draft is not None:
        await keep(uow, chat, intake.edited(talk, text, scene(services, inbound)))
        await say_to(uow, chat, say("draft.edit_taken"))
    elif number := talk.last.get("number"):
        case = await uow.complaints.of_citizen(chat.key).get(number)
        if case is not None and case.status not in (Status.CLOSED, Status.ARCHIVED):
            await add_to(chat, talk, case, text, (), uow, services)
    return None


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
