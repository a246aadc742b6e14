"""The few fixed menus: what one can do, and whether a draft is really to be thrown away."""

from __future__ import annotations

from conversations.answers import resolve
from conversations.draft import Draft
from conversations.messages import Content, Message, Option, Words, say
from conversations.steps import option


def options(word: str) -> tuple[Option, ...]:
    """Buttons under the menu and the help; they answer like the words they carry."""
    if word == "privacy":
        return ()
    return (
        Option(id="menu:report", label=Words("button.report"), style="primary"),
        Option(id="menu:status", label=Words("button.status")),
    )


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
