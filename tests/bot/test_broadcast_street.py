"""A notice to many on a street with flood limits: no refusal, nobody twice, killed at 37 % and gone on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.broadcast import ACCOUNT, measure, office
from storage.broadcasts import Result


async def _killed_at_37_percent(people: int, rate: float, tmp_path: Path, *, unsure: int) -> None:
    async with office(people, rate, tmp_path) as here:
        await here.live()
        await here.begin()
        await here.until(0.37)
        await here.die()
        await here.listen()
        before = here.sent()
        assert 0 < len(before) < people
        await here.live()
        await here.until(1)
        await here.die()
        await here.listen()
        sent, counts = here.sent(), await here.counts()
        assert max(sent.values()) == 1, "nobody twice"
        assert counts[Result.QUEUED] == 0 and counts[Result.SENT] + counts[Result.UNCERTAIN] == people
        # Killed with the answer under way nobody can know; each of these is named in the report.
        assert people - len(sent) <= counts[Result.UNCERTAIN] <= unsure
        assert here.refused() == 0


async def test_killed_at_37_percent_the_rest_gets_it_once(tmp_path: Path) -> None:
    await _killed_at_37_percent(300, 290, tmp_path, unsure=30)


@pytest.mark.long
async def test_at_the_pace_of_one_bot_a_kill_leaves_a_third_of_a_second_uncertain(tmp_path: Path) -> None:
    await _killed_at_37_percent(150, 29, tmp_path, unsure=9)


@pytest.mark.torture
async def test_killed_at_37_percent_of_two_thousand_the_rest_gets_it_once(tmp_path: Path) -> None:
    await _killed_at_37_percent(2000, 29, tmp_path, unsure=9)


async def test_who_blocked_is_written_down_and_a_refused_chat_waits_alone(tmp_path: Path) -> None:
    async with office(40, 290, tmp_path) as here:
        blocked = await here.sim.user("Pemblokir", started=int(ACCOUNT))
        from benchmarks.broadcast import _known

        await _known(here.database, here.keyring, [blocked.id], agreed=True)
        await blocked.blocks(int(ACCOUNT))
        await here.sim.breaks("429", "sendMessage", times=1, retry_after=1)
        await here.live()
        here.people.append(blocked.id)
        await here.begin()
        await here.until(1)
        await here.die()
        await here.listen()
        counts = await here.counts()
        assert (counts[Result.SENT], counts[Result.BLOCKED]) == (40, 1)
        assert max(here.sent().values()) == 1 and here.refused() == 1


@pytest.mark.torture
async def test_two_thousand_at_the_allowed_rate_while_citizens_chat(tmp_path: Path) -> None:
    seen = await measure(2000, 29, tmp_path)
    assert (seen["sent"], seen["twice"], seen["refused"]) == (2000, 0, 0)
    assert seen["answer_p99"] < 1
    assert seen["of_the_allowed"] >= 0.95
