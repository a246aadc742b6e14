"""What a citizen thought of it: a tap or a number, then perhaps a word; whoever says nothing is not counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from complaints.lifecycle import Status
from complaints.model import Complaint
from conversations import rating
from conversations.answers import words_of
from conversations.draft import Talk
from conversations.messages import Inbound, Text
from handlers import cases, danger
from handlers.services import Services
from handlers.talk import keep
from handlers.talk import say as say_to
from storage.records import Chat
from storage.unit_of_work import UnitOfWork

#: Right after the number whatever is said is about it.
AT_ONCE = timedelta(minutes=15)


async def ask(uow: UnitOfWork, services: Services, chat: Chat, talk: Talk, case: Complaint) -> None:
    """Say that it is closed and ask for a number, in one message."""
    view = await cases.view(uow, services, case)
    await keep(uow, chat, replace(talk, pending={"kind": "rate", "number": case.number}))
    await say_to(uow, chat, rating.closed(view), case=case.id, bubble="notice")


async def on_stars(
    stars: int, word: str, chat: Chat, talk: Talk, case: Complaint, uow: UnitOfWork, services: Services
) -> bool:
    """Write it down; False where the case is open again and there is nothing to rate."""
    if case.status is not Status.CLOSED:
        return False
    await uow.ratings.put(case.id, chat.key, stars, services.now(), word)
    pending = {} if word else {"kind": "word", "number": case.number, "stars": stars}
    await keep(uow, chat, replace(talk, pending=pending))
    await say_to(uow, chat, rating.thanks(stars, worded=bool(word)))
    return True


async def on_text(
    inbound: Inbound, chat: Chat, talk: Talk, since: str, uow: UnitOfWork, services: Services
) -> bool:
    """A number or a word in answer to the question; False for anything else, which then goes its own way."""
    kind, number = talk.pending.get("kind"), str(talk.pending.get("number"))
    if kind not in ("rate", "word") or not isinstance(inbound.content, Text):
        return False
    case = await uow.complaints.of_citizen(chat.key).get(number)
    text = words_of(inbound.content).strip()
    if case is None:
        return False
    found = rating.said(text)
    if kind == "rate" or (found and not found[1]):  # another number is a better one, no word about the first
        return found is not None and await on_stars(*found, chat, talk, case, uow, services)
    if not _about_it(text, since, inbound, services):
        return False
    return await on_stars(int(talk.pending["stars"]), text, chat, talk, case, uow, services)


def _about_it(text: str, since: str, inbound: Inbound, services: Services) -> bool:
    """Is this the word that was asked for, or a new story weeks later?"""
    if len(text.split()) > rating.LONGEST_WORD or danger.told(inbound, services):
        return False
    if since and inbound.sent_at - datetime.fromisoformat(since) <= AT_ONCE:
        return True
    return services.ears.hear(text, at=inbound.sent_at).topic in (None, "LLN")
