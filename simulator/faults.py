"""Plans for things that go wrong: which calls, how often, and how; shared by all twins."""

from __future__ import annotations

import itertools
import random
from dataclasses import asdict, dataclass, field
from typing import Any

KINDS = frozenset({"429", "500", "error", "timeout", "drop", "reset", "slow", "garbage"})


@dataclass(slots=True)
class Plan:
    """One fault.

    kind: 429, 500, error (own code and description), timeout (never answered, never accepted),
    drop (accepted, then the connection breaks: the answer that got lost), reset (broken before
    it was accepted), slow (answered late), garbage (a proxy's HTML page with 502).
    How often: `times` next calls, or every `every`-th, or with `probability`; none means always.
    """

    kind: str
    id: int = 0
    methods: list[str] = field(default_factory=list)
    account: int | None = None
    chat: int | None = None
    times: int | None = None
    every: int | None = None
    probability: float | None = None
    seconds: float = 3600.0
    retry_after: int = 1
    code: int = 400
    description: str = "Bad Request: injected fault"
    seen: int = 0
    hit: int = 0

    def strikes(self, rng: random.Random) -> bool:
        self.seen += 1
        if self.times is not None and self.hit >= self.times:
            return False
        if self.every is not None and self.seen % self.every:
            return False
        if self.probability is not None and rng.random() >= self.probability:
            return False
        self.hit += 1
        return True


class FaultBook:
    def __init__(self) -> None:
        self.plans: list[Plan] = []
        self._ids = itertools.count(1)
        self._rng = random.Random(0)

    def add(self, wish: dict[str, Any]) -> Plan:
        unknown = sorted(set(wish) - set(Plan.__dataclass_fields__))
        if unknown or wish.get("kind") not in KINDS:
            raise ValueError(f"a fault needs a kind of {sorted(KINDS)}; not known: {unknown}")
        plan = Plan(**{"seconds": 2.0 if wish["kind"] == "slow" else 3600.0, **wish})
        plan.methods = [name.lower() for name in plan.methods]
        plan.id = next(self._ids)
        self.plans.append(plan)
        return plan

    def seed(self, value: int) -> None:
        self._rng = random.Random(value)

    def pick(self, account: int, verb: str, chat: int | None) -> Plan | None:
        for plan in self.plans:
            if (
                (not plan.methods or verb in plan.methods)
                and plan.account in (None, account)
                and plan.chat in (None, chat)
                and plan.strikes(self._rng)
            ):
                return plan
        return None

    def remove(self, plan_id: int | None) -> None:
        self.plans = [] if plan_id is None else [p for p in self.plans if p.id != plan_id]

    def describe(self) -> list[dict[str, Any]]:
        return [asdict(plan) for plan in self.plans]
