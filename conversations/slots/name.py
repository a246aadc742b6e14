"""Anonim: is the name hidden from the agency, with its one plain consequence (handbook §1.4)."""

from __future__ import annotations

from dataclasses import replace

from conversations.answers import meaning_of, resolve
from conversations.draft import Draft
from conversations.messages import Content, Message, say
from conversations.steps import Scene, Step, Taken, option


def _ask(draft: Draft, scene: Scene) -> Message:
    options = (option(draft, "name", "show"), option(draft, "name", "hide"))
    return say("name.ask", options=options)


def _take(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    chosen = resolve(content, _ask(draft, scene).options)
    if chosen is None:
        return None
    # A child's name goes nowhere, whatever is tapped.
    hidden = meaning_of(chosen.id) == "hide" or draft.guardian
    return Taken(draft=replace(draft, anonymous=hidden, editing=None))


NAME = Step(name="name", needed=lambda draft: draft.anonymous is None, ask=_ask, take=_take)
