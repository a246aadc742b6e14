"""The story in the citizen's own words; whatever it already says is never asked for again."""

from __future__ import annotations

from dataclasses import replace

from conversations.answers import words_of
from conversations.draft import Draft
from conversations.ears import Office
from conversations.messages import Content, Message, say, words
from conversations.steps import Scene, Step, Taken


def is_story(text: str) -> bool:
    """Enough words to hand on: two words and eight letters, whatever the spelling."""
    letters = sum(char.isalpha() for char in text)
    return letters >= 8 and len(text.split()) >= 2


def hear(draft: Draft, text: str, scene: Scene) -> Draft:
    """Fill the slots that `text` answers and that nothing has answered yet."""
    draft = draft.told(text)
    heard = scene.ears.hear(draft.story, at=scene.at)
    draft = replace(
        draft,
        kind=draft.kind or heard.kind,
        topic=draft.topic or heard.topic,
        happened_on=draft.happened_on or (heard.happened_on if heard.date_sure else None),
        place=draft.place or heard.place or "",
        urgent=draft.urgent or heard.urgency == "emergency",
    )
    if draft.agency or draft.no_agency:
        return draft
    offer = scene.ears.offer(draft.story, region=draft.region or scene.region, topic=draft.topic)
    return replace(
        draft,
        offered=tuple(office.id for office in offer.offices),
        missing=offer.missing if offer.decision == "ask" else None,
        wanted=draft.story[:500] if offer.named else "",
    )


def offices(draft: Draft, scene: Scene) -> tuple[Office, ...]:
    """The offices on offer that are still in the registry and were not refused."""
    known = (scene.ears.office(agency) for agency in draft.offered if agency not in draft.refused)
    return tuple(office for office in known if office)


def _ask(draft: Draft, scene: Scene) -> Message:
    if draft.attachments or draft.latitude is not None:
        return say("story.ask_after_attachment")
    return say("story.ask")


def _take(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    text = words_of(content)
    if not is_story(text):
        return None
    if draft.editing == "story":
        draft = replace(draft, story="", editing=None)
    return Taken(draft=hear(draft, text, scene))


STORY = Step(
    name="story",
    needed=lambda draft: not is_story(draft.story),
    ask=_ask,
    take=_take,
)
__all__ = ["STORY", "hear", "is_story", "offices", "words"]
