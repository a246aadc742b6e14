"""A complaint in the making and the talk around it: what is known, which question stands, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

#: A story longer than this is asked to come in parts; Telegram itself stops at 4,096 a message.
MAX_STORY = 20_000
#: Topics that happen out of doors: the place is asked for when nobody said it (handbook §2.1).
FIELD_TOPICS = frozenset({"JLN", "PJU", "SMP", "LST", "AIR", "TRT", "PHB", "RMH"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Slots of one complaint; None and "" mean not known yet."""

    id: str  # uuid hex; one draft files once
    story: str = ""
    wanted: str = ""  # the words in which the citizen named the institution
    agency: str | None = None  # confirmed by the citizen
    offered: tuple[str, ...] = ()  # agency ids on offer now
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
    attachments: tuple[str, ...] = ()
    album: str | None = None  # last album seen, answered once
    urgent: bool = False
    warned: bool = False  # emergency numbers were shown
    consented: bool = False
    editing: str | None = None  # the field being corrected; review follows it

    @property
    def tag(self) -> str:
        """Names this draft on buttons, so that last week's "Kirim" cannot send today's story."""
        return self.id[:6]

    @property
    def needs_place(self) -> bool:
        """An office visited is a place; a road or a lamp is not."""
        known = self.place or self.latitude is not None or self.place_unknown
        return not known and (self.agency is None or self.topic in FIELD_TOPICS)

    def told(self, text: str) -> Draft:
        """The story with one more piece."""
        story = f"{self.story}\n{text.strip()}".strip() if text.strip() not in self.story else self.story
        return replace(self, story=story[:MAX_STORY])


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The state of one chat. `pending` is a question outside the intake, `last` the draft filed last."""

    step: str = ""
    tries: int = 0
    draft: Draft | None = None
    pending: Mapping[str, Any] = field(default_factory=dict)
    last: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values for the conversation row."""
        data = asdict(self)
        if data["draft"] and data["draft"]["happened_on"]:
            data["draft"]["happened_on"] = data["draft"]["happened_on"].isoformat()
        return data | {"v": 1}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Talk:
        """The talk as it was kept; unknown keys of a newer version are left alone."""
        draft = dict(data.get("draft") or {})
        if draft.get("happened_on"):
            draft["happened_on"] = date.fromisoformat(draft["happened_on"])
        known = Draft.__dataclass_fields__
        for name in ("offered", "refused", "attachments"):
            draft[name] = tuple(draft.get(name) or ())
        return cls(
            step=data.get("step", ""),
            tries=data.get("tries", 0),
            draft=Draft(**{k: v for k, v in draft.items() if k in known}) if draft.get("id") else None,
            pending=data.get("pending") or {},
            last=data.get("last") or {},
        )
