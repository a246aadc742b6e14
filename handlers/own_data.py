"""A citizen's own data: /dataku tells and sends it, /hapusdata explains, asks, and lets go of it (UU 27/2022 ps. 7-8).

What takes longer than a turn is queued here and done by handlers.erasing and handlers.own_data_copy.
"""

from __future__ import annotations

from dataclasses import replace

from complaints.errors import NotAllowed
from complaints.lifecycle import Action
from complaints.model import Complaint
from conversations import own_data
from conversations.draft import Talk
from conversations.globals import meant
from conversations.messages import Choice, Inbound, say, words
from handlers import cases, citizen_cases, desk_cards, staff_cards
from handlers.services import Ack, Services
from handlers.talk import keep
from handlers.talk import say as say_to
from storage.records import Chat, Lane, Outgoing
from storage.unit_of_work import UnitOfWork

#: Cases named one by one in the summary; the file holds all.
LISTED = 10
MOST_CASES = 1000


async def on_command(
    word: str, inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services
) -> Ack | None:
    """ "data" or "erase", at any step; an open draft is left as it is until the answer."""
    if word == "data":
        await _tell(chat, talk, uow, services)
        return None
    if await uow.erasure.of(chat.key) is not None and not await _anything(chat, talk, uow):
        await say_to(uow, chat, say("data.erase.under_way"))
        return None
    await _ask(chat, talk, uow)
    return None


async def _ask(chat: Chat, talk: Talk, uow: UnitOfWork) -> None:
    going_on = [case.number for case in await uow.complaints.of_citizen(chat.key).open(MOST_CASES)]
    await keep(uow, chat, replace(talk, pending={"kind": "erase", "open": bool(going_on)}))
    await say_to(uow, chat, own_data.erase_question(going_on))


async def on_answer(inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services) -> bool:
    """The answer to "erase?"; whatever else is said is no answer and erases nothing."""
    content = inbound.content
    asked = talk.pending.get("kind") == "erase"
    if not asked:
        if isinstance(content, Choice) and content.data.startswith("erase:"):
            await say_to(uow, chat, say("data.erase.old_button"))
            return True
        return False
    decided = own_data.decided(content, going_on=bool(talk.pending.get("open")))
    if decided is None:
        if not own_data.perhaps(content) or meant(content, drafting=talk.draft is not None):
            return False
        await _ask(chat, talk, uow)
        return True
    if decided == "no":
        await keep(uow, chat, replace(talk, pending={}))
        await say_to(uow, chat, say("data.erase.kept"))
        return True
    if decided == "withdraw":
        await _withdraw(chat, uow, services)
    await let_go(chat, uow, services)
    return True


async def let_go(chat: Chat, uow: UnitOfWork, services: Services) -> None:
    """Forget at once what this turn can, queue the rest, and say so."""
    at = services.now()
    await uow.erasure.ask(chat.key, at)
    await uow.erasure.drop_loose_files(chat.key, at)
    await uow.nudges.drop(chat.key)
    await uow.dossiers.forget(chat.key)
    await uow.supporters.leave(chat.key)
    bare = replace(chat, name="", state=Talk().to_json(), consent_version=None, consent_at=None)
    await uow.chats.save(bare)
    actor = replace(citizen_cases.citizen(chat), name="")
    await uow.audit.add(at=at, actor=actor, event="erasure.asked", case=None, detail={})
    waiting = await uow.complaints.of_citizen(chat.key).open(1)
    await say_to(uow, chat, say("data.erase.later" if waiting else "data.erase.done"))


async def _withdraw(chat: Chat, uow: UnitOfWork, services: Services) -> None:
    """Take open cases back. One that its agency has called solved cannot be withdrawn: it waits for its end."""
    for case in await uow.complaints.of_citizen(chat.key).open(MOST_CASES):
        try:
            after = await cases.change(uow, services, case, Action.WITHDRAW, by=citizen_cases.citizen(chat))
        except NotAllowed:
            continue
        await _tell_desk(case, after, uow, services)


async def _tell_desk(before: Complaint, after: Complaint, uow: UnitOfWork, services: Services) -> None:
    """An edited card makes no sound; whoever works on the case must hear that nothing is left to do."""
    room = await staff_cards.room(uow, services)
    for chat_key in await desk_cards.groups_of(uow, before) or ([room] if room else []):
        await uow.outbox.put(
            Outgoing(
                chat_key=chat_key, message=say(words("data.desk.withdrawn", number=after.number)),
                ref=f"said:{after.number}", case=after.id, bubble="done", lane=Lane.STATUS,
                dedup=f"withdrawn:{after.id}", data={"number": after.number, "token": ""},
            )
        )  # fmt: skip
    await staff_cards.refresh(uow, services, after)


async def _tell(chat: Chat, talk: Talk, uow: UnitOfWork, services: Services) -> None:
    found = await uow.complaints.of_citizen(chat.key).all(MOST_CASES)
    files = len(await uow.attachments.of_draft(chat.key)) + sum(len(case.attachments) for case in found)
    kept = own_data.Kept(
        name=chat.name,
        consented_on=chat.consent_at.astimezone(services.zone).date() if chat.consent_at else None,
        notices=chat.notices,
        drafts=len([draft for draft in (talk.draft, *talk.shelf) if draft]),
        files=files,
        cases=[await cases.view(uow, services, case) for case in found[:LISTED]],
        more=max(0, len(found) - LISTED),
    )
    await say_to(uow, chat, own_data.summary(kept))
    await uow.exports.ask(chat.key, services.now())


async def _anything(chat: Chat, talk: Talk, uow: UnitOfWork) -> bool:
    """Has something come to be kept since they asked to be erased?"""
    return talk.draft is not None or chat.consent_version is not None
