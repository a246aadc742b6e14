"""What a person of the client sees: one message, its words and its buttons; no HTTP here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


class SimError(Exception):
    """The simulator refused; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Seen:
    raw: Json

    @property
    def id(self) -> int:
        return int(self.raw["id"])

    @property
    def rev(self) -> int:
        return int(self.raw["rev"])

    @property
    def text(self) -> str:
        return str(self.raw["text"])

    @property
    def sender(self) -> str:
        return str(self.raw["from"]["name"])

    @property
    def from_bot(self) -> bool:
        return bool(self.raw["from"]["is_bot"])

    @property
    def edited(self) -> bool:
        return bool(self.raw["edited"])

    @property
    def topic(self) -> int | None:
        return self.raw.get("thread")

    @property
    def media(self) -> Json | None:
        return self.raw.get("media")

    @property
    def rows(self) -> list[list[str]]:
        return [[button["text"] for button in row] for row in self.raw.get("buttons", [])]

    @property
    def buttons(self) -> list[str]:
        return [label for row in self.rows for label in row]

    def data_of(self, label: str) -> str | None:
        """The callback data behind a label, for tests of old or forged buttons."""
        for row in self.raw.get("buttons", []):
            for button in row:
                if button["text"] == label:
                    return str(button["value"])
        return None

    def __str__(self) -> str:
        keys = " ".join(f"[{label}]" for label in self.buttons)
        return f"{self.sender}: {self.text}" + (f"\n{keys}" if keys else "")
