"""A process for the kill tests: takes updates, files, says, settles, until it is killed or nothing is left."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.moment import now
from complaints.lifecycle import Status
from complaints.model import Actor, Complaint, Role
from conversations.messages import ChatKind
from storage.database import Database
from storage.errors import Stale
from storage.keys import Keyring
from storage.records import InboxRow, OutboxRow
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import address, outgoing

#: Long enough to be found by the reaper of the next process, short enough not to wait for.
LEASE = timedelta(seconds=1)


def work(url: str, key_file: str, said: str) -> None:
    """Entry of the process: `said` is the file that stands for the messenger."""
    asyncio.run(_work(url, Path(key_file), Path(said)))


async def _work(url: str, key_file: Path, said: Path) -> None:
    database = Database(url, Keyring.open(key_file, create=False), clock=now)
    await database.start()
    owner = f"worker-{os.getpid()}"
    messenger = os.open(said, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    idle = 0
    while idle < 40:  # longer than a lease: what a dead process held is taken over before we stop
        try:
            heard = await _hear(database)
        except Stale:
            continue
        told = await _tell(database, owner, messenger)
        idle = 0 if heard or told else idle + 1
        if idle:
            await asyncio.sleep(0.04)
    await database.close()


async def _hear(database: Database) -> bool:
    async with database.begin() as uow:
        rows = await uow.inbox.next(at=now(), limit=3)
        for row in rows:
            await _handle(uow, row)
        await uow.inbox.done([row.id for row in rows])
    return bool(rows)


async def _handle(uow: UnitOfWork, row: InboxRow) -> None:
    """One turn: the talk remembers it, a case is filed, an answer is put out."""
    chat = await uow.chats.ensure(address(row.payload["chat"]), ChatKind.PRIVATE, "Siti", at=row.received_at)
    seen = [*chat.state.get("seen", []), row.payload["n"]]
    await uow.chats.save(replace(chat, state={"seen": seen}))
    name = f"{row.payload['chat']}-{row.payload['n']}"
    case = Complaint(
        id=f"{int(row.payload['chat']):016x}{row.payload['n']:016x}",
        number=name, status=Status.RECEIVED, chat_key=chat.key, story="x", draft_id=name, filed_at=row.received_at,
    )  # fmt: skip
    by = Actor(role=Role.CITIZEN, key=chat.key)
    await uow.complaints.add(case, case.submitted(by=by))
    await uow.audit.add(row.received_at, by, "filed", case.id)
    await uow.timers.replace(case.id, 1, [("d", "due", row.received_at + timedelta(days=3), {})])
    await uow.outbox.put(outgoing(chat.key, name, ref=name, case=case.id))


async def _tell(database: Database, owner: str, messenger: int) -> bool:
    async with database.begin() as uow:
        await uow.outbox.reap(now())
        rows = await uow.outbox.claim(owner=owner, at=now(), limit=5, lease=LEASE)
    for row in rows:
        os.write(messenger, f"{row.ref} {row.id} {owner}\n".encode())  # one atomic append: it went out
        await asyncio.sleep(0.001)
        await _settle(database, row, owner)
    return bool(rows)


async def _settle(database: Database, row: OutboxRow, owner: str) -> None:
    async with database.begin() as uow:
        await uow.outbox.sent(row.id, owner, [str(row.id)], now())
