"""The same matter, already reported by somebody else: support it, or file one's own (FixMyStreet's habit)."""

from __future__ import annotations

from dataclasses import replace

from conversations.answers import meaning_of, resolve
from conversations.draft import Draft
from conversations.messages import Content, Message, Quoted, say, words
from conversations.steps import Scene, Step, Taken, option


def _ask(draft: Draft, scene: Scene) -> Message:
    options = (option(draft, "alike", "same"), option(draft, "alike", "differs", row=True))
    line = words("alike.line", story=Quoted(draft.similar_line), day=draft.similar_day or scene.at.date())
    return say("alike.found", line, "alike.ask", options=options)


def _take(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    chosen = resolve(content, _ask(draft, scene).options)
    if chosen is None:
        return None
    if meaning_of(chosen.id) == "same":
        return Taken(draft=draft, outcome="support")
    return Taken(draft=replace(draft, similar=None))


ALIKE = Step(name="alike", needed=lambda draft: draft.similar is not None, ask=_ask, take=_take)
