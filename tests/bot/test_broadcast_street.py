"""A notice to many on a street with flood limits: no refusal, nobody twice, killed at 37 % and gone on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.broadcast import ACCOUNT, measure, office
from storage.broadcasts import Result


async def test_killed_at_37_percent_the_rest_gets_it_once(tmp_path: Path) -> None:
    async with office(300, 280, tmp_path) as here:
        await here.live()
        await here.begin()
        await here.until(0.37)
        await here.die()
        await here.listen()
        before = here.sent()
        assert 0 < len(before) < 300
        await here.live()
        await here.until(1)
        await here.die()
        await here.listen()
        sent, counts = here.sent(), await here.counts()
        assert max(sent.values()) == 1, "nobody twice"
        assert counts[Result.QUEUED] == 0 and counts[Result.SENT] + counts[Result.UNCERTAIN] == 300
        # Killed with the answer under way nobody can know; each of these is named in the report.
        assert 300 - len(sent) <= counts[Result.UNCERTAIN] <= 30
        assert here.refused() == 0


async def test_who_blocked_is_written_down_and_a_refused_chat_waits_alone(tmp_path: Path) -> None:
    async with office(40, 280, tmp_path) as here:
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
    seen = await measure(2000, 28, tmp_path)
    assert (seen["sent"], seen["twice"], seen["refused"]) == (2000, 0, 0)
    assert seen["answer_p99"] < 1
    assert seen["notice_per_second"] + seen["chat_per_second"] >= 28 * 0.95
