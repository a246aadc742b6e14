"""Which office is meant: one button when sure, a short list when not, "tidak ada" always."""

from __future__ import annotations

from dataclasses import replace

from conversations.answers import argument_of, meaning_of, means, resolve, words_of
from conversations.draft import Draft
from conversations.ears import Office
from conversations.messages import Content, Message, Option, Quoted, Words, words
from conversations.slots.story import offered, offices
from conversations.steps import Scene, Step, Taken, option

MOST_CHOICES = 5
#: With a hint beside it a longer name would not fit a button (Telegram shows 64 characters).
LONG_NAME = 48


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
        Option(id=f"office.{draft.tag}:pick:{n}", label=_label(draft, office), short=Quoted(office.short), row=True)
        for n, office in enumerate(found)
    )
    return (*picks, option(draft, "office", "none" if picks and not draft.usual else "unknown", row=True))


def _label(draft: Draft, office: Office) -> Words | Quoted:
    """The name; beside it what tells it from the others, where the topic and not the citizen named it."""
    if not (draft.usual and office.why):
        return Quoted(office.name)
    name = office.name if len(office.name) <= LONG_NAME else office.short
    return words("office.hinted", name=Quoted(name), hint=Words(office.why))


def _ask(draft: Draft, scene: Scene) -> Message:
    found = offices(draft, scene)[:MOST_CHOICES]
    options = _options(draft, scene)
    if draft.missing == "place":
        return Message(lines=(words("office.ask_place"),), options=options)
    if draft.missing or not found:
        return Message(lines=(words("office.ask"),), options=options)
    reasons = _reasons(draft, found)
    if len(found) == 1:
        return Message(lines=(*_understood(draft, found[0]), *reasons, words("office.confirm")), options=options)
    if draft.usual and draft.topic:
        return Message(lines=(words("office.several", topic=Words(f"topic.{draft.topic}")),), options=options)
    return Message(lines=(words("office.choose"), *reasons), options=options)


def _reasons(draft: Draft, found: tuple[Office, ...]) -> tuple[Words, ...]:
    """Why these offices, each reason once."""
    if draft.usual:
        return ()
    return tuple(Words(why) for why in dict.fromkeys(office.why for office in found if office.why))


def _take(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    chosen = resolve(content, _options(draft, scene))
    if chosen is None:
        # Said as often where no such button stands: nobody has to know whose road it is.
        return _staff_decide(draft) if means(content, "unknown") else _named(draft, words_of(content), scene)
    found = offices(draft, scene)[:MOST_CHOICES]
    match meaning_of(chosen.id):
        case "yes":
            return Taken(draft=_settled(draft, found[0].id))
        case "pick":
            return Taken(draft=_settled(draft, found[int(argument_of(chosen.id))].id))
        case "other":
            return _others(replace(draft, refused=(*draft.refused, found[0].id)), scene)
        case _:
            return _staff_decide(draft)


def _staff_decide(draft: Draft) -> Taken:
    draft = replace(draft, agency=None, no_agency=True, editing=None, missing=None, compared=True)
    return Taken(draft=draft, note=words("office.staff_decide"))


def _settled(draft: Draft, agency: str) -> Draft:
    return replace(draft, agency=agency, no_agency=False, missing=None, editing=None, compared=False, similar=None)


def _others(draft: Draft, scene: Scene) -> Taken:
    """After "bukan": what else it could be, without what was refused."""
    offer = scene.ears.search(
        draft.wanted or draft.story, region=draft.region or scene.region, limit=MOST_CHOICES
    )
    rest = tuple(office.id for office in offer if office.id not in draft.refused)
    if len(rest) < 2:
        return Taken(draft=replace(draft, offered=(), reasons=(), usual=False, missing="office"))
    return Taken(draft=replace(draft, offered=rest, reasons=(), usual=False, missing=None))


def _named(draft: Draft, text: str, scene: Scene) -> Taken | None:
    """An office, or the missing half of one, in free words."""
    if sum(char.isalpha() for char in text) < 2:
        return None
    whole = f"{draft.wanted or draft.story} {text}" if draft.missing == "place" else text
    heard = offered(draft, whole, scene, named=draft.missing != "place")
    if draft.missing == "place" and not heard.offered:
        heard = offered(draft, text, scene, named=True)
    if heard.missing and not (heard.offered or heard.missing == "place"):
        return None
    if heard.missing is None and heard.offered[0] in offices_shown(draft, scene):
        return Taken(draft=_settled(draft, heard.offered[0]))  # said in words what a button says
    if heard.missing == draft.missing == "place" and not heard.offered:
        return None
    return Taken(draft=replace(heard, refused=()))


def offices_shown(draft: Draft, scene: Scene) -> tuple[str, ...]:
    """Ids of the offices under the question, where it is one of choosing."""
    if draft.missing:
        return ()
    return tuple(office.id for office in offices(draft, scene)[:MOST_CHOICES])


def _kept(draft: Draft, text: str) -> Draft:
    """A name that we do not know: staff may, and learn from it."""
    if draft.wanted or draft.offered or sum(char.isalpha() for char in text) < 2:
        return draft
    return replace(draft, wanted=text[:500])


OFFICE = Step(
    name="office",
    needed=lambda draft: draft.agency is None and not draft.no_agency,
    ask=_ask,
    take=_take,
    kept=_kept,
)
