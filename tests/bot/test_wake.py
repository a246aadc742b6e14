"""A loop outlives whatever its step meets, for as long as that lasts."""

from __future__ import annotations

import asyncio

import pytest

from bot import wake
from bot.wake import Wake, loop


async def test_a_loop_outlives_a_weekend_of_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wake, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(wake, "LONGEST_PAUSE", 0.0)
    stop, tries = asyncio.Event(), 0

    async def step() -> bool:
        nonlocal tries
        tries += 1
        if tries < 2000:
            raise OSError
        stop.set()
        return True

    await loop("x", step, bell=Wake(), stop=stop, idle=0.0)
    assert tries == 2000


async def test_pauses_grow_and_begin_anew_after_a_success() -> None:
    stop, waited = asyncio.Event(), list[float]()
    ends = iter([OSError, OSError, OSError, None, OSError, stop])

    class Bell(Wake):
        async def wait(self, seconds: float) -> None:
            waited.append(seconds)

    async def step() -> bool:
        end = next(ends)
        if end is stop:
            stop.set()
        elif end is not None:
            raise OSError
        return True

    await loop("x", step, bell=Bell(), stop=stop, idle=0.5)
    assert waited == [1.0, 2.0, 4.0, 1.0]


async def test_one_of_those_who_wait_hears_the_bell_and_at_the_end_all_do() -> None:
    bell, heard = Wake(), list[str]()

    async def wait(name: str) -> None:
        await bell.wait(60)
        heard.append(name)

    waiting = [asyncio.create_task(wait(name)) for name in "abc"]
    await asyncio.sleep(0)
    bell.ring()  # the first of them
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    assert heard == ["a"]
    bell.ring_all()
    await asyncio.gather(*waiting)
    assert heard == ["a", "b", "c"]


async def test_a_bell_that_rang_before_anybody_waited_is_heard_once() -> None:
    bell = Wake()
    bell.ring()
    bell.ring()
    await bell.wait(60)
    late = asyncio.create_task(bell.wait(60))
    for _ in range(5):
        await asyncio.sleep(0)
    assert not late.done()
    late.cancel()


async def test_rings_until_somebody_looks_are_one() -> None:
    bell = Wake()
    early = asyncio.create_task(bell.wait(60))
    await asyncio.sleep(0)
    bell.ring()
    bell.ring()
    await early
    late = asyncio.create_task(bell.wait(60))
    for _ in range(5):
        await asyncio.sleep(0)
    assert not late.done()
    late.cancel()
