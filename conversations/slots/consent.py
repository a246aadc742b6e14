"""Consent before anything is kept on purpose (UU 27/2022 ps. 20-22), and what is looked at before consent."""

from __future__ import annotations

from dataclasses import replace

from conversations.answers import meaning_of, resolve, words_of
from conversations.draft import Draft
from conversations.messages import Content, Message, say, words
from conversations.slots.story import hear
from conversations.steps import Scene, Step, Taken, option

#: Stored with the time of each consent; raise it when the text of consent.full changes.
CONSENT_VERSION = "2026-11"
#: Fewer letters are a wrong answer, more of them are more of the story.
TELLING = 12


def _ask_emergency(draft: Draft, scene: Scene) -> Message:
    options = (option(draft, "emergency", "continue"), option(draft, "emergency", "enough"))
    return say(scene.numbers, "emergency.after", options=options)


def _take_emergency(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    chosen = resolve(content, _ask_emergency(draft, scene).options)
    if chosen is None:
        text = words_of(content)
        return Taken(draft=replace(hear(draft, text, scene), warned=True)) if len(text) > TELLING else None
    if meaning_of(chosen.id) == "enough":
        return Taken(draft=draft, note=words("emergency.stopped"), outcome="stop")
    return Taken(draft=replace(draft, warned=True))


def _ask_scope(draft: Draft, scene: Scene) -> Message:
    options = (option(draft, "scope", "service"), option(draft, "scope", "enough"))
    return say(f"scope.{draft.scope}", "scope.after", options=options)


def _take_scope(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    """Where else to go was said; a complaint about the service is still taken."""
    chosen = resolve(content, _ask_scope(draft, scene).options)
    if chosen is None:
        text = words_of(content)
        told = replace(draft, scope_told=True)
        return Taken(draft=hear(told, text, scene)) if len(text) > TELLING else None
    if meaning_of(chosen.id) == "enough":
        return Taken(draft=draft, note=words("scope.stopped"), outcome="stop")
    return Taken(draft=replace(draft, scope_told=True))


def _ask_guardian(draft: Draft, scene: Scene) -> Message:
    options = (option(draft, "guardian", "guardian"), option(draft, "guardian", "later"))
    return say("guardian.ask", options=options)


def _take_guardian(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    """UU 27/2022 ps. 25: a parent consents; of the child no name goes anywhere."""
    chosen = resolve(content, _ask_guardian(draft, scene).options)
    if chosen is None:
        return None
    if meaning_of(chosen.id) == "later":
        return Taken(draft=draft, note=words("guardian.later"), outcome="stop")
    return Taken(draft=replace(draft, guardian=True, anonymous=True).answer("name"))


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
        heard = hear(draft, text, scene) if len(text) > TELLING else draft
        return Taken(draft=heard, note=words("consent.noted")) if heard != draft else None
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
SCOPE = Step(
    name="scope",
    needed=lambda draft: draft.scope is not None and not draft.scope_told,
    ask=_ask_scope,
    take=_take_scope,
)
GUARDIAN = Step(
    name="guardian",
    needed=lambda draft: draft.minor and not draft.guardian,
    ask=_ask_guardian,
    take=_take_guardian,
)
CONSENT = Step(name="consent", needed=lambda draft: not draft.consented, ask=_ask, take=_take)
