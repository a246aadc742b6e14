"""Messages are counted to the complaint they belong to, whatever state the statuses have come to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from conversations.recap import Sent, bill
from handlers.costs import tally
from storage.database import Database
from storage.deliveries import Delivery

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def sent(minute: int, state: str = "delivered", **more: Any) -> Delivery:
    at = NOON + timedelta(minutes=minute)
    return Delivery(external_id=f"wamid.{minute}", chat_key="k", state=state, at=at, billable=True, **more)


def test_what_led_to_a_complaint_belongs_to_it() -> None:
    first = SimpleNamespace(id="a", number="NH-1", filed_at=NOON + timedelta(minutes=5))
    second = SimpleNamespace(id="b", number="NH-2", filed_at=NOON + timedelta(minutes=50))
    rows = [sent(1, category="service"), sent(2, "failed"), sent(6, case="a", category="utility"), sent(40), sent(60)]
    found = tally(rows, {"k": [first, second]})  # type: ignore[list-item]
    one, two = found.complaints
    assert (one.messages, one.billed, dict(one.categories)) == (2, 2, {"service": 1, "utility": 1})
    assert two.messages == 2 and found.average == 2 and found.loose.messages == 0
    assert tally(rows, {}).loose.messages == 4


async def test_states_only_rise_and_each_side_adds_what_it_knows(database: Database, at: datetime) -> None:
    base = {"external_id": "wamid.1", "chat_key": "k" * 32, "at": at}
    async with database.begin() as uow:
        await uow.deliveries.note(Delivery(state="delivered", billable=True, category="service", **base))  # type: ignore[arg-type]
        await uow.deliveries.note(Delivery(state="accepted", outbox_id=7, part=1, case="c" * 32, **base))  # type: ignore[arg-type]
        await uow.deliveries.note(Delivery(state="failed", code=131026, **base))  # type: ignore[arg-type]
        after = await uow.deliveries.note(Delivery(state="sent", **base))  # type: ignore[arg-type]
    assert (after.state, after.outbox_id, after.part, after.code) == ("delivered", 7, 1, None)
    assert (after.billable, after.category, after.case) == (True, "service", "c" * 32)
    async with database.read() as uow:
        assert await uow.deliveries.parts(7, "k" * 32, at=at) == {1: "wamid.1"}
        assert await uow.deliveries.parts(7, "other", at=at) == {}
        assert (await uow.deliveries.last_of_case("c" * 32)).state == "delivered"  # type: ignore[union-attr]


async def test_the_bill_of_a_period_counts_what_reached_a_phone(database: Database, at: datetime) -> None:
    said = (("read", True, "utility"), ("delivered", True, "utility"), ("sent", False, "free"), ("failed", True, "x"))
    async with database.begin() as uow:
        for number, (state, billable, category) in enumerate(said):
            told = {"external_id": f"wamid.{number}", "chat_key": "k" * 32, "state": state, "category": category}
            await uow.deliveries.note(Delivery(at=at, billable=billable, **told))  # type: ignore[arg-type]
        bill = await uow.deliveries.bill(at, at + timedelta(seconds=1))
        assert (bill.messages, bill.billed) == (3, {"utility": 2})
        assert (await uow.deliveries.bill(at - timedelta(days=1), at)).messages == 0


def test_the_recap_says_what_a_report_took_where_there_are_enough() -> None:
    numbers = SimpleNamespace(received=5)
    recap = SimpleNamespace(channels=(SimpleNamespace(key="whatsapp", numbers=numbers),))
    lines = bill(recap, Sent(messages=31, billed={"utility": 4}))  # type: ignore[arg-type]
    assert [line.msgid for line in lines] == ["recap.sent_each", "recap.billed"]  # type: ignore[union-attr]
    assert dict(lines[0].params)["each"] == "6,2"  # type: ignore[union-attr]
    numbers.received = 4
    assert bill(recap, Sent(messages=31, billed={}))[0].msgid == "recap.sent"  # type: ignore[arg-type, union-attr]
