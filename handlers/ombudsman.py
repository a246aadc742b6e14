"""The citizen on the way to the Ombudsman: asks, answers, goes back, stops, agrees, takes it back.

Who they are is asked here and nowhere else, and goes to nobody before they agree: while a question stands,
their words never reach the agency's group.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from complaints.escalation import Bar, too_old
from complaints.model import Complaint
from conversations import ombudsman, reminders
from conversations.answers import argument_of, meaning_of
from conversations.draft import Talk
from conversations.globals import meant
from conversations.messages import Choice, Command, Inbound, Message, Quoted, Words, say, words
from conversations.ombudsman import Asked
from handlers import cases, dossier, ombudsman_standing
from handlers.services import Services
from handlers.talk import keep
from handlers.talk import say as say_to
from storage.dossiers import ASKING, WITHDRAWN, Dossier
from storage.records import Chat
from storage.unit_of_work import UnitOfWork

BUBBLE = "ombudsman"
#: Words that answer and lead back to the question; all others lead somewhere else.
ASIDE = frozenset({"status", "help", "menu", "privacy", "language", "mute", "unmute"})
MOST = 8


async def on_private(inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services) -> bool:
    """Whether what came in belongs here; if so it is dealt with."""
    content = inbound.content
    if isinstance(content, Choice) and content.data.startswith("omb:"):
        await _pressed(content.data, inbound, chat, talk, uow, services)
        return True
    if ombudsman.wanted(content) and (talk.draft is None or isinstance(content, Command)):
        await _asks(chat, talk, uow, services)
        return True
    case = await _standing_question(inbound, chat, talk, uow)
    if case is None or isinstance(content, Choice):
        return False
    word = meant(content, drafting=False)
    if word is not None and ombudsman.moves(content) is None:
        return word in ASIDE and await _aside(word, inbound, chat, talk, case, uow, services)
    await _answer(inbound, chat, talk, case, uow, services)
    return True


async def _standing_question(inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork) -> Complaint | None:
    """The case whose question is answered by this: replied to, or standing. A reply about a case is about that."""
    door = uow.complaints.of_citizen(chat.key)
    bubble = await uow.bubbles.find(chat.key, inbound.reply_to) if inbound.reply_to else None
    if bubble is not None and bubble.case:
        return await door.by_id(bubble.case) if bubble.kind == BUBBLE else None
    if talk.pending.get("kind") != BUBBLE:
        return None
    return await door.get(str(talk.pending.get("number")))


async def _pressed(
    data: str, inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services
) -> None:
    case = await uow.complaints.of_citizen(chat.key).get(argument_of(data))
    if case is None:
        await say_to(uow, chat, say("case.not_found"))
        return
    match meaning_of(data):
        case "begin":
            await begin(chat, talk, case, uow, services)
        case "wait":
            view = await cases.view(uow, services, case)
            standing = await ombudsman_standing.of(uow, services, case)
            await say_to(uow, chat, reminders.waiting(view, standing), case=case.id, bubble="notice")
        case "withdraw":
            await dossier.withdraw(chat, case, uow, services)
        case _:
            await _answer(inbound, chat, talk, case, uow, services)


async def _asks(chat: Chat, talk: Talk, uow: UnitOfWork, services: Services) -> None:
    """ "ombudsman": about the one open case, or which of them, or what it is about at all."""
    found = await uow.complaints.of_citizen(chat.key).open(MOST)
    if len(found) == 1:
        await begin(chat, talk, found[0], uow, services)
    elif found:
        views = [await cases.view(uow, services, case) for case in found]
        await say_to(uow, chat, ombudsman.which(views))
    else:
        contact = words("ombudsman.direct", contact=Quoted(services.ombudsman_contact))
        await say_to(uow, chat, say("ombudsman.none", *((contact,) if services.ombudsman_contact else ())))


async def begin(chat: Chat, talk: Talk, case: Complaint, uow: UnitOfWork, services: Services) -> None:
    """The first question, or the one that stood when the talk broke off; or why it cannot be asked yet."""
    standing = await ombudsman_standing.of(uow, services, case)
    known = await uow.dossiers.get(case.id)
    view = await cases.view(uow, services, case)
    if known is not None and known.leaves:
        await say_to(uow, chat, dossier.state(known, view), case=case.id, bubble="notice")
        return
    if not standing.eligible:
        await say_to(uow, chat, ombudsman.not_yet(view, standing, services.ombudsman_contact), case=case.id)
        return
    if known is None or known.state == WITHDRAWN:
        known = Dossier(case=case.id, chat_key=chat.key, begun_at=services.now())
        await uow.dossiers.keep(known)
        await dossier.note(uow, services, case, dossier.citizen(chat), "begun")
    await keep(uow, chat, replace(talk, pending={"kind": BUBBLE, "number": case.number}))
    first = ombudsman.question(_asked(case, known, services), note=ombudsman.intro(view))
    if standing.near_limit and standing.limit is not None:
        first = replace(first, lines=(words("ombudsman.limit", number=case.number, day=standing.limit), *first.lines))
    await say_to(uow, chat, first, case=case.id, bubble=BUBBLE)


async def _aside(
    word: str, inbound: Inbound, chat: Chat, talk: Talk, case: Complaint, uow: UnitOfWork, services: Services
) -> bool:
    """ "status" in between is answered, and the question stands again below it."""
    from handlers import citizen_words  # it leads back here through the citizen's own deeds

    await citizen_words.on_word(word, inbound, chat, talk, uow, services)
    known = await uow.dossiers.get(case.id)
    after = await uow.chats.get(chat.key)
    if after is not None and known is not None and known.state == ASKING:
        await keep(uow, after, replace(talk, pending={"kind": BUBBLE, "number": case.number}))
        await _ask(after, case, known, uow, services)
    return True


async def _answer(
    inbound: Inbound, chat: Chat, talk: Talk, case: Complaint, uow: UnitOfWork, services: Services
) -> None:
    known = await uow.dossiers.get(case.id)
    if known is None or known.state != ASKING:
        # An old question answered late: it must not become an addition to the case.
        await keep(uow, chat, replace(talk, pending={}))
        view = await cases.view(uow, services, case)
        await say_to(uow, chat, dossier.state(known, view), case=case.id, bubble="notice")
        return
    await keep(uow, chat, replace(talk, pending={"kind": BUBBLE, "number": case.number}))
    asked, content = _asked(case, known, services), inbound.content
    pressed = meaning_of(content.data) if isinstance(content, Choice) else None
    move = ombudsman.moves(content) or ("skip" if pressed == "skip" else None)
    if move == "stop":
        await _stop(chat, talk, case, uow, services)
    elif move == "back":
        await _ask(chat, case, replace(known, answers=dict(list(known.answers.items())[:-1])), uow, services)
    elif asked.step == ombudsman.REVIEW:
        await _decide(ombudsman.decided(asked, content), chat, talk, case, known, uow, services)
    elif move == "skip" and asked.step not in ("name", "wish", "secret"):
        await _ask(chat, case, _with(known, asked.step, ""), uow, services)
    else:
        await _take(inbound, chat, talk, case, known, asked, uow, services)


async def _take(
    inbound: Inbound,
    chat: Chat,
    talk: Talk,
    case: Complaint,
    known: Dossier,
    asked: Asked,
    uow: UnitOfWork,
    services: Services,
) -> None:
    heard = None
    if asked.step == "day":
        heard = services.ears.day(ombudsman.words_of(inbound.content), at=inbound.sent_at)
    value = ombudsman.take(asked, inbound.content, day=heard)
    if value is None:
        await _ask(chat, case, known, uow, services, note=Words(f"ombudsman.misread.{asked.step}"))
    elif asked.step == "day" and too_old(date.fromisoformat(value), asked.today):
        await _stop(chat, talk, case, uow, services, say(ombudsman.bar(Bar.OLD, case.number)))
    elif ombudsman.underage(asked, value):
        await _ask(chat, case, known, uow, services, note=Words("ombudsman.underage"))
    else:
        await _ask(chat, case, _with(known, asked.step, value), uow, services)


async def _ask(
    chat: Chat, case: Complaint, known: Dossier, uow: UnitOfWork, services: Services, *, note: Words | None = None
) -> None:
    """Keep what is known, then the next question."""
    await uow.dossiers.keep(known)
    message: Message = ombudsman.question(_asked(case, known, services), note=note)
    await say_to(uow, chat, message, case=case.id, bubble=BUBBLE)


async def _stop(
    chat: Chat,
    talk: Talk,
    case: Complaint,
    uow: UnitOfWork,
    services: Services,
    why: Message | None = None,
) -> None:
    """Nothing was sent, nothing is kept."""
    await uow.dossiers.drop(case.id)
    await dossier.note(uow, services, case, dossier.citizen(chat), "stopped")
    await keep(uow, chat, replace(talk, pending={}))
    await say_to(uow, chat, why or say(words("ombudsman.stopped", number=case.number)), case=case.id)


async def _decide(
    decided: str | None,
    chat: Chat,
    talk: Talk,
    case: Complaint,
    known: Dossier,
    uow: UnitOfWork,
    services: Services,
) -> None:
    match decided:
        case "agree":
            await keep(uow, chat, replace(talk, pending={}))
            await dossier.hand_over(chat, case, known, uow, services)
        case "decline":
            await _stop(chat, talk, case, uow, services)
        case "change":
            await _ask(chat, case, replace(known, answers={}), uow, services)
        case _:
            await _ask(chat, case, known, uow, services, note=Words("ombudsman.misread.review"))


def _asked(case: Complaint, known: Dossier, services: Services) -> Asked:
    today = services.now().astimezone(services.zone).date()
    return Asked(case=case, answers=known.answers, today=today)


def _with(known: Dossier, step: str, value: object) -> Dossier:
    return replace(known, answers={**known.answers, step: value})
