"""A complaint in the making and the talk around it: what is known, which question stands, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

#: A story longer than this is asked to come in parts; Telegram itself stops at 4,096 a message.
MAX_STORY = 20_000
#: More files than this no officer opens.
MOST_FILES = 20
#: Unfinished drafts put aside for a newer one, and messages whose edits are still understood.
MOST_SHELVED, MOST_SAID = 3, 20
#: Topics that happen out of doors: the place is asked for when nobody said it (handbook §2.1).
FIELD_TOPICS = frozenset({"JLN", "PJU", "SMP", "LST", "AIR", "TRT", "PHB", "RMH"})
#: Kinds that happen at no particular time and place.
TIMELESS = frozenset({"aspirasi", "permintaan_informasi"})
_TUPLES = ("offered", "reasons", "refused", "attachments", "answered", "cards")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Slots of one complaint; None and "" mean not known yet."""

    id: str  # uuid hex; one draft files once
    #: the story by message: (external id, words); an edited message replaces its own piece
    pieces: tuple[tuple[str, str], ...] = ()
    #: pieces that are contact cards: a name and a number tell no story
    cards: tuple[str, ...] = ()
    #: (external id, step) of answers in words, for the same reason
    replies: tuple[tuple[str, str], ...] = ()
    #: steps the citizen answered; other slots come from the story and are read anew with it
    answered: tuple[str, ...] = ()
    wanted: str = ""  # the words in which the citizen named the institution
    agency: str | None = None  # confirmed by the citizen
    offered: tuple[str, ...] = ()  # agency ids on offer now
    reasons: tuple[str, ...] = ()  # a msgid of why for each of them, or ""
    usual: bool = False  # on offer because of the topic, not because anybody named them
    refused: tuple[str, ...] = ()
    missing: str | None = None  # office or place, asked of the matcher's part
    no_agency: bool = False  # "tidak ada": staff decide
    region: str | None = None
    kind: str | None = None
    topic: str | None = None
    happened_on: date | None = None
    day_unknown: bool = False
    place: str = ""
    place_unknown: bool = False
    latitude: float | None = None
    longitude: float | None = None
    anonymous: bool | None = None
    confidential: bool = False
    proxy: str = ""  # whom the reporter speaks for
    minor: bool = False  # said to be under 18; a parent or guardian has to go on
    guardian: bool = False  # one does
    attachments: tuple[str, ...] = ()
    album: str | None = None  # last album seen, answered once
    voice: bool = False  # something to listen to came along
    scope: str | None = None  # why the matter is not ours to decide
    scope_told: bool = False
    urgent: bool = False
    warned: bool = False  # emergency numbers were shown
    abusive: bool = False
    calmed: bool = False  # answered calmly, once
    consented: bool = False
    compared: bool = False  # looked for the same complaint of others
    similar: str | None = None  # case id on offer as the same matter
    similar_line: str = ""  # what may be said of it
    similar_day: date | None = None
    editing: str | None = None  # the field being corrected; review follows it
    nudged: bool = False

    @property
    def story(self) -> str:
        """All pieces in the order in which they came."""
        return "\n".join(text for _, text in self.pieces)[:MAX_STORY]

    @property
    def told_so_far(self) -> str:
        """The story without the contact cards that came along."""
        return "\n".join(text for message, text in self.pieces if not message or message not in self.cards)[:MAX_STORY]

    @property
    def tag(self) -> str:
        """Names this draft on buttons, so that last week's "Kirim" cannot send today's story."""
        return self.id[:6]

    @property
    def needs_day(self) -> bool:
        """A suggestion or a question has no day."""
        return self.happened_on is None and not self.day_unknown and self.kind not in TIMELESS

    @property
    def needs_place(self) -> bool:
        """An office visited is a place; a road or a lamp is not."""
        known = self.place or self.latitude is not None or self.place_unknown or self.kind in TIMELESS
        return not known and (self.agency is None or self.topic in FIELD_TOPICS)

    def told(self, text: str, message: str = "") -> Draft:
        """The story with one more piece; what it says already is not said twice."""
        text = text.strip()
        if not text or (not message and text in self.story):
            return self
        return replace(self, pieces=(*self.pieces, (message, text[:MAX_STORY])))

    def retold(self, message: str, text: str) -> Draft:
        """The story with one piece in other words."""
        pieces = tuple((id, text.strip() if id == message else old) for id, old in self.pieces)
        return replace(self, pieces=tuple(piece for piece in pieces if piece[1]))

    def answer(self, step: str, message: str = "") -> Draft:
        """The draft after the citizen's own answer to a step."""
        replies = tuple(reply for reply in self.replies if reply[1] != step)
        if message:
            replies = (*replies, (message, step))
        return replace(self, answered=tuple(dict.fromkeys((*self.answered, step))), replies=replies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The state of one chat. `pending` is a question outside the intake, `last` the draft filed last."""

    step: str = ""
    tries: int = 0
    draft: Draft | None = None
    shelf: tuple[Draft, ...] = ()  # unfinished ones, put aside for a newer, newest first
    pending: Mapping[str, Any] = field(default_factory=dict)
    last: Mapping[str, str] = field(default_factory=dict)
    #: (external id, case number, words) of what went into cases, for edits that come later
    said: tuple[tuple[str, str, str], ...] = ()
    at: str = ""  # when the citizen last spoke, ISO
    listed: tuple[str, ...] = ()  # option ids of a list shown last beside the standing question

    def without_draft(self) -> Talk:
        """Nothing being made now; what was put aside and what was filed stay known."""
        return Talk(shelf=self.shelf, last=self.last, said=self.said, at=self.at)

    def shelved(self) -> Talk:
        """The open draft put aside."""
        if self.draft is None or not (self.draft.pieces or self.draft.attachments):
            return self.without_draft()
        return replace(self.without_draft(), shelf=(self.draft, *self.shelf)[:MOST_SHELVED])

    def noted(self, number: str, *pieces: tuple[str, str]) -> Talk:
        """Words that went into a case, findable by their message."""
        fresh = tuple((id, number, text) for id, text in pieces if id and text)
        kept = tuple(one for one in self.said if one[0] not in {id for id, _, _ in fresh})
        return replace(self, said=(*kept, *fresh)[-MOST_SAID:])

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values for the conversation row."""
        kept = {"draft": _to_json(self.draft), "shelf": [_to_json(draft) for draft in self.shelf]}
        return _plain(self) | kept | {"v": 2}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Talk:
        """The talk as it was kept; unknown keys of a newer version are left alone."""
        shelf = (_draft(each) for each in data.get("shelf") or ())
        return cls(
            step=data.get("step", ""),
            tries=data.get("tries", 0),
            draft=_draft(data.get("draft") or {}),
            shelf=tuple(draft for draft in shelf if draft),
            pending=data.get("pending") or {},
            last=data.get("last") or {},
            said=tuple((id, number, text) for id, number, text in data.get("said") or ()),
            at=data.get("at", ""),
            listed=tuple(data.get("listed") or ()),
        )


_DAYS = ("happened_on", "similar_day")


def _plain(item: Talk | Draft) -> dict[str, Any]:
    """Its fields: all are words, numbers and tuples of them, so that nothing below needs a copy."""
    return {name: getattr(item, name) for name in item.__dataclass_fields__}


def _to_json(draft: Draft | None) -> dict[str, Any] | None:
    if draft is None:
        return None
    kept = _plain(draft)
    return kept | {name: kept[name].isoformat() for name in _DAYS if kept[name]}


def _draft(kept: Mapping[str, Any]) -> Draft | None:
    if not kept.get("id"):
        return None
    values = {name: value for name, value in kept.items() if name in Draft.__dataclass_fields__}
    values |= {name: date.fromisoformat(values[name]) for name in _DAYS if values.get(name)}
    values |= {name: tuple(values.get(name) or ()) for name in _TUPLES}
    values |= {name: tuple((a, b) for a, b in values.get(name) or ()) for name in ("pieces", "replies")}
    if not values["pieces"] and kept.get("story"):
        values["pieces"] = (("", kept["story"]),)  # kept by the first version of this talk
    return Draft(**values)
