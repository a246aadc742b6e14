"""The intake: which question comes next, how an answer moves it on, and what happens to a wrong answer.

Pure. The order of STEPS is the script; a step is skipped when the story already answered it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from conversations.answers import scope_of
from conversations.draft import Draft, Talk
from conversations.messages import (
    Choice,
    Contact,
    Content,
    Inbound,
    Location,
    Media,
    Message,
    Unsupported,
    Words,
    say,
    words,
)
from conversations.slots.consent import CONSENT, EMERGENCY
from conversations.slots.day import DAY
from conversations.slots.name import NAME
from conversations.slots.office import OFFICE
from conversations.slots.place import PLACE, pinned
from conversations.slots.review import EDIT, REVIEW
from conversations.slots.story import STORY, hear
from conversations.steps import Scene, Step, Taken, option, with_note

STEPS: tuple[Step, ...] = (EMERGENCY, CONSENT, STORY, OFFICE, DAY, PLACE, NAME, EDIT, REVIEW)
BY_NAME = {step.name: step for step in STEPS}
#: Wrong answers: once the question again with an example, then numbers, then a person.
NUMBERED_AFTER, PERSON_AFTER = 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of the talk: the state after it, what is said, and what the handler has to do."""

    talk: Talk
    replies: tuple[Message, ...] = ()
    outcome: str | None = None  # file, cancel, stop, handoff


def next_step(draft: Draft) -> Step:
    """The first slot that is still open; a field under correction comes before all others but danger."""
    if draft.consented and draft.editing in BY_NAME:
        return BY_NAME[draft.editing]
    return next(step for step in STEPS if step.needed(draft))


def begin(draft: Draft, scene: Scene, *, text: str = "") -> Turn:
    """A new intake, from a first story or from nothing."""
    return _go_on(Talk(), hear(draft, text, scene) if text else draft, scene)


def resume(talk: Talk, inbound: Inbound, scene: Scene, *, attachment: str | None = None) -> Turn:
    """Take what came in as the answer to the standing question, or as something volunteered."""
    draft = talk.draft
    assert draft is not None, "resume is asked only while a draft is open"
    content = inbound.content
    if attachment is not None:
        return _attached(talk, draft, content, scene, attachment, inbound.album)
    if isinstance(content, Location):
        draft = pinned(draft, content)
        return _go_on(talk, draft, scene, note=words("place.taken"))
    if isinstance(content, Contact | Unsupported):
        return _again(talk, draft, scene, note=words("intake.cannot_read"))
    step = BY_NAME.get(talk.step) or next_step(draft)
    if isinstance(content, Choice) and content.data == f"person.{draft.tag}:person":
        return Turn(talk=talk, outcome="handoff")
    if isinstance(content, Choice) and scope_of(content.data) != f"{step.name}.{draft.tag}":
        return _again(talk, draft, scene, note=words("intake.old_button"))
    taken = step.take(draft, content, scene)
    if taken is None:
        return _misread(talk, draft, step, scene)
    if taken.outcome == "wait":
        return Turn(
            talk=replace(talk, draft=taken.draft, tries=0), replies=(say(taken.note),) if taken.note else ()
        )
    if taken.outcome is not None:
        replies = (say(taken.note),) if taken.note else ()
        return Turn(talk=replace(talk, draft=taken.draft), replies=replies, outcome=taken.outcome)
    return _go_on(talk, taken.draft, scene, note=taken.note)


def ask(draft: Draft, scene: Scene) -> Message:
    """The standing question."""
    return next_step(draft).ask(draft, scene)


def edited(talk: Talk, text: str, scene: Scene) -> Talk:
    """An edited message while the draft is open: read again, nothing asked."""
    return replace(talk, draft=hear(talk.draft, text, scene)) if talk.draft else talk


def _go_on(talk: Talk, draft: Draft, scene: Scene, note: Words | None = None) -> Turn:
    step = next_step(draft)
    message = with_note(step.ask(draft, scene), note)
    return Turn(talk=replace(talk, draft=draft, step=step.name, tries=0), replies=(message,))


def _again(talk: Talk, draft: Draft, scene: Scene, note: Words | None = None) -> Turn:
    step = next_step(draft)
    return Turn(
        talk=replace(talk, draft=draft, step=step.name), replies=(with_note(step.ask(draft, scene), note),)
    )


def _attached(
    talk: Talk, draft: Draft, content: Content, scene: Scene, attachment: str, album: str | None
) -> Turn:
    """A file at any time; its caption is part of the story; an album is answered once."""
    answered = album is not None and album == draft.album
    draft = replace(draft, attachments=(*draft.attachments, attachment), album=album)
    if isinstance(content, Media) and content.caption:
        draft = hear(draft, content.caption, scene)
    if answered:
        return Turn(talk=replace(talk, draft=draft))
    return _go_on(talk, draft, scene, note=words("file.taken") if draft.consented else None)


def _misread(talk: Talk, draft: Draft, step: Step, scene: Scene) -> Turn:
    tries = talk.tries + 1
    message = with_note(step.ask(draft, scene), words(f"misread.{step.name}"))
    if tries >= NUMBERED_AFTER and len(message.options) > 1:
        message = replace(message, numbered=True)
    if tries >= PERSON_AFTER:
        person = option(draft, "person", "person", row=True)
        message = replace(
            message, lines=(*message.lines, words("misread.person")), options=(*message.options, person)
        )
    return Turn(talk=replace(talk, draft=draft, step=step.name, tries=tries), replies=(message,))


__all__ = ["STEPS", "Taken", "Turn", "ask", "begin", "edited", "next_step", "resume"]
