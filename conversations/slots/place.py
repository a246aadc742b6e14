"""Where it happened: a pin, a street and a landmark, or nothing."""

from __future__ import annotations

from dataclasses import replace

from conversations.answers import resolve, words_of
from conversations.draft import Draft
from conversations.messages import Content, Location, Message, Words
from conversations.steps import Scene, Step, Taken, option


def pinned(draft: Draft, pin: Location) -> Draft:
    """The draft with a shared location; the name of a venue is a place in words."""
    named = ", ".join(part for part in (pin.name, pin.address) if part)
    editing = None if draft.editing == "place" else draft.editing
    return replace(
        draft, latitude=pin.latitude, longitude=pin.longitude, place=draft.place or named, editing=editing,
        compared=False,
    ).answer("place")  # fmt: skip


def _ask(draft: Draft, scene: Scene) -> Message:
    options = (option(draft, "place", "skip"),)
    return Message(lines=(Words("place.ask"),), options=options, ask_location=True)


def _take(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    if resolve(content, _ask(draft, scene).options):
        return Taken(draft=replace(draft, place_unknown=True, editing=None))
    text = words_of(content).strip()
    if sum(char.isalnum() for char in text) < 3:
        return None
    return Taken(draft=replace(draft, place=text[:300], editing=None, compared=False))


PLACE = Step(name="place", needed=lambda draft: draft.needs_place, ask=_ask, take=_take)
