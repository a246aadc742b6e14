"""Proposed words as staff see them: what would mean what, how often it was said, who decided. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from conversations.messages import Message, Option, Param, Quoted, Words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One proposal in the list: for a kind of office or for one office."""

    alias: str
    concept: str = ""
    agency: str = ""
    name: str  # of the kind or of the office
    times: int
    example: str  # one mention, masked
    by: str = ""
    approved: bool = False

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Shown:
        """As the group remembers it."""
        return cls(**kept)

    def to_json(self) -> dict[str, Any]:
        """For the group's memory, without anybody's own words."""
        return {**asdict(self), "example": ""}

    def decided(self, *, by: str, approved: bool) -> Shown:
        """Done, once."""
        return replace(self, by=by, approved=approved)


def page(token: str, items: Sequence[Shown]) -> Message:
    """The list with two buttons for each that is open."""
    if not items:
        return Message(lines=(words("lesson.none"),))
    lines: list[Words] = [words("lesson.title")]
    options: list[Option] = []
    for place, item in enumerate(items):
        n = place + 1
        given: dict[str, Param] = {"n": n, "alias": Quoted(item.alias), "name": Quoted(item.name)}
        if item.by:
            given["by"] = Quoted(item.by)
            lines.append(Words("lesson.approved" if item.approved else "lesson.refused", given))
            continue
        given["times"] = item.times
        lines.append(Words("lesson.kind" if item.concept else "lesson.office", given))
        if item.example:
            lines.append(words("triage.quote", text=Quoted(item.example)))
        options.append(Option(id=f"lesson:yes:{token}.{place}", label=words("lesson.yes", n=n), row=True))
        options.append(Option(id=f"lesson:no:{token}.{place}", label=words("lesson.no", n=n)))
    return Message(lines=tuple(lines), options=tuple(options))
