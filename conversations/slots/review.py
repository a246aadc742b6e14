"""The summary before sending, and the correction of any field of it."""

from __future__ import annotations

from dataclasses import replace

from conversations.answers import meaning_of, resolve, words_of
from conversations.draft import Draft
from conversations.messages import Content, Message, Option, Quoted, Words, say, words
from conversations.slots.story import hear, is_story
from conversations.steps import Scene, Step, Taken, option
from conversations.vocabulary import fold

#: Fields that can be corrected, in the order of the summary, with words that name them.
FIELDS: dict[str, tuple[str, ...]] = {
    "story": ("cerita", "isi", "uraian"),
    "office": ("instansi", "kantor", "dinas"),
    "day": ("tanggal", "tgl", "waktu", "kejadian", "hari"),
    "place": ("tempat", "lokasi", "alamat"),
    "name": ("nama", "anonim", "identitas"),
}


def _facts(draft: Draft, scene: Scene) -> Words:
    office = scene.ears.office(draft.agency) if draft.agency else None
    day: Words = words("review.day", day=draft.happened_on) if draft.happened_on else words("review.no_day")
    facts: dict[str, Words | Quoted] = {
        "office": Quoted(office.name) if office else Words("review.staff_choose"),
        "day": day,
        "name": Words("review.anonymous" if draft.anonymous else "review.named"),
        "files": words("review.files", n=len(draft.attachments)) if draft.attachments else Words("review.no_files"),
    }
    if not draft.place and draft.latitude is None:
        return Words("review.facts", facts)
    place = Quoted(draft.place) if draft.place else Words("review.pin")
    return Words("review.facts_place", {**facts, "place": place})


def _ask(draft: Draft, scene: Scene) -> Message:
    options = (
        option(draft, "review", "send", style="primary"),
        option(draft, "review", "edit"),
        option(draft, "review", "photo", row=True),
        option(draft, "review", "cancel"),
    )
    return say("review.title", Quoted(scene.ears.summary(draft.story)), _facts(draft, scene), options=options)


def _take(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    chosen = resolve(content, _ask(draft, scene).options)
    if chosen is None:
        text = words_of(content)
        if field := _field_named(text):
            return Taken(draft=replace(draft, editing=field))
        if is_story(text):
            return Taken(draft=hear(draft, text, scene), note=words("review.added"))
        return None
    match meaning_of(chosen.id):
        case "send":
            return Taken(draft=draft, outcome="file")
        case "edit":
            return Taken(draft=replace(draft, editing="which"))
        case "photo":
            return Taken(draft=draft, note=words("review.send_photo"), outcome="wait")
        case _:
            return Taken(draft=draft, outcome="cancel")


def _field_named(text: str) -> str | None:
    """ "ubah tanggal", "tanggalnya salah": the field that is named, if it is short and just one."""
    said = fold(text).split()
    if len(said) > 4 or not {"ubah", "ganti", "edit", "salah", "koreksi"} & set(said):
        return None
    named = [f for f, names in FIELDS.items() if any(w.removesuffix("nya") in names for w in said)]
    return named[0] if len(named) == 1 else None


def _which_options(draft: Draft) -> tuple[Option, ...]:
    fields = tuple(
        Option(id=f"edit.{draft.tag}:field:{name}", label=Words(f"edit.{name}"), row=True) for name in FIELDS
    )
    return (*fields, option(draft, "edit", "back", label="button.back", row=True))


def _ask_which(draft: Draft, scene: Scene) -> Message:
    return say("edit.ask", options=_which_options(draft))


def _take_which(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    chosen = resolve(content, _which_options(draft))
    if chosen is None:
        said = fold(words_of(content)).split()
        named = [f for f, names in FIELDS.items() if any(w.removesuffix("nya") in names for w in said)]
        if len(named) == 1:
            return Taken(draft=reopened(draft, named[0]))
        return Taken(draft=replace(draft, editing=None)) if said == ["kembali"] else None
    if meaning_of(chosen.id) == "back":
        return Taken(draft=replace(draft, editing=None))
    return Taken(draft=reopened(draft, chosen.id.rpartition(":")[2]))


def reopened(draft: Draft, field: str) -> Draft:
    """The draft with one field asked again; what was there stays until the new answer is in."""
    if field == "office":
        draft = replace(draft, agency=None, no_agency=False, offered=(), refused=(), missing="office")
    return replace(draft, editing=field)


REVIEW = Step(name="review", needed=lambda draft: True, ask=_ask, take=_take)
EDIT = Step(name="edit", needed=lambda draft: draft.editing == "which", ask=_ask_which, take=_take_which)
