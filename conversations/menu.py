"""The few fixed menus: what one can do, and whether a draft is really to be thrown away."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.answers import number_in, resolve, words_of
from conversations.draft import Draft
from conversations.messages import Choice, Content, Message, Option, Text, Words, say
from conversations.steps import option
from conversations.vocabulary import fold


def options(word: str) -> tuple[Option, ...]:
    """Buttons under the menu and the help; they answer like the words they carry."""
    if word == "privacy":
        return ()
    return (
        Option(id="menu:report", label=Words("button.report"), style="primary"),
        Option(id="menu:status", label=Words("button.status")),
    )


def listed(shown: Sequence[str], content: Content) -> Choice | None:
    """The button that a number means where a list (`shown`: its ids) came last, beside the standing question."""
    said = number_in(fold(words_of(content))) if isinstance(content, Text) else None
    return Choice(shown[said - 1]) if said and said <= len(shown) else None


def cancel_options(draft: Draft) -> tuple[Option, ...]:
    """Throw away, or go on."""
    return (
        option(draft, "cancel", "yes", label="button.cancel_yes", style="danger"),
        option(draft, "cancel", "keep", label="button.cancel_keep"),
    )


def cancel_question(draft: Draft) -> Message:
    """Asked before a story is thrown away."""
    return say("cancel.ask", options=cancel_options(draft))


def cancels(draft: Draft, content: Content) -> bool | None:
    """True to throw away, False to keep, None for something else."""
    chosen = resolve(content, cancel_options(draft))
    return None if chosen is None else chosen.id.endswith(":yes")
