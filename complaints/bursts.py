"""Many reports at once of one sender or in one wording: shown to staff, never blocked. Pure.

A flood may be a campaign, a child with a phone, or a street without water: a person has to look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Literal

from complaints.model import Complaint

#: Looked at: reports of the last day.
WINDOW = timedelta(hours=24)
#: So many of one sender, or of one wording whoever sent it.
FROM_ONE, ALIKE = 5, 3
#: Shorter texts ("lampu mati") are the same by chance.
LETTERS = 20


@dataclass(frozen=True, slots=True)
class Burst:
    """Reports that belong together, the newest first."""

    kind: Literal["sender", "wording"]
    numbers: tuple[str, ...]
    senders: int


def bursts(cases: Sequence[Complaint]) -> tuple[Burst, ...]:
    """The bursts among those cases, the largest first; one wording of one sender is told once, as the sender's."""
    by_sender = [
        Burst("sender", tuple(c.number for c in found), 1)
        for found in _groups(cases, lambda case: case.chat_key)
        if len(found) >= FROM_ONE
    ]
    known = {number for burst in by_sender for number in burst.numbers}
    by_wording = [
        Burst("wording", tuple(c.number for c in found), len({c.chat_key for c in found}))
        for found in _groups(cases, _wording)
        if len(found) >= ALIKE and not {c.number for c in found} <= known
    ]
    return tuple(sorted([*by_sender, *by_wording], key=lambda burst: -len(burst.numbers)))


def _groups(cases: Iterable[Complaint], key: Callable[[Complaint], str]) -> list[list[Complaint]]:
    found: dict[str, list[Complaint]] = {}
    for case in cases:
        if name := key(case):
            found.setdefault(name, []).append(case)
    return list(found.values())


def _wording(case: Complaint) -> str:
    """A mark of the letters alone: capitals, blanks and signs make no other text."""
    letters = "".join(char for char in case.story.casefold() if char.isalnum())
    return sha256(letters.encode()).hexdigest() if len(letters) >= LETTERS else ""
