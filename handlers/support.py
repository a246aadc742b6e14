"""News for those who support a case of another: where it stands, never what was said in it and by whom."""

from __future__ import annotations

from complaints.lifecycle import Status
from complaints.model import Complaint
from conversations.messages import Quoted, Words, say, words
from storage.records import Lane, Outgoing
from storage.unit_of_work import UnitOfWork

#: Steps that are everybody's business; a question to the reporter is not.
PUBLIC = frozenset(
    {Status.FORWARDED, Status.IN_PROGRESS, Status.ANSWERED, Status.RESOLVED, Status.REOPENED, Status.CLOSED}
)
#: A message is no archive: the newest few.
MOST = 5


async def tell(uow: UnitOfWork, before: Complaint, after: Complaint) -> None:
    """Push the new status to every supporter that can be reached, once."""
    if after.status is before.status or after.status not in PUBLIC:
        return
    followers = await uow.supporters.of_case(after.id)
    merged = await uow.merged.following(after.id)
    if not followers and not merged:
        return
    agency = await _holder(uow, after)
    message = say(_standing(after, agency))
    own = await _tell_merged(uow, after, merged, agency)
    for chat_key in [each for each in followers if each not in own]:
        chat = await uow.chats.get(chat_key)
        if chat is not None and chat.reachable:
            await uow.outbox.put(
                Outgoing(
                    chat_key=chat_key, message=message, lane=Lane.STATUS, dedup=f"support:{after.id}:{after.version}"
                )
            )


async def supported(uow: UnitOfWork, chat_key: str) -> tuple[Words, ...]:
    """Where the cases stand that this person supports, newest first; an own case merged with one tells it itself."""
    door, lines = uow.complaints.for_clock(), []
    for id in await uow.supporters.of_chat(chat_key, MOST):
        merged = [await door.by_id(one) for one in await uow.merged.following(id)]
        case = await door.by_id(id)
        if case and not any(own and own.chat_key == chat_key for own in merged):
            lines.append(_standing(case, await _holder(uow, case)))
    return tuple(lines)


async def _holder(uow: UnitOfWork, case: Complaint) -> Words | Quoted:
    agency = await uow.agencies.get(case.agency_id) if case.agency_id else None
    return Quoted(agency.short) if agency else Words("case.holder.short_staff")


def _standing(case: Complaint, agency: Words | Quoted) -> Words:
    topic = Words(f"topic.{case.topic}" if case.topic else "topic.LLN")
    return words("support.status", topic=topic, agency=agency, status=Words(f"status.{case.status}"))


async def _tell_merged(uow: UnitOfWork, main: Complaint, ids: list[str], agency: Words | Quoted) -> set[str]:
    """Whoever reported the same hears of it under their own number; their chats."""
    told = set()
    for case_id in ids:
        case = await uow.complaints.for_clock().by_id(case_id)
        chat = await uow.chats.get(case.chat_key) if case else None
        if case is None or chat is None or not chat.reachable or chat.key == main.chat_key:
            continue
        status = Words(f"status.{main.status}")
        message = say(words("notice.followed", number=case.number, main=main.number, status=status, agency=agency))
        await uow.outbox.put(
            Outgoing(
                chat_key=chat.key, message=message, case=case.id, bubble="notice", lane=Lane.STATUS,
                dedup=f"followed:{case.id}:{main.id}:{main.version}",
            )
        )  # fmt: skip
        told.add(chat.key)
    return told
