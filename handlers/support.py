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


async def tell(uow: UnitOfWork, before: Complaint, after: Complaint) -> None:
    """Push the new status to every supporter that can be reached, once."""
    if after.status is before.status or after.status not in PUBLIC:
        return
    followers = await uow.supporters.of_case(after.id)
    merged = await uow.merged.following(after.id)
    if not followers and not merged:
        return
    agency = await uow.agencies.get(after.agency_id) if after.agency_id else None
    message = say(
        words(
            "support.status",
            topic=Words(f"topic.{after.topic}" if after.topic else "topic.LLN"),
            agency=Quoted(agency.short) if agency else Words("case.holder.short_staff"),
            status=Words(f"status.{after.status}"),
        )
    )
    own = await _tell_merged(uow, after, merged, Quoted(agency.short) if agency else Words("case.holder.short_staff"))
    for chat_key in [each for each in followers if each not in own]:
        chat = await uow.chats.get(chat_key)
        if chat is not None and chat.reachable:
            await uow.outbox.put(
                Outgoing(
                    chat_key=chat_key, message=message, lane=Lane.STATUS, dedup=f"support:{after.id}:{after.version}"
                )
            )


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
