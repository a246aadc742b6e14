"""Consent before anything is kept on purpose (UU 27/2022 ps. 20-22), and danger before consent."""

from __future__ import annotations

from dataclasses import replace

from conversations.answers import meaning_of, resolve, words_of
from conversations.draft import Draft
from conversations.messages import Content, Message, say, words
from conversations.steps import Scene, Step, Taken, option

#: Stored with the time of each consent; raise it when the text of consent.full changes.
CONSENT_VERSION = "2026-11"


def _ask_emergency(draft: Draft, scene: Scene) -> Message:
    options = (option(draft, "emergency", "continue"), option(draft, "emergency", "enough"))
    return say(words("emergency.numbers", numbers=scene.emergency), "emergency.after", options=options)


def _take_emergency(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    chosen = resolve(content, _ask_emergency(draft, scene).options)
    if chosen is None:
        text = words_of(content)
        return Taken(draft=replace(draft.told(text), warned=True)) if len(text) > 12 else None
    if meaning_of(chosen.id) == "enough":
        return Taken(draft=draft, note=words("emergency.stopped"), outcome="stop")
    return Taken(draft=replace(draft, warned=True))


def _ask(draft: Draft, scene: Scene) -> Message:
    options = (
        option(draft, "consent", "yes", label="button.agree", style="primary"),
        option(draft, "consent", "read"),
        option(draft, "consent", "no"),
    )
    return say("consent.hello", "consent.ask", options=options)


def _take(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    chosen = resolve(content, _ask(draft, scene).options)
    if chosen is None:
        # People keep telling before they answer: nothing of it is asked for again.
        text = words_of(content)
        if len(text) > 12:
            return Taken(draft=draft.told(text), note=words("consent.noted"))
        return None
    match meaning_of(chosen.id):
        case "yes":
            return Taken(draft=replace(draft, consented=True))
        case "read":
            return Taken(draft=draft, note=words("consent.full"))
        case _:
            return Taken(draft=draft, note=words("consent.refused"), outcome="stop")


EMERGENCY = Step(
    name="emergency",
    needed=lambda draft: draft.urgent and not draft.warned,
    ask=_ask_emergency,
    take=_take_emergency,
)
CONSENT = Step(name="consent", needed=lambda draft: not draft.consented, ask=_ask, take=_take)
