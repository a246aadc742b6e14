"""The summary before sending, and the correction of any field of it."""

from __future__ import annotations

from dataclasses import replace

from conversations.answers import meaning_of, resolve, words_of
from conversations.draft import Draft
from conversations.messages import Content, Message, Option, Quoted, Words, say, words
from conversations.slots import kind
from conversations.slots.story import hear, is_story
from conversations.steps import Scene, Step, Taken, option
from conversations.vocabulary import SECRET, UNNAMED, fold

#: Fields that can be corrected, in the order of the summary, with words that name them.
FIELDS: dict[str, tuple[str, ...]] = {
    "story": ("cerita", "isi", "uraian", "story"),
    "office": ("instansi", "kantor", "dinas", "office"),
    "day": ("tanggal", "tgl", "waktu", "kejadian", "hari", "date", "day"),
    "place": ("tempat", "lokasi", "alamat", "place"),
    "name": ("nama", "anonim", "identitas", "name"),
    "secrecy": ("rahasia", "kerahasiaan", "publik", "secrecy"),
    "proxy": ("mewakili", "wakil", "kuasa", "behalf"),
    "kind": ("jenis", "pengaduan", "aspirasi", "informasi", "pertanyaan", "kind"),
}
_CORRECTING = frozenset({"ubah", "ganti", "edit", "salah", "koreksi", "perbaiki", "change", "wrong"})


def _facts(draft: Draft, scene: Scene) -> Words:
    facts: dict[str, Words | Quoted] = {
        "office": office_of(draft, scene) or Words("review.staff_choose"),
        "day": _day(draft),
        "name": Words("review.anonymous" if draft.anonymous else "review.named"),
        "files": words("review.files", n=len(draft.attachments)) if draft.attachments else Words("review.no_files"),
    }
    if not draft.place and draft.latitude is None:
        return Words("review.facts", facts)
    place = Quoted(draft.place) if draft.place else Words("review.pin")
    return Words("review.facts_place", {**facts, "place": place})


def office_of(draft: Draft, scene: Scene) -> Quoted | None:
    """The full name of the office that was confirmed."""
    office = scene.ears.office(draft.agency) if draft.agency else None
    return Quoted(office.name) if office else None


def _day(draft: Draft) -> Words:
    if draft.happened_on:
        return words("review.day", day=draft.happened_on)
    return words("review.no_day" if draft.day_unknown else "review.dayless")


def _flags(draft: Draft) -> tuple[Words, ...]:
    """What is not so in most reports, one line each."""
    lines: list[Words] = []
    if label := kind.shown(draft):
        lines.append(words("review.kind", kind=label))
    if draft.proxy:
        lines.append(words("review.proxy", whom=Quoted(draft.proxy)))
    if draft.guardian:
        lines.append(words("review.guardian"))
    if draft.confidential:
        lines.append(words("review.confidential"))
    if draft.anonymous and "name" not in draft.answered:
        lines.append(words("review.hidden_means"))  # asked for in the story: the consequence is told here
    return tuple(lines)


def _ask(draft: Draft, scene: Scene) -> Message:
    options = (
        option(draft, "review", "send", style="primary"),
        option(draft, "review", "edit"),
        option(draft, "review", "photo", row=True),
        option(draft, "review", "cancel"),
    )
    summary = Quoted(scene.ears.summary(draft.story))
    return say("review.title", summary, _facts(draft, scene), *_flags(draft), options=options)


def _take(draft: Draft, content: Content, scene: Scene) -> Taken | None:
    chosen = resolve(content, _ask(draft, scene).options)
    if chosen is None:
        return _said(draft, words_of(content), scene)
    match meaning_of(chosen.id):
        case "send":
            return Taken(draft=draft, outcome="file")
        case "edit":
            return Taken(draft=replace(draft, editing="which"))
        case "photo":
            return Taken(draft=draft, note=words("review.send_photo"), outcome="wait")
        case _:
            return Taken(draft=draft, outcome="cancel")


def _said(draft: Draft, text: str, scene: Scene) -> Taken | None:
    """Words at the review: a flag, a field to correct, or more of the story."""
    said = fold(text)
    if said in SECRET:
        return Taken(draft=replace(draft, confidential=True), note=words("secrecy.done"))
    if said in UNNAMED:
        return Taken(draft=replace(draft, anonymous=True).answer("name"), note=words("review.hidden_means"))
    if field := _field_named(text):
        return Taken(draft=reopened(draft, field))
    heard = hear(draft, text, scene) if is_story(text) else draft
    return Taken(draft=heard, note=words("review.added")) if heard != draft else None


def _field_named(text: str) -> str | None:
    """ "ubah tanggal", "tanggalnya salah": the field that is named, if it is short and just one."""
    said = fold(text).split()
    if len(said) > 4 or not _CORRECTING & set(said):
        return None
    named = _fields_in(said)
    return named[0] if len(named) == 1 else None


def _fields_in(said: list[str]) -> list[str]:
    return [field for field, names in FIELDS.items() if any(word.removesuffix("nya") in names for word in said)]


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
        named = _fields_in(fold(words_of(content)).split())
        return Taken(draft=reopened(draft, named[0])) if len(named) == 1 else None
    if meaning_of(chosen.id) == "back":
        return Taken(draft=replace(draft, editing=None))
    return Taken(draft=reopened(draft, chosen.id.rpartition(":")[2]))


def reopened(draft: Draft, field: str) -> Draft:
    """The draft with one field asked again; what was there stays until the new answer is in."""
    if field == "office":
        draft = replace(draft, missing="office", offered=(), reasons=(), refused=(), usual=False)
    return replace(draft, editing=field)


REVIEW = Step(name="review", needed=lambda draft: True, ask=_ask, take=_take)
EDIT = Step(name="edit", needed=lambda draft: draft.editing == "which", ask=_ask_which, take=_take_which)
