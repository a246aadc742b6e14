"""An officer's words on their way to a citizen: kept, shown, tidied, changed, sent once; pure, no storage.

A preview lives in the state of its group as JSON, so everything here is plain values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from complaints.lifecycle import Action
from conversations.card import button, cut
from conversations.messages import Message, Option, Quoted, Words, words
from conversations.parts import ROOM, parts
from conversations.tidy import tidy

#: An unsent preview is forgotten after a week: the case has moved on by then.
KEPT = timedelta(days=7)
#: Signs of an answer at most: four messages. What is longer is a document and goes as one.
LONGEST = 12_000
#: A longer text is named by its beginning once it is sent: the bubble is edited in place, and one bubble it stays.
REMEMBERED = 600

ACTION = {"answer": Action.ANSWER, "ask": Action.ASK, "resolve": Action.RESOLVE}
#: What the citizen is told: msgid notice.<event>.
EVENT = {"answer": "answer", "ask": "question", "resolve": "resolved"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Words waiting for [Kirim]. `end` is how it ended: "", sent, cancelled or changed."""

    token: str
    number: str
    purpose: str  # answer, ask, resolve
    raw: str
    by: str  # name of the officer who wrote it
    at: str  # ISO, when it was written
    source: str | None = None  # message it was written in: editing that message edits the preview
    album: str | None = None
    files: tuple[str, ...] = ()  # attachment ids
    end: str = ""
    ended_by: str = ""
    ended_at: str = ""
    last: int = ROOM  # room in the last of several messages, on the citizen's channel
    tail: int = 0  # signs of the last telephone message it was made of
    held: Mapping[str, Any] = field(default_factory=dict)  # what [Urungkan] needs, once sent

    @property
    def tidied(self) -> str:
        """The words as offered; the officer's own where tidying made them too long."""
        better = tidy(self.raw, question=self.purpose == "ask")
        return better if len(better) <= LONGEST + 200 and parts(better) else self.raw

    @property
    def count(self) -> int:
        """In how many messages it goes out."""
        return len(self.pieces(self.tidied))

    def pieces(self, said: str) -> tuple[str, ...]:
        """Those words as messages."""
        return parts(said, last=self.last) or parts(said) or (said,)

    @property
    def open(self) -> bool:
        """Still to be sent."""
        return not self.end

    def changed(self, raw: str) -> Preview:
        """The same preview with other words."""
        return replace(self, raw=raw)

    def with_file(self, attachment: str) -> Preview:
        """One more picture of the same album."""
        return self if attachment in self.files else replace(self, files=(*self.files, attachment))

    def ended(self, end: str, *, by: str, at: datetime) -> Preview:
        """Sent or given up; kept for a while so that a late press can be told by whom."""
        return replace(self, end=end, ended_by=by, ended_at=at.isoformat())

    def to_json(self) -> dict[str, Any]:
        """As the chat's state keeps it."""
        return {**asdict(self), "files": list(self.files), "held": dict(self.held)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Preview:
        """Back from the chat's state."""
        return cls(**{**data, "files": tuple(data.get("files", ()))})


def preview(p: Preview, *, overtaken: Words | None = None) -> Message:
    """What will go out, exactly, and what can be done with it; `overtaken`: a colleague was quicker."""
    lines: list[Words | Quoted] = [
        words(f"desk.preview.{p.purpose}", number=p.number),
        _quote(p.tidied),
    ]
    if p.files:
        lines.append(words("desk.preview.files", n=len(p.files)))
    if p.count > 1:
        lines.append(words("desk.preview.parts", n=p.count))
    if p.tidied != p.raw.strip():
        lines.append(words("desk.preview.tidied"))
    if overtaken is not None:
        lines.append(overtaken)
    return Message(lines=tuple(lines), options=options(p, overtaken=overtaken is not None))


def options(p: Preview, *, overtaken: bool = False) -> tuple[Option, ...]:
    """[Kirim] [Kirim apa adanya] [Ubah] [Batal]; after a colleague's answer the first becomes [Tetap kirim].

    Its id differs then: a nervous second tap on [Kirim] must not send what the officer was just warned of.
    """
    first = _button(p, "anyway" if overtaken else "send", style="primary")
    raw = (_button(p, "raw"),) if p.tidied != p.raw.strip() and not overtaken else ()
    return (first, *raw, _button(p, "edit", row=True), _button(p, "cancel"))


def closed(p: Preview, *, at: str, undo: bool = False) -> Message:
    """What the preview becomes when it is over: no answer can be sent from it any more.

    `undo`: it has not left yet and can still be taken back.
    """
    if p.end != "sent":
        return Message(lines=(words(f"desk.{p.end}", number=p.number, by=Quoted(p.ended_by)),))
    if undo:
        going = (words("desk.sending", number=p.number, at=at, by=Quoted(p.ended_by)), _shown(p.raw))
        return Message(lines=going, options=(_button(p, "undo"),))
    lines: list[Words | Quoted] = [
        words(f"desk.sent.{p.purpose}", number=p.number, at=at, by=Quoted(p.ended_by)),
        _shown(p.raw),
    ]
    # The evidence of a closing is one tap away, as long as the agency says it is not done.
    rest = (button(p.number, "resolve"),) if p.purpose == "answer" else ()
    return Message(lines=tuple(lines), options=rest)


def _shown(text: str) -> Words:
    return _quote(text if len(text) <= ROOM else cut(text, REMEMBERED))


def _quote(text: str) -> Words:
    return words("desk.quote", text=Quoted(text))


def _button(p: Preview, meaning: str, *, row: bool = False, style: str | None = None) -> Option:
    label = Words(f"desk.button.{meaning}")
    return Option(id=f"prev:{meaning}:{p.token}", label=label, row=row, style=style)
