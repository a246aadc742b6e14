"""What arrived together is settled together, and one that cannot be keeps back none of the others."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.sender import Sender

BAD = 2


class Counting(Sender):
    """A sender whose commits are lists of ids; with BAD among them they fail."""

    def __init__(self) -> None:
        nothing: Any = None
        super().__init__(nothing, {}, nothing, nothing, nothing, owner="test")
        self.commits: list[list[int]] = []

    async def _settle_together(self, landed: Sequence[Any]) -> None:
        ids = [row.id for row, _ in landed]
        if BAD in ids:
            raise KeyError(BAD)
        self.commits.append(ids)


def arrived(*ids: int) -> list[Any]:
    return [(cast(Any, SimpleNamespace(id=id)), ("1",)) for id in ids]


async def test_what_arrived_together_is_one_commit() -> None:
    sender = Counting()
    await sender._settle(arrived(1, 3))
    assert sender.commits == [[1, 3]]


async def test_one_that_cannot_be_settled_holds_back_none_of_the_others() -> None:
    sender = Counting()
    with pytest.raises(KeyError):
        await sender._settle(arrived(1, BAD, 3))
    assert sender.commits == [[1], [3]]
