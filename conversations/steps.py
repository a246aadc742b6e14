"""What a step of a script is: a need, a question, and how an answer is taken. Data, drawable, no flow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from conversations.draft import Draft
from conversations.ears import Ears
from conversations.messages import Content, Message, Option, Words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What an answer is heard with: the ears, the moment, the region to assume, numbers for emergencies."""

    ears: Ears
    at: datetime  # aware
    region: str | None = None
    emergency: str = ""
    message: str = ""  # external id of what is being answered, so that its edit finds it again

    @property
    def numbers(self) -> Words:
        """Whom to call now."""
        return words("emergency.numbers", numbers=self.emergency)

    def danger_in(self, said: str) -> bool:
        """Danger to life or body now."""
        return bool(said) and self.ears.hear(said, at=self.at).urgency == "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of an answer: the draft after it, a word of acknowledgement, or an end of the intake."""

    draft: Draft
    note: Words | None = None
    outcome: str | None = None  # file, cancel, stop, handoff


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One slot of the intake. `take` answers None to what it cannot use: the error ladder follows."""

    name: str
    needed: Callable[[Draft], bool]
    ask: Callable[[Draft, Scene], Message]
    take: Callable[[Draft, Content, Scene], Taken | None]
    #: what of words that could not be used is kept all the same
    kept: Callable[[Draft, str], Draft] = lambda draft, text: draft


def option(
    draft: Draft,
    step: str,
    meaning: str,
    *,
    label: str | None = None,
    style: str | None = None,
    row: bool = False,
) -> Option:
    """A button of this draft's step: id "<step>.<tag>:<meaning>", label msgid "button.<meaning>"."""
    return Option(
        id=f"{step}.{draft.tag}:{meaning}", label=Words(label or f"button.{meaning}"), style=style, row=row
    )


def with_note(message: Message, note: Words | None) -> Message:
    """The message with a line before it."""
    return replace(message, lines=(note, *message.lines)) if note else message
