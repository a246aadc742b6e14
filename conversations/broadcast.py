"""A notice of staff to many: for whom, the words, the preview, when; kept in the state of the staff group. Pure.

Once it is sent it is a row of its own (storage.broadcasts); what is said of that is in broadcast_progress.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from conversations.answers import resolve
from conversations.broadcast_audience import Audience, described
from conversations.broadcast_progress import among, lasting
from conversations.messages import Channel, Content, File, Message, Option, Quoted, Text, Words, words
from conversations.vocabulary import fold

#: Room for the frame around the words in one bubble of 4,096 characters; under a picture there are 1,024.
LONGEST, LONGEST_CAPTION = 3500, 700
#: What is written instead of a tap, beside numbers and the words every question knows.
SAID = {
    "saring": "filter", "saring lagi": "filter", "jadwal": "schedule", "jadwalkan": "schedule", "nanti": "schedule",
    "inggris": "english", "tambah inggris": "english", "setuju": "approve", "setujui": "approve", "semua": "all",
    "laporan terbuka": "open", "kirim": "send",
}  # fmt: skip
ENDED = ("sent", "cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One notice in the making. `step`: audience, filter, text, english, review, when, approval, then ended."""

    token: str
    by: str  # who is asked for words; anybody of staff may press
    name: str
    touched: str  # ISO
    step: str = "audience"
    offices: tuple[tuple[str, str], ...] = ()  # agency id and name on offer
    audience: Audience = field(default_factory=Audience)
    counts: Mapping[str, int] = field(default_factory=dict)  # people by channel
    later: int = 0  # of them, who can be written to only once they write to us
    text: str = ""
    english: str = ""
    picture: str = ""  # id of an attachment
    times: tuple[str, ...] = ()  # ISO, on offer
    when: str = ""  # ISO, chosen
    asked_by: str = ""  # key of who pressed send where a second person has to agree
    ended_by: str = ""
    ended_at: str = ""

    @property
    def open(self) -> bool:
        """Not sent and not given up."""
        return self.step not in ENDED

    @property
    def waits(self) -> bool:
        """Sent off for a later time."""
        if self.step != "sent" or not self.when:
            return False
        return datetime.fromisoformat(self.when) > datetime.fromisoformat(self.ended_at)

    @property
    def count(self) -> int:
        """How many people."""
        return sum(self.counts.values())

    def to(self, step: str, **changes: Any) -> Draft:
        """The next step."""
        return replace(self, step=step, **changes)

    def to_json(self) -> dict[str, Any]:
        """As the chat's state keeps it."""
        lists = {"offices": [list(office) for office in self.offices], "times": list(self.times)}
        return {**asdict(self), **lists, "audience": self.audience.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Draft:
        """Back from the chat's state."""
        known = {name: value for name, value in data.items() if name in cls.__dataclass_fields__}
        known["offices"] = tuple((id_, name) for id_, name in data["offices"])
        return cls(**{**known, "times": tuple(data["times"]), "audience": Audience.from_json(data["audience"])})


def ask_audience(draft: Draft) -> Message:
    """Untuk siapa?"""
    return Message(lines=(Words("broadcast.ask_audience"),), options=options(draft))


def ask_filter(draft: Draft) -> Message:
    """The agencies with open cases as buttons; anything may be written."""
    return Message(lines=(Words("broadcast.ask_filter"),), options=options(draft))


def ask_office(draft: Draft) -> Message:
    """Which of these agencies was meant?"""
    return Message(lines=(Words("broadcast.ask_office"),), options=options(draft))


def nobody(audience: Audience) -> Words:
    """Nobody fits, or nobody of them can be reached."""
    if audience.agency_name:
        return words("broadcast.nobody.agency", agency=Quoted(audience.agency_name))
    return Words("broadcast.nobody")


def ask_text(draft: Draft) -> Message:
    """For whom, how many on each channel, and the question for the words."""
    line = words("broadcast.ask_text", n=draft.count, channels=among(draft.counts))
    return Message(lines=(*described(draft.audience), line), options=options(draft))


def ask_english(draft: Draft) -> Message:
    """The same words for those who speak English with us."""
    return Message(lines=(Words("broadcast.ask_english"),), options=options(draft))


def notice(audience: Audience, text: str, picture: File | None = None) -> Message:
    """What a citizen gets, word for word."""
    head, why = Words("broadcast.notice.general"), Words("broadcast.why.everyone")
    if not audience.everyone:
        head, why = Words("broadcast.notice.cases"), Words("broadcast.why.cases")
        if audience.agency_name:
            agency = Quoted(audience.agency_name)
            head, why = words("broadcast.notice.agency", agency=agency), words("broadcast.why.agency", agency=agency)
    files = (picture,) if picture else ()
    return Message(lines=(head, Quoted(text), why), template="broadcast", files=files)


def review(draft: Draft, *, seconds: int, above: int, price: int, paid: bool) -> Message:
    """Under the preview: to how many, what it costs at most, how long it takes, and what now."""
    lines = [
        words("broadcast.review", n=draft.count, channels=among(draft.counts)),
        *_cost(draft.counts, price=price, paid=paid),
        *((words("broadcast.later", n=draft.later),) if draft.later else ()),
        words("broadcast.takes", time=lasting(seconds)),
    ]
    if draft.count > above:
        lines.append(words("broadcast.second", n=above))
    return Message(lines=tuple(lines), options=options(draft))


def _cost(counts: Mapping[str, int], *, price: int, paid: bool) -> list[Words]:
    """In money: every WhatsApp message is billed since October 2026, whoever began (handbook/whatsapp.md §1.6)."""
    billed, lines = counts.get(Channel.WHATSAPP, 0), []
    if billed:
        lines.append(words("broadcast.cost.whatsapp", n=billed, price=price, total=billed * price))
    if counts.get(Channel.TELEGRAM, 0):
        # A tenth of a Star for each message beyond what is free (core.telegram.org/bots/faq).
        stars = -(-counts[Channel.TELEGRAM] // 10)
        lines.append(words("broadcast.cost.stars", n=stars) if paid else words("broadcast.cost.telegram"))
    return lines


def ask_when(draft: Draft) -> Message:
    """Times within working hours; another may be written."""
    return Message(lines=(Words("broadcast.ask_when"),), options=options(draft))


def ask_approval(draft: Draft) -> Message:
    """A second person of staff is asked."""
    line = words("broadcast.ask_approval", n=draft.count, by=Quoted(draft.name))
    return Message(lines=(line,), options=options(draft))


def options(draft: Draft) -> tuple[Option, ...]:
    """The answers of the standing question."""
    out = _button(draft, "cancel", row=True)
    match draft.step:
        case "audience":
            return (
                _button(draft, "open", row=True), _button(draft, "all", row=True),
                _button(draft, "filter", row=True), out,
            )  # fmt: skip
        case "filter":
            return (*_offices(draft), out)
        case "text":
            return (_button(draft, "filter"), _button(draft, "cancel"))
        case "english":
            return (_button(draft, "back"), _button(draft, "cancel"))
        case "review":
            return (
                _button(draft, "send", style="primary"), _button(draft, "schedule"),
                _button(draft, "edit", row=True), _button(draft, "english"), _button(draft, "cancel"),
            )  # fmt: skip
        case "when":
            return (*_times(draft), _button(draft, "back", row=True), _button(draft, "cancel"))
        case "approval":
            return (_button(draft, "approve", style="primary"), _button(draft, "cancel"))
    return ()


def chosen(draft: Draft, content: Content) -> Option | None:
    """The answer meant by a number or by words."""
    offered = options(draft)
    said = SAID.get(fold(content.body)) if isinstance(content, Text) else None
    named = next((option for option in offered if said and option.id.split(":")[1] == said), None)
    return named or resolve(content, offered)


def _offices(draft: Draft) -> tuple[Option, ...]:
    return tuple(
        Option(id=f"bc:agency:{draft.token}.{place}", label=Quoted(name), row=True)
        for place, (_, name) in enumerate(draft.offices)
    )


def _times(draft: Draft) -> Sequence[Option]:
    return [
        Option(
            id=f"bc:when:{draft.token}.{place}", row=True,
            label=words("broadcast.button.at", at=datetime.fromisoformat(at)),
        )
        for place, at in enumerate(draft.times)
    ]  # fmt: skip


def done(draft: Draft, *, at: str) -> Message:
    """What the question becomes: on its way, waiting for its time, or given up."""
    by = Quoted(draft.ended_by)
    if draft.waits:
        begins = datetime.fromisoformat(draft.when)
        return Message(lines=(words("broadcast.scheduled", by=by, begins=begins, n=draft.count),))
    return Message(lines=(words(f"broadcast.{draft.step}", by=by, at=at, n=draft.count),))


def _button(draft: Draft, meaning: str, *, row: bool = False, style: str | None = None) -> Option:
    label = Words(f"broadcast.button.{meaning}")
    return Option(id=f"bc:{meaning}:{draft.token}", label=label, row=row, style=style)
