"""A notice of staff to the reporters of one agency's open cases: agency, words, preview, sent once. Pure.

Kept in the state of the staff group as JSON. Later kinds of audience and schedule hang on the same steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from conversations.messages import Message, Option, Quoted, Words, words

#: Room for the frame around the words in one bubble of 4,096 characters.
LONGEST = 3500


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """One notice in the making. `step`: agency, text, review, then sent or cancelled."""

    token: str
    by: str  # who is asked for words; anybody of staff may press
    name: str
    touched: str  # ISO
    step: str = "agency"
    offices: tuple[tuple[str, str], ...] = ()  # agency id and name on offer
    agency: str = ""
    agency_name: str = ""
    text: str = ""
    ended_by: str = ""
    ended_at: str = ""
    count: int = 0

    @property
    def open(self) -> bool:
        """Not sent and not given up."""
        return self.step not in ("sent", "cancelled")

    def to(self, step: str, **changes: Any) -> Broadcast:
        """The next step."""
        return replace(self, step=step, **changes)

    def to_json(self) -> dict[str, Any]:
        """As the chat's state keeps it."""
        return {**asdict(self), "offices": [list(office) for office in self.offices]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Broadcast:
        """Back from the chat's state."""
        known = {name: value for name, value in data.items() if name != "at"}
        return cls(**{**known, "offices": tuple((id_, name) for id_, name in data["offices"])})


def ask_agency(draft: Broadcast, counts: Sequence[int] = ()) -> Message:
    """Whose reporters? Agencies with open cases as buttons; any name may be typed."""
    msgid = "broadcast.ask_agency" if draft.offices else "broadcast.ask_agency_name"
    return Message(lines=(Words(msgid),), options=agency_options(draft, counts))


def agency_options(draft: Broadcast, counts: Sequence[int] = ()) -> tuple[Option, ...]:
    """One button an agency, and a way out."""
    picks = tuple(
        Option(id=f"bc:agency:{draft.token}.{place}", label=_label(name, counts, place), row=True)
        for place, (_, name) in enumerate(draft.offices)
    )
    return (*picks, _button(draft, "cancel", row=True))


def _label(name: str, counts: Sequence[int], place: int) -> Words | Quoted:
    if place < len(counts):
        return words("broadcast.button.agency", name=Quoted(name), n=counts[place])
    return Quoted(name)


def ask_text(draft: Broadcast, count: int) -> Message:
    """How many will read it, and the question for the words."""
    line = words("broadcast.ask_text", agency=Quoted(draft.agency_name), n=count)
    return Message(lines=(line,), options=(_button(draft, "cancel"),))


def notice(agency: str, text: str) -> Message:
    """What a citizen gets, word for word."""
    return Message(
        lines=(
            words("broadcast.notice", agency=Quoted(agency)),
            Quoted(text),
            words("broadcast.why", agency=Quoted(agency)),
        ),
        template="broadcast",
    )


def review(draft: Broadcast, count: int) -> Message:
    """Under the preview: to how many, and what now."""
    line = words("broadcast.review", agency=Quoted(draft.agency_name), n=count)
    return Message(lines=(line,), options=review_options(draft))


def review_options(draft: Broadcast) -> tuple[Option, ...]:
    """[Kirim sekarang] [Ubah] [Batal]."""
    return (
        _button(draft, "send", style="primary"),
        _button(draft, "edit", row=True),
        _button(draft, "cancel"),
    )


def options(draft: Broadcast) -> tuple[Option, ...]:
    """The answers of the standing question, for words and numbers."""
    if draft.step == "agency":
        return agency_options(draft)
    if draft.step == "review":
        return review_options(draft)
    return (_button(draft, "cancel"),) if draft.open else ()


def done(draft: Broadcast, *, at: str) -> Message:
    """What the question becomes: sent to so many, or given up."""
    agency, by = Quoted(draft.agency_name), Quoted(draft.ended_by)
    line = words(f"broadcast.{draft.step}", agency=agency, by=by, at=at, n=draft.count)
    return Message(lines=(line,))


def _button(draft: Broadcast, meaning: str, *, row: bool = False, style: str | None = None) -> Option:
    label = Words(f"broadcast.button.{meaning}")
    return Option(id=f"bc:{meaning}:{draft.token}", label=label, row=row, style=style)
