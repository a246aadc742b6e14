"""What is different for a citizen on a channel with a window: what waits comes first, BUKA, BERHENTI, proofs.

Everything else is the same talk as anywhere (handlers.citizen). Knows no channel by name but what the inbound
tells: it opens what was parked, whoever parked it.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

from complaints.lifecycle import Status
from complaints.model import Entry
from conversations import intake
from conversations.answers import words_of
from conversations.globals import meant
from conversations.messages import Choice, Command, Inbound, Media, Retraction, Text, say, words
from conversations.slots.consent import CONSENT_VERSION
from conversations.templates import OPEN
from conversations.vocabulary import fold
from handlers import broadcast_results, citizen
from handlers.citizen_cases import citizen as actor
from handlers.services import Ack, Services
from handlers.talk import say as say_to
from handlers.talk import scene, talk_of
from storage.opt_ins import OptIn
from storage.records import Chat, Lane, Outgoing
from storage.unit_of_work import UnitOfWork

#: The sentence somebody agrees to by staying: the notices of STOP and START have their own version.
STOP_WORDING = "2026-11"
#: A broadcast that waited longer is no news any more.
STALE = timedelta(days=3)
STARTS = frozenset({"mulai", "start", "mulai lagi"})


async def on_private(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> Ack | None:
    """A citizen's message on WhatsApp."""
    opened = await deliver_parked(chat.key, uow, services)
    if isinstance(inbound.content, Retraction):
        await _retracted(inbound, chat, uow, services)
        return None
    if is_open_word(inbound):
        if not opened:
            await _nothing_waits(inbound, chat, uow, services)
        return None
    choice = _stop_or_start(inbound)
    if choice:
        return await _opt(choice, inbound, chat, uow, services)
    inbound = await _settled(inbound, chat, uow, services)
    ack = await citizen.on_private(inbound, chat, uow, services)
    await _prove_consent(inbound, chat, uow, services)
    return ack


async def deliver_parked(chat_key: str, uow: UnitOfWork, services: Services) -> int:
    """The window is open again: all that waited, in order, before any answer; general news only while it is news."""
    oldest = services.now() - STALE
    waiting = [one for one in await uow.parked.take(chat_key) if one.case or one.created_at > oldest]
    for one in waiting:
        await broadcast_results.heard(one, uow, services)
        await uow.outbox.put(
            Outgoing(
                chat_key=chat_key, message=replace(one.message, template=None), case=one.case, bubble=one.bubble,
                lane=Lane.REPLY, data=one.data or None,
            )
        )  # fmt: skip
    return len(waiting)


def is_open_word(inbound: Inbound) -> bool:
    """BUKA, typed or tapped."""
    content = inbound.content
    if isinstance(content, Choice):
        return content.data == OPEN
    return isinstance(content, Text) and fold(words_of(content)) == "buka"


async def _nothing_waits(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> None:
    """A second tap, or the nudge of a draft: the draft goes on, otherwise where to look."""
    talk = talk_of(chat)
    if talk.draft is not None:
        await say_to(uow, chat, intake.ask(talk.draft, scene(services, inbound)))
    else:
        await say_to(uow, chat, say("whatsapp.nothing_waits"))


# --- yes and no to being written to ----------------------------------------------------------------------


def _stop_or_start(inbound: Inbound) -> str | None:
    content = inbound.content
    if meant(content, drafting=False) == "mute":
        return "out"
    if isinstance(content, Command) and content.name == "mulai":
        return "in"
    return "in" if isinstance(content, Text) and fold(words_of(content)) in STARTS else None


async def _opt(choice: str, inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> Ack | None:
    await uow.chats.save(replace(chat, notices=choice == "in"))
    await uow.opt_ins.add(
        OptIn(chat_key=chat.key, at=services.now(), choice=choice, wording=STOP_WORDING, proof=inbound.event_id)
    )
    await say_to(uow, chat, say("whatsapp.started" if choice == "in" else "whatsapp.stopped"))
    return None


async def _prove_consent(inbound: Inbound, before: Chat, uow: UnitOfWork, services: Services) -> None:
    """Consent to the service, given just now, is also the opt-in to news about it: kept with its proof."""
    after = await uow.chats.get(before.key)
    if after is not None and after.consent_version != before.consent_version:
        wording = after.consent_version or CONSENT_VERSION
        await uow.opt_ins.add(
            OptIn(chat_key=after.key, at=services.now(), choice="in", wording=wording, proof=inbound.event_id)
        )


# --- what the channel tells less well than others ----------------------------------------------------------


async def _settled(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> Inbound:
    """Files chosen together get an album; an edit that overtook its message is the message."""
    if isinstance(inbound.content, Media) and inbound.album is None:
        album = await uow.originals.album(chat.key, inbound.sent_at)
        # Hashed: the id of a message holds the phone number.
        return replace(inbound, album=album or hashlib.sha256(inbound.event_id.encode()).hexdigest()[:16])
    if inbound.edited and inbound.message:
        channel, account = inbound.address.channel, inbound.address.account
        line = services.chat_key(inbound.address)
        if not await uow.originals.known(channel, account, inbound.message, line):
            await uow.originals.swallow(channel, account, inbound.message, line, at=services.now())
            return replace(inbound, edited=False)
    return inbound


async def _retracted(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> None:
    """A deleted message: of a filed case it is noted, the words stay; of a draft the person decides."""
    talk = talk_of(chat)
    if talk.draft is not None:
        await say_to(uow, chat, say("whatsapp.retracted_draft"))
        return
    number = talk.last.get("number")
    case = await uow.complaints.of_citizen(chat.key).get(number) if number else None
    if case is None or case.status in (Status.CLOSED, Status.ARCHIVED):
        return
    entry = Entry(
        at=services.now(), action="retracted", by=actor(chat), before=case.status, after=case.status,
        agency_id=case.agency_id, note="",
    )  # fmt: skip
    await uow.complaints.note(case.id, entry)
    await say_to(uow, chat, say(words("whatsapp.retracted", number=case.number)))
