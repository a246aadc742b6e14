"""Every call a bot made and what became of it, so that losses and duplicates can be counted.

It is shared by all twins and knows no protocol: an account, a verb, a chat, a code.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from typing import Any, NamedTuple

# Reads and polls would drown the sends one wants to count.
LEDGER_LIMIT = 2_000_000


class Entry(NamedTuple):
    number: int
    at: float
    account: int
    verb: str
    chat: int | None
    message: int | None
    code: int
    fault: str | None
    text: str | None


class Ledger:
    def __init__(self) -> None:
        self.entries: deque[Entry] = deque(maxlen=LEDGER_LIMIT)
        self.calls: Counter[str] = Counter()
        self.codes: Counter[int] = Counter()
        self.faults: Counter[str] = Counter()
        self._seconds: deque[tuple[int, Counter[str]]] = deque(maxlen=120)
        self._number = 0

    def count(self, verb: str, code: int, fault: str | None) -> None:
        self.calls[verb] += 1
        self.codes[code] += 1
        if fault:
            self.faults[fault] += 1
        second = int(time.time())
        if not self._seconds or self._seconds[-1][0] != second:
            self._seconds.append((second, Counter()))
        self._seconds[-1][1][verb] += 1

    def write(
        self,
        account: int,
        verb: str,
        chat: int | None,
        message: int | None,
        code: int,
        fault: str | None = None,
        text: str | None = None,
    ) -> None:
        self._number += 1
        self.entries.append(Entry(self._number, time.time(), account, verb, chat, message, code, fault, text))

    def since(self, number: int, limit: int = 10_000) -> list[dict[str, Any]]:
        missing = self._number - number
        if missing <= 0:
            return []
        start = max(0, len(self.entries) - missing)
        stop = min(len(self.entries), start + limit)
        return [self.entries[index]._asdict() for index in range(start, stop)]

    def stats(self) -> dict[str, Any]:
        return {
            "calls": dict(self.calls),
            "codes": {str(code): n for code, n in self.codes.items()},
            "throttled": self.codes[429],
            "faults": dict(self.faults),
            "entries": self._number,
            "per_second": [{"second": at, "calls": dict(by)} for at, by in self._seconds],
        }

    def clear(self) -> None:
        for kept in (self.entries, self.calls, self.codes, self.faults, self._seconds):
            kept.clear()
        self._number = 0
