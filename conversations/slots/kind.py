"""Pengaduan, aspirasi or permintaan informasi: never asked, shown when it is no complaint, corrected on demand."""

from __future__ import annotations

from dataclasses import replace

from conversations.answers import meaning_of, resolve
from conversations.draft import Draft
from conversations.messages import Content, Message, Words, say
from conversations.steps import Scene, Step, Taken, option

COMPLAINT = "pengaduan"
#: Meaning of a button -> kind of the case.
KINDS = {"complaint": COMPLAINT, "wish": "aspirasi", "question": "permintaan_informasi"}


def _ask(draft: Draft, scene: Scene) -> Message:
    options = (
        option(draft, "kind", "complaint", row=True),
        option(draft, "kind", "wish", row=True),
        option(draft, "kind", "question", row=True),
    )
    return say("kind.ask", options=options)


def _take(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    chosen = resolve(content, _ask(draft, scene).options)
    if chosen is None:
        return None
    return Taken(draft=replace(draft, kind=KINDS[meaning_of(chosen.id)], editing=None))


def shown(draft: Draft) -> Words | None:
    """The kind in words, where it is worth a line."""
    return Words(f"kind.{draft.kind}") if draft.kind and draft.kind != COMPLAINT else None


KIND = Step(name="kind", needed=lambda draft: False, ask=_ask, take=_take)
