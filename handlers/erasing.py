"""Erasing a person, one short batch a call: their ended cases, what groups saw of them, their chat, their address.

Every call is one commit; between two calls living people have their turn.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from complaints.model import Actor, Role
from conversations.messages import say, words
from handlers import staff_cards
from handlers.services import Services
from storage.erasure import Emptied, Erasing
from storage.records import Lane, Outgoing
from storage.unit_of_work import UnitOfWork

CLOCK = Actor(role=Role.CLOCK, key="clock")
#: Cases a commit; with their histories, files and audit lines they hold the writer for some 20 ms.
CASES = 10
#: Messages about an erased case are waited for (the stub that replaces a card), but not for ever.
SOON, PATIENCE = timedelta(seconds=2), timedelta(hours=1)
#: How often a person is looked at whose last cases still go on.
UNTIL_CLOSED = timedelta(hours=1)
#: In the cursor of a group: its updates are done, now what was said there.
SAID = "said:"
#: Bubbles that are found again by name: the newest of each becomes a stub. Older ones nobody can edit.
REPLACED = ("card:", "triage:", "said:")


async def step(uow: UnitOfWork, services: Services) -> bool:
    """One batch of whoever waits longest; False where nobody waits."""
    at = services.now()
    erasing = await uow.erasure.next(at)
    if erasing is None:
        return False
    await uow.traces.begin()
    await STAGES[erasing.stage](erasing, at, uow, services)
    return True


async def _cases(erasing: Erasing, at: datetime, uow: UnitOfWork, services: Services) -> None:
    erasing, emptied = await uow.erasure.empty_cases(erasing, at, CASES)
    for case in emptied:
        await uow.dossiers.drop(case.id)
        await uow.papers.drop(case.id)
        await uow.traces.forget_audit(case.id, erasing.ghost)
        await uow.audit.add(at=at, actor=CLOCK, event="case.erased", case=case.id)
        await uow.outbox.put(_stubs(case))
    if not emptied:
        await uow.ratings.wordless(erasing.chat_key)
        room = await staff_cards.room(uow, services)
        groups = dict.fromkeys((*erasing.groups, *([room] if room else [])))
        erasing = replace(erasing, stage="groups", groups=tuple(groups), cursor="")
    await uow.erasure.keep(erasing)


def _stubs(case: Emptied) -> list[Outgoing]:
    """What stands in groups is replaced in place, after everything that people wait for."""
    return [
        Outgoing(
            chat_key=chat_key, message=say(words("data.desk.erased", number=case.number)), action="edit",
            ref=ref, case=case.id, bubble="done", lane=Lane.BROADCAST, data={"number": case.number, "token": ""},
        )
        for chat_key, ref in case.shown
        if ref.startswith(REPLACED)
    ]  # fmt: skip


async def _groups(erasing: Erasing, at: datetime, uow: UnitOfWork, services: Services) -> None:
    """Replies to a card quote it: raw updates of officers hold the story too."""
    names = await uow.traces.names(erasing)
    if not erasing.groups or not names:
        await uow.erasure.keep(replace(erasing, stage="updates", groups=(), cursor=""))
        return
    group, *others = erasing.groups
    if not erasing.cursor.startswith(SAID):
        cursor = await uow.traces.blank_updates(group, names, erasing.cursor)
        erasing = replace(erasing, cursor=cursor or f"{SAID}0")
    else:
        after = await uow.traces.drop_mentions(group, names, int(erasing.cursor.removeprefix(SAID)))
        erasing = replace(erasing, cursor=f"{SAID}{after}")
        if after is None:
            await uow.traces.clear_memory(group, names)
            erasing = replace(erasing, groups=tuple(others), cursor="")
    await uow.erasure.keep(erasing)


async def _updates(erasing: Erasing, at: datetime, uow: UnitOfWork, services: Services) -> None:
    cursor = await uow.traces.blank_updates(erasing.chat_key, None, erasing.cursor)
    stage, place = ("updates", cursor) if cursor else ("messages", at.isoformat(timespec="seconds"))
    await uow.erasure.keep(replace(erasing, stage=stage, cursor=place))


async def _messages(erasing: Erasing, at: datetime, uow: UnitOfWork, services: Services) -> None:
    """Sent ones go at once; unsent ones (our farewell, the stubs) are waited for, since `cursor`."""
    if await uow.traces.unsent(erasing):
        if at - datetime.fromisoformat(erasing.cursor) < PATIENCE:
            await uow.erasure.keep(replace(erasing, due_at=at + SOON))
            return
        await uow.traces.give_up(erasing)
    if not await uow.traces.drop_sent(erasing):
        erasing = replace(erasing, stage="end", cursor="")
    await uow.erasure.keep(erasing)


async def _end(erasing: Erasing, at: datetime, uow: UnitOfWork, services: Services) -> None:
    """The address itself, unless cases still go on and news of them is owed."""
    if await uow.erasure.still_open(erasing):
        await uow.erasure.keep(replace(erasing, stage="cases", due_at=at + UNTIL_CLOSED))
        return
    await uow.traces.forget_audit(f"{Role.CITIZEN}:{erasing.chat_key}")
    await uow.traces.drop_chat(erasing)
    await uow.erasure.end(erasing)
    actor = Actor(role=Role.CITIZEN, key=erasing.chat_key)
    detail = {"cases": erasing.cases, "files": erasing.files}
    await uow.audit.add(at=at, actor=actor, event="erasure.done", case=None, detail=detail)


STAGES: dict[str, Callable[[Erasing, datetime, UnitOfWork, Services], Awaitable[None]]] = {
    "cases": _cases,
    "groups": _groups,
    "updates": _updates,
    "messages": _messages,
    "end": _end,
}
