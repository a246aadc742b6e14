"""The intake: which question comes next, how an answer moves it on, and what happens to a wrong answer.

Pure. The order of STEPS is the script; a step is skipped when the story already answered it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from conversations.answers import resolve, scope_of, words_of
from conversations.draft import MOST_FILES, Draft, Talk
from conversations.messages import (
    Choice,
    Contact,
    Content,
    Inbound,
    Location,
    Media,
    Message,
    Option,
    Text,
    Unsupported,
    Words,
    say,
    words,
)
from conversations.slots.alike import ALIKE
from conversations.slots.consent import CONSENT, EMERGENCY, GUARDIAN, SCOPE
from conversations.slots.day import DAY
from conversations.slots.kind import KIND
from conversations.slots.name import NAME
from conversations.slots.office import OFFICE
from conversations.slots.place import PLACE, pinned
from conversations.slots.review import EDIT, REVIEW, reopened
from conversations.slots.secrecy import PROXY, SECRECY
from conversations.slots.story import STORY, hear, is_story, reread
from conversations.steps import Scene, Step, Taken, option, with_note
from conversations.vocabulary import MEANINGS, fold

STEPS: tuple[Step, ...] = (
    EMERGENCY, SCOPE, GUARDIAN, CONSENT, STORY, OFFICE, DAY, PLACE, NAME, KIND, SECRECY, PROXY, ALIKE, EDIT, REVIEW,
)  # fmt: skip
BY_NAME = {step.name: step for step in STEPS}
#: Looked at before anything else, even before a field under correction.
FIRST = (EMERGENCY, SCOPE, GUARDIAN, CONSENT)
#: They read a story, and danger in it leads to a question of its own.
LISTENING = (EMERGENCY, SCOPE, CONSENT, STORY, REVIEW)
#: Answers that are slots of their own: the story read anew does not touch them.
ANSWERS = frozenset({"office", "day", "place", "name", "kind", "secrecy", "proxy"})
#: Wrong answers: once the question again with an example, then numbers, then a person.
NUMBERED_AFTER, PERSON_AFTER = 2, 3
#: What can be listened to: it may hold the story, but nobody can read it yet.
SPOKEN = frozenset({"voice", "audio", "video", "video_note"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of the talk: the state after it, what is said, and what the handler has to do."""

    talk: Talk
    replies: tuple[Message, ...] = ()
    outcome: str | None = None  # file, support, cancel, stop, handoff


def next_step(draft: Draft) -> Step:
    """The first slot that is still open; a field under correction comes before all others but danger."""
    for step in FIRST:
        if step.needed(draft):
            return step
    if draft.editing in BY_NAME:
        return BY_NAME[draft.editing]
    return next(step for step in STEPS if step.needed(draft))


def begin(draft: Draft, scene: Scene, *, text: str = "") -> Turn:
    """A new intake, from a first story or from nothing."""
    return _go_on(Talk(), hear(draft, text, scene) if text else draft, scene)


def resume(talk: Talk, inbound: Inbound, scene: Scene, *, attachment: str | None = None) -> Turn:
    """Take what came in as the answer to the standing question, or as something volunteered."""
    turn = _resume(talk, inbound, scene, attachment)
    if turn.talk.step == EMERGENCY.name or turn.outcome or not turn.replies or not _danger(inbound.content, scene):
        return turn
    # Danger told at a question that reads no story, or once more: the numbers stand before anything else.
    first, *rest = turn.replies
    return replace(turn, replies=(with_note(first, scene.numbers), *rest))


def _danger(content: Content, scene: Scene) -> bool:
    return scene.danger_in(content.caption if isinstance(content, Media) else words_of(content))


def _resume(talk: Talk, inbound: Inbound, scene: Scene, attachment: str | None) -> Turn:
    draft = talk.draft
    assert draft is not None, "resume is asked only while a draft is open"
    content = inbound.content
    if attachment is not None:
        return _attached(talk, draft, content, scene, attachment, inbound.album)
    if isinstance(content, Location):
        return _go_on(talk, pinned(draft, content), scene, note=words("place.taken"))
    if isinstance(content, Contact):
        told = draft.told(f"{content.name} {content.phone}", scene.message)
        told = replace(told, cards=(*draft.cards, scene.message))
        return _go_on(talk, told, scene, note=words("intake.contact_taken"))
    if isinstance(content, Unsupported | Media):
        return _again(talk, draft, scene, note=words("intake.cannot_read"))
    step = BY_NAME.get(talk.step) or next_step(draft)
    if isinstance(content, Choice):
        if content.data == f"person.{draft.tag}:person":
            return Turn(talk=talk, outcome="handoff")
        if scope_of(content.data) != f"{step.name}.{draft.tag}":
            return _again(talk, draft, scene, note=words("intake.old_button"))
    if draft.editing is not None and _goes_back(content, draft):
        return _go_on(talk, replace(draft, editing=None), scene)
    if talk.tries >= PERSON_AFTER and _wants_person(draft, step, content, scene):
        return Turn(talk=talk, outcome="handoff")
    if not (draft.warned or step in LISTENING) and _danger(content, scene):
        return _again(talk, replace(draft, warned=True), scene)  # no answer, whatever it could be read as
    taken = step.take(draft, content, scene)
    if taken is None:
        return _misread(talk, step.kept(draft, words_of(content)), step, scene)
    return _taken(talk, step, taken, content, scene)


def _taken(talk: Talk, step: Step, taken: Taken, content: Content, scene: Scene) -> Turn:
    draft = taken.draft
    if taken.outcome == "wait":
        # The first answer of the standing question goes along: nobody has to scroll up for "Kirim".
        waiting = Message(lines=(taken.note,) if taken.note else (), options=step.ask(draft, scene).options[:1])
        return Turn(talk=replace(talk, draft=draft, tries=0), replies=(waiting,), outcome="wait")
    if taken.outcome is not None:
        replies = (say(taken.note),) if taken.note else ()
        return Turn(talk=replace(talk, draft=draft), replies=replies, outcome=taken.outcome)
    if step.name in ANSWERS and next_step(draft) is not step:
        draft = draft.answer(step.name, scene.message if isinstance(content, Text) else "")
    return _go_on(talk, draft, scene, note=taken.note)


def _wants_person(draft: Draft, step: Step, content: Content, scene: Scene) -> bool:
    """The last offer of the error ladder, by its number or in its words."""
    person = _person(draft)
    return resolve(content, (*step.ask(draft, scene).options, person)) is person


def _person(draft: Draft) -> Option:
    return option(draft, "person", "person", row=True)


def _goes_back(content: Content, draft: Draft) -> bool:
    """Leave a field as it was; "kembali" in words works where no button for it stands."""
    if isinstance(content, Choice):
        return content.data.endswith(":back")
    return fold(words_of(content)) in MEANINGS["back"]


def ask(draft: Draft, scene: Scene) -> Message:
    """The standing question."""
    return next_step(draft).ask(draft, scene)


def again(talk: Talk, scene: Scene, note: Words | None = None) -> Turn:
    """The standing question once more, after something beside it has changed."""
    assert talk.draft is not None
    return _again(talk, talk.draft, scene, note)


def answers(talk: Talk, content: Content, scene: Scene) -> bool:
    """Does a word that means something everywhere answer the standing question too?"""
    return talk.draft is not None and resolve(content, ask(talk.draft, scene).options) is not None


def edited(talk: Talk, text: str, scene: Scene, *, late_caption: bool = False) -> Turn | None:
    """An edited message while the draft is open: its piece of the story, or the answer it gave, in new words.

    `late_caption`: words put under a picture that had none. None where the message is no part of the draft.
    """
    draft = talk.draft
    assert draft is not None
    if any(message == scene.message for message, _ in draft.pieces):
        changed = reread(draft.retold(scene.message, text), scene)
        return _go_on(talk, changed, scene, note=words("draft.edit_taken"))
    name = next((step for message, step in draft.replies if message == scene.message), None)
    if name is None:
        if not (late_caption and draft.attachments):
            return None
        return _go_on(talk, hear(draft, text, scene), scene, note=words("draft.edit_taken"))
    taken = BY_NAME[name].take(reopened(draft, name), Text(text), scene)
    if taken is None or taken.outcome:
        return _again(talk, draft, scene, note=words(f"misread.{name}"))
    kept = taken.draft
    if kept.editing is None:
        kept = replace(kept, editing=draft.editing).answer(name, scene.message)
    return _go_on(talk, kept, scene, note=words("draft.edit_taken"))


def _go_on(talk: Talk, draft: Draft, scene: Scene, note: Words | None = None) -> Turn:
    if draft.abusive and not draft.calmed:
        # Answered once and calmly, whatever is asked next; the complaint is taken all the same.
        note = words("abuse.calm" if draft.story else "abuse.tell")
        draft = replace(draft, calmed=True)
    step = next_step(draft)
    message = with_note(step.ask(draft, scene), None if step is EMERGENCY else note)  # nothing before the numbers
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
    full = len(draft.attachments) >= MOST_FILES
    files = draft.attachments if full else (*draft.attachments, attachment)
    draft = replace(draft, attachments=files, album=album)
    if isinstance(content, Media):
        spoken = content.kind in SPOKEN and not is_story(draft.told_so_far)
        draft = replace(draft, voice=draft.voice or spoken)
        if content.caption:
            draft = hear(draft, content.caption, scene)
    if answered:
        return Turn(talk=replace(talk, draft=draft))
    if full:
        return _again(talk, draft, scene, note=words("file.enough", n=MOST_FILES))
    quiet = next_step(draft) is STORY or not draft.consented  # the question itself says that it came
    return _go_on(talk, draft, scene, note=None if quiet else words("file.taken"))


def _misread(talk: Talk, draft: Draft, step: Step, scene: Scene) -> Turn:
    tries = talk.tries + 1
    message = with_note(step.ask(draft, scene), words(f"misread.{step.name}"))
    if tries >= NUMBERED_AFTER and len(message.options) > 1:
        message = replace(message, numbered=True)
    if tries >= PERSON_AFTER:
        message = replace(
            message, lines=(*message.lines, words("misread.person")), options=(*message.options, _person(draft))
        )
    return Turn(talk=replace(talk, draft=draft, step=step.name, tries=tries), replies=(message,))


__all__ = ["STEPS", "Turn", "again", "answers", "ask", "begin", "edited", "next_step", "reread", "resume"]
