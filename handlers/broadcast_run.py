"""A notice on its way: the list is walked by key, a minute of work ahead, and staff see how far it has come.

Cursor, results and messages move in one commit: killed anywhere, the next process goes on at the same person.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from conversations.broadcast import notice as notice_of
from conversations.broadcast_progress import Progress, shown
from conversations.messages import File, Message
from handlers.services import Services
from storage.broadcasts import Broadcast, Result
from storage.records import Lane, Outgoing
from storage.unit_of_work import UnitOfWork

#: Refilled when less than so many seconds of work are queued; never all 100,000 at once.
AHEAD = 60
#: One commit of a refill: SQLite's one writer must not be held longer than a citizen notices.
CHUNK = 200
#: How long the report can be sent again.
KEPT = timedelta(days=30)
#: How often the progress message is rewritten, at least; Telegram counts edits of a group too (20/min).
EVERY, RARELY = timedelta(seconds=4), timedelta(seconds=30)


async def step(id: str, uow: UnitOfWork, services: Services) -> bool:
    """One piece of work for that notice; True where there is more at once."""
    notice = await uow.broadcasts.get(id)
    at = services.now()
    if notice is None or notice.reported_at is not None or notice.begins_at > at:
        return False
    if notice.state == "scheduled":
        notice = await uow.broadcasts.save(replace(notice, state="running", started_at=at))
    if notice.state == "cancelled":
        await uow.broadcasts.stop(notice, at)  # what came back to the queue after it was stopped
    if notice.state != "running":
        return False
    counts = await uow.broadcasts.counts(id)
    if counts[Result.QUEUED] < AHEAD * rate(notice, services):
        people = await uow.broadcasts.next(notice, services.zone, CHUNK)
        if people:
            await _queue(notice, people, uow, services)
            return True
        if await uow.broadcasts.sweep(notice, at):
            counts = await uow.broadcasts.counts(id)
        if not counts[Result.QUEUED]:
            total = sum(counts.values())
            notice = await uow.broadcasts.save(replace(notice, state="done", ended_at=at, total=total))
            return True
    if notice.shown_at is None or at - notice.shown_at >= _every(notice, counts, services):
        await show(notice, uow, services)
    return False


def rate(notice: Broadcast, services: Services) -> float:
    """Messages a second over all channels it uses."""
    used = notice.words.get("counts") or {"telegram": 1}
    return sum(services.broadcast.per_second.get(channel, 29.0) for channel in used)


async def _queue(
    notice: Broadcast, people: list[tuple[str, str]], uow: UnitOfWork, services: Services
) -> None:
    messages = {language: message(notice, language) for language in {language for _, language in people}}
    await uow.broadcasts.enlist(notice.id, [key for key, _ in people], services.now())
    await uow.outbox.put([
        Outgoing(
            chat_key=key, message=messages[language], bubble="broadcast", lane=Lane.BROADCAST, dedup=notice.dedup,
            on_ambiguous="drop",  # a second copy of a notice is worse than none: there is no key to ask by
        )
        for key, language in people
    ])  # fmt: skip
    await uow.broadcasts.save(replace(notice, cursor=people[-1][0]))


def message(notice: Broadcast, language: str) -> Message:
    """The notice in a person's language, where staff wrote it in that one."""
    words, kept = notice.words, notice.words.get("picture")
    picture = File(kind="photo", **kept) if kept else None
    text = words["english"] if language == "en" and words.get("english") else words["text"]
    return notice_of(notice.audience, text, picture)


async def progress(notice: Broadcast, uow: UnitOfWork, services: Services) -> Progress:
    """How far it is."""
    return _progress(notice, await uow.broadcasts.counts(notice.id), services)


def _progress(notice: Broadcast, counts: dict[Result, int], services: Services) -> Progress:
    dealt = sum(n for result, n in counts.items() if result is not Result.QUEUED)
    total = max(notice.total, dealt + counts[Result.QUEUED])
    return Progress(
        token=notice.id, state=notice.state, total=total, begins_at=notice.begins_at,
        sent=counts[Result.SENT], failed=counts[Result.FAILED], blocked=counts[Result.BLOCKED],
        uncertain=counts[Result.UNCERTAIN], waiting=counts[Result.WAITING], stopped=counts[Result.STOPPED],
        seconds=round((total - dealt) / rate(notice, services)),
    )  # fmt: skip


def _every(notice: Broadcast, counts: dict[Result, int], services: Services) -> timedelta:
    """The longer it still takes, the less often: an hour of edits every four seconds is nothing to read."""
    left = timedelta(seconds=_progress(notice, counts, services).seconds / 40)
    return max(EVERY, min(RARELY, left))


async def show(
    notice: Broadcast, uow: UnitOfWork, services: Services, *, anew: bool = False, report: tuple[File, ...] = ()
) -> None:
    """The one progress message, made or rewritten; a report comes as a message of its own."""
    told = shown(await progress(notice, uow, services), report)
    await uow.outbox.put(
        Outgoing(
            chat_key=notice.chat_key, message=told, action="send" if anew or report else "edit",
            ref=f"broadcast_run:{notice.id}", bubble="broadcast_run", lane=Lane.STAFF,
            data={"number": "", "token": notice.id},
        )
    )  # fmt: skip
    await uow.broadcasts.save(replace(notice, shown_at=services.now()))


async def reported(id: str, report: tuple[File, ...], uow: UnitOfWork, services: Services) -> None:
    """It is over: the bar as it ended, and the results as a picture and, of everybody, as a table."""
    notice = await uow.broadcasts.get(id)
    if notice is None or notice.reported_at is not None or notice.state not in ("done", "cancelled"):
        return
    await uow.expiring_files.add([file.key for file in report], services.now() + KEPT)
    await show(notice, uow, services)
    await show(replace(notice, reported_at=services.now()), uow, services, report=report)
