"""Which office is meant: one button when sure, a short list when not, "tidak ada" always."""

from __future__ import annotations

from dataclasses import replace

from conversations.answers import argument_of, meaning_of, resolve, words_of
from conversations.draft import Draft
from conversations.ears import Office
from conversations.messages import Content, Message, Option, Quoted, Words, words
from conversations.slots.story import offices
from conversations.steps import Scene, Step, Taken, option

MOST_CHOICES = 5


def _understood(draft: Draft, office: Office) -> tuple[Words | Quoted, ...]:
    """Say what was understood before asking for more."""
    lines: list[Words | Quoted] = [words("office.understood"), words("office.line", name=Quoted(office.name))]
    if draft.happened_on:
        lines.append(words("day.line", day=draft.happened_on))
    if draft.topic and draft.topic != "LLN":
        lines.append(words("topic.line", topic=Words(f"topic.{draft.topic}")))
    return tuple(lines)


def _options(draft: Draft, scene: Scene) -> tuple[Option, ...]:
    found = offices(draft, scene)[:MOST_CHOICES]
    if draft.missing:
        return (option(draft, "office", "unknown"),)
    if len(found) == 1:
        return (
            Option(id=f"office.{draft.tag}:yes", label=Words("button.right"), style="primary"),
            option(draft, "office", "other"),
        )
    picks = tuple(
        Option(
            id=f"office.{draft.tag}:pick:{n}", label=Quoted(office.name), short=Quoted(office.short), row=True
        )
        for n, office in enumerate(found)
    )
    return (*picks, option(draft, "office", "none" if picks else "unknown", row=True))


def _ask(draft: Draft, scene: Scene) -> Message:
    found = offices(draft, scene)[:MOST_CHOICES]
    options = _options(draft, scene)
    if draft.missing == "place":
        return Message(lines=(words("office.ask_place"),), options=options)
    if draft.missing or not found:
        return Message(lines=(words("office.ask"),), options=options)
    if len(found) == 1:
        return Message(lines=(*_understood(draft, found[0]), words("office.confirm")), options=options)
    reasons = tuple(words(office.why, name=Quoted(office.short)) for office in found if office.why)
    return Message(lines=(words("office.choose"), *reasons), options=options)


def _take(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    chosen = resolve(content, _options(draft, scene))
    if chosen is None:
        return _named(draft, words_of(content), scene)
    found = offices(draft, scene)[:MOST_CHOICES]
    match meaning_of(chosen.id):
        case "yes":
            return Taken(draft=replace(draft, agency=found[0].id, editing=None))
        case "pick":
            return Taken(draft=replace(draft, agency=found[int(argument_of(chosen.id))].id, editing=None))
        case "other":
            return _others(replace(draft, refused=(*draft.refused, found[0].id)), scene)
        case _:
            return Taken(
                draft=replace(draft, no_agency=True, editing=None, missing=None),
                note=words("office.staff_decide"),
            )


def _others(draft: Draft, scene: Scene) -> Taken:
    """After "bukan": what else it could be, without what was refused."""
    offer = scene.ears.search(
        draft.wanted or draft.story, region=draft.region or scene.region, limit=MOST_CHOICES
    )
    rest = tuple(office.id for office in offer if office.id not in draft.refused)
    if len(rest) < 2:
        return Taken(draft=replace(draft, offered=(), missing="office"))
    return Taken(draft=replace(draft, offered=rest, missing=None))


def _named(draft: Draft, text: str, scene: Scene) -> Taken | None:
    """An office, or the missing half of one, in free words."""
    if sum(char.isalpha() for char in text) < 2:
        return None
    asked = f"{draft.wanted or draft.story} {text}" if draft.missing == "place" else text
    offer = scene.ears.offer(asked, region=draft.region or scene.region, topic=draft.topic)
    if draft.missing == "place" and not offer.offices:
        offer = scene.ears.offer(text, region=draft.region or scene.region, topic=draft.topic)
    found = tuple(office.id for office in offer.offices)
    if offer.decision == "ask" and not (found or offer.missing == "place"):
        return None
    return Taken(
        draft=replace(
            draft,
            offered=found,
            missing=offer.missing if offer.decision == "ask" else None,
            wanted=asked[:500],
            refused=(),
        )
    )


OFFICE = Step(
    name="office",
    needed=lambda draft: draft.agency is None and not draft.no_agency,
    ask=_ask,
    take=_take,
)
