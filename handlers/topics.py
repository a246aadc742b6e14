"""A forum topic per case in groups that have topics: begun before the card, renamed, closed, given up when lost.

A topic is a convenience: whatever happens to it, cards and answers go on in the group itself.
"""

from __future__ import annotations

from typing import Any

from complaints.lifecycle import Status
from complaints.model import ENDED, Complaint
from conversations.card import topic_title
from conversations.messages import Membership, Message, words
from handlers import cases
from handlers.services import Services
from storage.records import Bubble, Lane, OutboxRow, Outgoing
from storage.unit_of_work import UnitOfWork

ON, OFF = "on", "off"


def place(number: str, token: str = "") -> dict[str, Any]:
    """Data of a bubble about a case: it goes into the topic of the case, if there is one when it is sent."""
    return {"number": number, "token": token, "topic": _ref(number)}


def _ref(number: str) -> str:
    return f"topic:{number}"


def _flag(chat_key: str) -> str:
    return f"topics:{chat_key}"


async def rights(content: Membership, chat_key: str, uow: UnitOfWork) -> None:
    """The bot's own rights changed: may it open topics here? What is missing is explained by joining_group."""
    may = content.forum and content.can_manage_topics and content.state == "administrator"
    if (await uow.meta.get(_flag(chat_key)) == ON) != may:
        await uow.meta.set(_flag(chat_key), ON if may else OFF)


async def begin(uow: UnitOfWork, services: Services, case: Complaint, chat_key: str) -> None:
    """A topic for the case in that group, or the one it had there once; nothing where it has no topics."""
    if await uow.meta.get(_flag(chat_key)) != ON:
        return
    if await _of(uow, chat_key, case.number) is not None:
        await _put(uow, case, chat_key, "topic_reopen", await _title(uow, services, case))
        return
    await uow.outbox.put(
        Outgoing(
            chat_key=chat_key, action="topic_open", message=await _title(uow, services, case),
            ref=_ref(case.number), case=case.id, bubble="topic", lane=Lane.STATUS,
            dedup=f"topic_open:{case.id}:{case.version}", data={"number": case.number, "token": ""},
        )
    )  # fmt: skip


async def follow(uow: UnitOfWork, services: Services, case: Complaint, chat_key: str) -> None:
    """The case has moved: its topic is called after how it stands, and closed with it."""
    if await _of(uow, chat_key, case.number) is None:
        return
    action = "topic_close" if case.status in ENDED else "topic_title"
    if case.status is Status.REOPENED:
        action = "topic_reopen"
    await _put(uow, case, chat_key, action, await _title(uow, services, case))


async def leave(uow: UnitOfWork, services: Services, case: Complaint, chat_key: str) -> None:
    """The case belongs to another agency now: its topic here is closed."""
    if await _of(uow, chat_key, case.number) is not None:
        await _put(uow, case, chat_key, "topic_close", await _title(uow, services, case))


async def _of(uow: UnitOfWork, chat_key: str, number: str) -> Bubble | None:
    found = await uow.bubbles.latest(chat_key, _ref(number))
    return found if found and not found.data.get("gone") else None


async def _put(uow: UnitOfWork, case: Complaint, chat_key: str, action: str, title: Message) -> None:
    await uow.outbox.put(
        Outgoing(
            chat_key=chat_key, action=action, message=title, lane=Lane.STATUS,
            dedup=f"{action}:{case.id}:{case.version}", data=place(case.number),
        )
    )  # fmt: skip


async def _title(uow: UnitOfWork, services: Services, case: Complaint) -> Message:
    view = await cases.view(uow, services, case)
    today = services.now().astimezone(view.zone).date()
    return Message(lines=(topic_title(view, today),))


async def thread_of(row: OutboxRow, uow: UnitOfWork) -> str | None:
    """Asked by the sender: the topic this message belongs into, if there is one by now."""
    ref = str((row.data or {}).get("topic", ""))
    found = await uow.bubbles.latest(row.chat_key, ref) if ref else None
    return found.external_id if found and not found.data.get("gone") else row.thread


async def lost(row: OutboxRow, uow: UnitOfWork, services: Services) -> None:
    """Told by the sender: somebody deleted the topic. From here on the group itself, said in one line."""
    number = str((row.data or {}).get("number", ""))
    ref = str((row.data or {}).get("topic", ""))
    if not ref:
        return
    gone = Bubble(
        chat_key=row.chat_key, external_id=f"gone:{row.address.thread}", ref=ref, sent_at=services.now(),
        data={"gone": True},
    )  # fmt: skip
    await uow.bubbles.add(gone)
    dedup = f"topic_gone:{number}:{row.address.thread}"
    await _explain(uow, row.chat_key, "desk.topic_gone", number=number, dedup=dedup)


async def refused(row: OutboxRow, uow: UnitOfWork, services: Services) -> None:
    """Told by the sender: the group does not let the bot handle topics (any more)."""
    if await uow.meta.get(_flag(row.chat_key)) == ON:
        await uow.meta.set(_flag(row.chat_key), OFF)
        await _explain(uow, row.chat_key, "desk.topics_off", dedup=f"topics_off:{row.id}")


async def _explain(uow: UnitOfWork, chat_key: str, msgid: str, *, dedup: str, number: str = "") -> None:
    line = words(msgid, number=number) if number else words(msgid)
    await uow.outbox.put(Outgoing(chat_key=chat_key, message=Message(lines=(line,)), lane=Lane.REPLY, dedup=dedup))
