"""One to five after a closing, with an optional word; all of it may be skipped, and silence stays silence."""

from __future__ import annotations

from conversations.answers import number_in
from conversations.messages import Message, Option, Quoted, say, words
from conversations.tracking import CaseView, button, notice
from conversations.vocabulary import fold

MOST = 5
#: A longer text after the number is a new story, not a word about the old one.
LONGEST_WORD = 40


def closed(view: CaseView) -> Message:
    """The closing as the citizen confirmed it, with the question in the same message."""
    number = view.case.number
    told = notice(view, "confirmed")
    stars = tuple(
        Option(id=f"case:rate{n}:{number}", label=Quoted(str(n)), row=n == 1) for n in range(1, MOST + 1)
    )
    return Message(
        lines=(told.lines[0], words("rating.ask")), options=(*stars, button(number, "notyet", row=True)),
        template=told.template,
    )  # fmt: skip


def stars_of(meaning: str) -> int | None:
    """The number on a pressed button."""
    digits = meaning.removeprefix("rate")
    return int(digits) if meaning.startswith("rate") and digits.isdigit() and 1 <= int(digits) <= MOST else None


def said(text: str) -> tuple[int, str] | None:
    """ "4", "lima", "3 lama tapi ramah": the number and the word after it."""
    first, _, rest = text.strip().partition(" ")
    stars = number_in(fold(text)) or number_in(fold(first))
    if stars is None or not 1 <= stars <= MOST or len(rest.split()) > LONGEST_WORD:
        return None
    return stars, "" if number_in(fold(text)) else rest.strip()


def thanks(stars: int, *, worded: bool) -> Message:
    """It was written down; a word may still follow."""
    return say(words("rating.noted_word" if worded else "rating.noted", stars=stars))
