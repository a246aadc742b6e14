"""What must never be written down: tokens, addresses that hold them, and anybody's words."""

from __future__ import annotations

import io
import logging
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.channels.telegram_adapter import TelegramAdapter
from bot.channels.telegram_errors import reason
from conversations.messages import Address, Rendered, SendError
from simulator.client import SimClient
from simulator.client_people import Person

STORY = "KTP saya 2171 belum jadi"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything any logger says while the root logger wants to hear all of it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out
    root.removeHandler(handler)
    root.setLevel(before)


async def test_neither_token_nor_words_reach_the_log(
    written: io.StringIO,
    channel: TelegramAdapter,
    sim: SimClient,
    siti: Person,
    to: Address,
    bot: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    await siti.writes(STORY)
    await channel.fetch(None, timeout=0)
    await channel.send(to, Rendered(body=STORY))
    for kind in ("429", "500", "garbage", "drop", "reset"):
        await sim.breaks(kind, times=1)
        with pytest.raises(SendError) as caught:
            await channel.send(to, Rendered(body=STORY))
        written.write("".join(traceback.format_exception(caught.value)))
    await sim.breaks("429", times=1)
    await channel.ack("1", STORY)
    with pytest.raises(SendError) as caught:
        await channel.download("tidak-ada", max_bytes=1)
    written.write("".join(traceback.format_exception(caught.value)))
    said = written.getvalue() + "".join(capsys.readouterr())
    secret = bot["token"].split(":")[1]
    assert secret not in said and STORY not in said and "channel.ack_failed" in said


async def test_a_missing_file_does_not_tell_its_address(
    written: io.StringIO, channel: TelegramAdapter, sim: SimClient, siti: Person, bot: dict[str, Any], png: bytes
) -> None:
    await siti.sends("document", png, "surat.png")
    [raw] = await channel.fetch(None, timeout=0)
    [paper] = channel.parse(raw.payload)
    await sim.breaks("error", "file", "getFile", code=500, description="x", times=1)
    with pytest.raises(SendError) as caught:
        await channel.download(paper.content.ref, max_bytes=1_000_000)  # type: ignore[union-attr]
    written.write("".join(traceback.format_exception(caught.value)))
    assert bot["token"].split(":")[1] not in written.getvalue()


def test_an_unreadable_update_does_not_quote_itself(adapter_class: Callable[..., TelegramAdapter]) -> None:
    adapter = adapter_class("7000000001:SIMULATOR-citizen")
    with pytest.raises(Exception) as caught:
        adapter.parse({"update_id": 1, "message": {"text": STORY, "message_id": STORY}})
    assert STORY not in "".join(traceback.format_exception(caught.value))


def test_a_refusal_that_quotes_us_is_shortened() -> None:
    said = 'Bad Request: can\'t parse entities: Unsupported start tag "budi" at byte offset 9'
    assert reason(said) == "Bad Request: can't parse entities: Unsupported start tag … at byte offset 9"
    link = "Bad Request: inline keyboard button URL 'rahasia' is invalid"
    assert reason(link) == "Bad Request: inline keyboard button URL … is invalid"


def test_libraries_are_told_to_be_quiet_but_not_deaf(adapter_class: Callable[..., TelegramAdapter]) -> None:
    logging.getLogger("httpx").setLevel(logging.CRITICAL)
    adapter_class("7000000001:SIMULATOR-citizen")
    assert logging.getLogger("httpx").level == logging.CRITICAL
    logging.getLogger("httpx").setLevel(logging.NOTSET)
    adapter_class("7000000001:SIMULATOR-citizen")
    assert logging.getLogger("httpx").level == logging.WARNING
