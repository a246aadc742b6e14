"""What staff can do with a case besides placing it: the menu, the question each step asks, its preview. Pure.

A step is remembered by its token; buttons carry the token, never the case, so that an old one finds its own end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from complaints.lifecycle import TRANSITIONS, Action, Status
from complaints.model import ENDED, Complaint
from conversations.card import cut, head
from conversations.messages import Message, Option, Quoted, Words, words
from conversations.tracking import CaseView

#: Steps in the order of their buttons; the action that the lifecycle table has to allow, if there is one.
STEPS: Mapping[str, Action | None] = {
    "person": None, "ask": Action.ASK, "kind": None, "topic": None, "merge": Action.MERGE, "archive": Action.ARCHIVE,
}  # fmt: skip
#: Said at the beginning of a reply to a case: the step, and the rest is its words.
VERBS = {
    "tanya": "ask", "tanyakan": "ask", "jenis": "kind", "topik": "topic", "gabungkan": "merge",
    "arsipkan": "archive", "petugas": "person", "tugaskan": "person", "ambil": "person", "tangani": "person",
}  # fmt: skip
REASONS = ("not_complaint", "not_service", "no_content", "repeated")
#: Whom a case can be given to besides a colleague by name.
ME, NOBODY = "me", "nobody"
KINDS = ("pengaduan", "aspirasi", "permintaan_informasi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step under way: what is to be done to which case, the words given so far, how it ended."""

    token: str
    deed: str
    number: str
    choices: tuple[str, ...] = ()  # reasons, kinds, topics, numbers, people: what the buttons stand for
    names: tuple[str, ...] = ()  # what people are called, in the order of the choices
    chosen: str = ""  # one of them
    text: str = ""  # or words of staff
    end: str = ""  # done, dropped
    by: str = ""

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Step:
        """As the group remembers it."""
        known = {name: kept[name] for name in cls.__slots__ if name in kept}
        return cls(**{**known, "choices": tuple(kept.get("choices", ())), "names": tuple(kept.get("names", ()))})

    def to_json(self) -> dict[str, Any]:
        """For the group's memory."""
        return {**asdict(self), "choices": list(self.choices), "names": list(self.names)}

    @property
    def ready(self) -> bool:
        """Is there enough for a preview?"""
        return bool(self.chosen or self.text)

    def given(self, *, chosen: str = "", text: str = "") -> Step:
        """With an answer to its question."""
        return replace(self, chosen=chosen, text=text)


def open_steps(case: Complaint) -> tuple[str, ...]:
    """What may be done with it now."""
    if case.status in ENDED:
        return ()
    held = case.status in (Status.RECEIVED, Status.ASKED)
    return tuple(
        step
        for step, action in STEPS.items()
        if (action is None or (case.status, action) in TRANSITIONS) and (step != "ask" or held)
    )


def menu(case: Complaint) -> Message:
    """[Lainnya] opened."""
    return Message(lines=(words("triage.menu", number=case.number),), options=menu_options(case))


def menu_options(case: Complaint) -> tuple[Option, ...]:
    """One button a step."""
    return tuple(
        Option(id=f"triage:{step}:{case.number}", label=Words(f"triage.button.{step}"), row=place % 2 == 0)
        for place, step in enumerate(open_steps(case))
    )


def question(step: Step, options: Sequence[Option] = ()) -> Message:
    """What the step needs to know."""
    return Message(lines=(words(f"triage.prompt.{step.deed}", number=step.number),), options=(*options, _no(step)))


def choices(step: Step, labels: Sequence[Words | Quoted]) -> tuple[Option, ...]:
    """One button a choice."""
    return tuple(
        Option(id=f"step:pick:{step.token}.{place}", label=label, row=place % 2 == 0)
        for place, label in enumerate(labels)
    )


def preview(step: Step, *, reason: Words | Quoted, main: CaseView | None = None, story: str = "") -> Message:
    """What is going to happen, and what the citizen will read."""
    lines: list[Words | Quoted] = [words(f"triage.preview.{step.deed}", number=step.number)]
    if main is not None:
        lines += [head(main), words("card.story", story=Quoted(cut(story, 200)))]
    else:
        lines.append(words("triage.quote", text=reason))
    return Message(lines=tuple(lines), options=preview_options(step))


def preview_options(step: Step) -> tuple[Option, ...]:
    """[Kirim] or [Gabungkan] or [Arsipkan], [Batal]."""
    label = Words(f"triage.yes.{step.deed}")
    return (Option(id=f"step:yes:{step.token}", label=label, style="primary"), _no(step))


def _no(step: Step) -> Option:
    return Option(id=f"step:no:{step.token}", label=Words("triage.no"))


def in_hand(name: str) -> Words:
    """Whose it is among staff."""
    return words("triage.in_hand", name=Quoted(name))


def ended(what: Words) -> Message:
    """What the step becomes."""
    return Message(lines=(what,))
