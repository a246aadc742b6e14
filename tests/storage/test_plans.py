"""No statement of the hot path reads a whole table, on either database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from complaints.recurrence import span
from conversations.messages import Channel
from storage.database import Database
from storage.inbox import PICK
from storage.keys import Keyring
from storage.matters import Matters
from storage.outbox_statements import CLAIMABLE
from storage.tables import metadata
from tests.conftest import started
from tests.listening import listening
from tests.storage.samples import a_chat, accepted, filed, outgoing, update

#: Read as a whole by design: the registry, the settings, counts for operators.
WHOLE = {"agencies", "regions", "meta", "matches", "alembic_version"}
WIB = ZoneInfo("Asia/Jakarta")
MATTERS = Matters(span=span(date(2026, 11, 22)), agencies=["2171.disdukcapil"], topic="ADM")


async def a_day(database: Database, at: datetime) -> None:
    """Everything the loops and the handlers ask, once."""
    chat = await a_chat(database)
    case = await filed(database, chat.key)
    async with database.begin() as uow:
        await uow.inbox.add([update(chat.key, "1")], at=at)
        (row,) = await uow.inbox.next(at=at)
        assert await uow.inbox.next(at=at, accounts=["4711", "4712"])
        assert await uow.inbox.firsts(at=at, chats=8)
        await uow.inbox.failed(row.id, error="x", at=at)
        await uow.inbox.done([row.id])
        await uow.inbox.waiting()
        await uow.inbox.dead(5)
        await uow.chats.save(chat)
        after, entry = accepted(case)
        await uow.complaints.save(after, entry)
        await uow.timers.replace(case.id, 2, [("d", "due", at, {})])
        await uow.timers.due(at)
        await uow.outbox.put([outgoing(chat.key, ref="r", dedup="d"), outgoing(chat.key)])
        (out,) = await uow.outbox.claim(owner="s", at=at, accounts=[(Channel.TELEGRAM, "4711")])
        await uow.outbox.sent(out.id, "s", ["1"], at)
        (out,) = await uow.outbox.claim(owner="s", at=at, accounts=[(Channel.TELEGRAM, "4711")])
        await uow.outbox.retry(out.id, "s", at + timedelta(seconds=1))
        await uow.outbox.reap(at)
        await uow.outbox.drop_chat(chat.key)
        await uow.outbox.dead_letters()
        await uow.bubbles.find(chat.key, "1")
        await uow.bubbles.latest(chat.key, "r")
        await uow.desks.bind("2171.dinkes", chat.address, "x", at)
        await uow.desks.of_agency("2171.dinkes")
        await uow.desks.of_chat(chat.key)
        await uow.desks.shared("2171.dinkes")
        await uow.attachments.pending(at)
        await uow.attachments.pending(at, accounts=["4711", "4712"])
        await uow.backlogs.now(at)
        lease = await uow.leases.take("listen:4711", "one", timedelta(minutes=1))
        assert lease and await uow.leases.renew(lease, timedelta(minutes=1))
        await uow.leases.require(lease)
        await uow.leases.release(lease)
        await uow.attachments.of_draft(chat.key)
        await uow.attachments.of_case(case.id)
        await uow.audit.add(at, entry.by, "accepted", case.id)
        await uow.audit.of_case(case.id)
        for door in (uow.complaints.of_citizen(chat.key), uow.complaints.visible_to([str(case.agency_id)])):
            await door.get(case.number)
            await door.by_id(case.id)
            await door.open()
            await door.history(case.number)
            assert await door.matter(MATTERS, WIB, 9) is not None
            await door.numbers(MATTERS, WIB, 5)
        await uow.past_cases.cells(MATTERS)
        await uow.past_cases.numbers(MATTERS, "21.71", 5)
        await uow.past_cases.known(["1/LM/2024"])
        await uow.complaints.of_citizen(chat.key).all()
        await uow.complaints.visible_to([str(case.agency_id)]).count_open()
        await uow.complaints.for_staff().unassigned()


async def test_every_statement_of_a_day_finds_its_rows_by_an_index(database: Database, at: datetime) -> None:
    said: dict[str, Any] = {}

    def hear(statement: str, parameters: Any) -> None:
        many = isinstance(parameters, list) and isinstance(parameters[:1], tuple)
        if not many and statement.startswith(("SELECT", "UPDATE", "DELETE")) and "pg_" not in statement:
            said.setdefault(statement, parameters)

    with listening(database._writer, hear):
        await a_day(database, at)
    assert len(said) > 35
    lite = "sqlite" in str(database.url)
    slow = []
    async with database._writer.begin() as connection:
        if not lite:  # on an empty table a scan is cheapest: forbid it, and see who has no other way
            await connection.exec_driver_sql("SET enable_seqscan = off")
        for statement, parameters in said.items():
            explain = "EXPLAIN QUERY PLAN " if lite else "EXPLAIN "
            plan = (await connection.exec_driver_sql(explain + statement, parameters)).all()
            text = "\n".join(str(line[-1]) for line in plan)
            slow += [(table, statement) for table in metadata.tables if _scans(text, table, lite)]
    assert not [(table, statement) for table, statement in slow if table not in WHOLE]


async def test_a_burst_after_a_quiet_minute_is_taken_in_order_without_sorting(
    postgresql_url: str, keyring: Keyring, at: datetime
) -> None:
    """PostgreSQL still believes the queues are empty; measured, a wrong plan cost 100 ms for each turn."""
    async with started(postgresql_url, keyring, at) as database:
        async with database._writer.begin() as connection:
            await connection.exec_driver_sql("ANALYZE inbox, outbox, chat_locks")
        chat = await a_chat(database)
        async with database.begin() as uow:
            rows = [update(f"{n % 300:032d}", str(n)) for n in range(2000)]
            await uow.inbox.add(rows, at=at)
            await uow.outbox.put([outgoing(chat.key) for _ in range(1000)])
        picks = {
            "ix_inbox_waiting": (PICK, {"at": at, "chats": 8}),
            "ix_outbox_todo": (CLAIMABLE, {"account": "telegram:4711", "lane": 0, "at": at, "limit": 50}),
        }
        for index, (statement, values) in picks.items():
            said: list[Any] = []

            async with database._writer.begin() as connection:
                with listening(database._writer, lambda *each, said=said: said.append(each)):
                    await connection.execute(statement, values)
                plan = (await connection.exec_driver_sql("EXPLAIN " + said[0][0], said[0][1])).all()
            text = "\n".join(row[0] for row in plan)
            assert f"Index Scan using {index} on" in text
            assert text.count("ix_outbox_todo") <= 1, "what comes before a message is looked for in its chat only"
            assert "Sort Key: inbox" not in text and "Sort Key: outbox" not in text


def _scans(plan: str, table: str, lite: bool) -> bool:
    for line in plan.splitlines():
        if lite and line.startswith(f"SCAN {table}") and "USING" not in line:
            return True
        if not lite and f"Seq Scan on {table}" in line:
            return True
    return False
