"""The story in the citizen's own words; whatever it already says is never asked for again."""

from __future__ import annotations

from dataclasses import replace

from conversations.answers import words_of
from conversations.draft import Draft
from conversations.ears import Heard, Office
from conversations.messages import Content, Message, say
from conversations.steps import Scene, Step, Taken, option

#: A shorter insult is no report: it is answered, not handed on.
OUTBURST = 4


def is_story(text: str) -> bool:
    """Enough words to hand on: two words and eight letters, whatever the spelling."""
    letters = sum(char.isalpha() for char in text)
    return letters >= 8 and len(text.split()) >= 2


def hear(draft: Draft, text: str, scene: Scene) -> Draft:
    """Fill the slots that `text` answers and that nothing has answered yet; a greeting is no piece of a story."""
    heard = scene.ears.hear(text, at=scene.at)
    if len(text.split()) <= OUTBURST and heard.abusive:
        return replace(draft, abusive=True)
    if heard.greeting and heard.kind is None:
        return draft
    return read(draft.told(text, scene.message), scene)


def reread(draft: Draft, scene: Scene) -> Draft:
    """The slots anew after a piece of the story was changed; what the citizen answered stays."""
    free = {
        "kind": {"kind": None},
        "day": {"happened_on": None},
        "place": {"place": ""},
        "name": {"anonymous": None},
        "proxy": {"proxy": ""},
    }
    for step, empty in free.items():
        if step not in draft.answered:
            draft = replace(draft, **empty)  # type: ignore[arg-type]
    fresh = {"topic": None, "compared": False, "similar": None, "urgent": draft.warned and draft.urgent}
    return read(replace(draft, **fresh), scene)  # type: ignore[arg-type]


def read(draft: Draft, scene: Scene) -> Draft:
    """The whole story read once more."""
    draft = _filled(draft, scene.ears.hear(draft.story, at=scene.at))
    if draft.agency or draft.no_agency:
        return draft
    return offered(draft, draft.story, scene)


def _filled(draft: Draft, heard: Heard) -> Draft:
    return replace(
        draft,
        kind=draft.kind if "kind" in draft.answered else heard.kind or draft.kind,
        topic=heard.topic or draft.topic,
        happened_on=draft.happened_on or (heard.happened_on if heard.date_sure else None),
        place=draft.place or heard.place or "",
        proxy=draft.proxy or heard.proxy or "",
        anonymous=True if draft.anonymous is None and heard.unnamed else draft.anonymous,
        minor=draft.minor or heard.minor,
        scope=draft.scope if draft.scope_told else heard.out_of_scope,
        urgent=draft.urgent or heard.urgency == "emergency",
        abusive=draft.abusive or heard.abusive,
    )


def offered(draft: Draft, text: str, scene: Scene, *, named: bool = False) -> Draft:
    """The draft with the offices that `text` brings up; `named`: only those it names, whatever the topic."""
    offer = scene.ears.offer(text, region=draft.region or scene.region, topic=None if named else draft.topic)
    return replace(
        draft,
        offered=tuple(office.id for office in offer.offices),
        reasons=tuple(office.why or "" for office in offer.offices),
        usual=offer.usual,
        missing=offer.missing if offer.decision == "ask" else None,
        wanted=text[:500] if offer.named else draft.wanted,
    )


def offices(draft: Draft, scene: Scene) -> tuple[Office, ...]:
    """The offices on offer that are still in the registry and were not refused, each with its reason."""
    reasons = dict(zip(draft.offered, draft.reasons, strict=False))
    known = (scene.ears.office(agency) for agency in draft.offered if agency not in draft.refused)
    return tuple(replace(office, why=reasons.get(office.id) or None) for office in known if office)


def _ask(draft: Draft, scene: Scene) -> Message:
    if draft.editing == "story":
        return say("story.ask_anew", options=(option(draft, "story", "back"),))
    if draft.voice:
        return say("story.ask_after_voice")
    if draft.attachments or draft.latitude is not None:
        return say("story.ask_after_attachment")
    return say("story.ask")


def _take(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    text = words_of(content)
    heard = hear(draft, text, scene)
    if not is_story(text) or heard.pieces == draft.pieces:
        return Taken(draft=heard) if heard.abusive and not draft.calmed else None
    if draft.editing == "story":
        emptied = replace(draft, pieces=(), editing=None).told(text, scene.message)
        return Taken(draft=reread(emptied, scene))
    return Taken(draft=heard)


STORY = Step(
    name="story",
    needed=lambda draft: not is_story(draft.told_so_far),
    ask=_ask,
    take=_take,
)
