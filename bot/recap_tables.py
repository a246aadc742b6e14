"""A recap and its cases as rows of cells, in Indonesian: what every export writes, so that no two can differ.

Knows no file format. Moments are of the service's zone and naive, because spreadsheets know no zones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.phrasing import Voice, clean, plain
from complaints.agency import Agency
from complaints.counting import DEFINITIONS, FEW, Fact, Group, Numbers
from conversations.messages import Param, Quoted, Words
from conversations.recap import channel, topic
from handlers.recap_count import Asks, Counted
from storage.facts import Told

Cell: TypeAlias = "str | int | float | date | datetime | None"
Row: TypeAlias = tuple[Cell, ...]

#: msgid "recap.case.<name>" is the head of a column.
CASE = (
    "number", "lapor", "kind", "topic", "agency", "agency_id", "place", "region", "channel", "status", "outcome",
    "filed", "forwarded", "first", "wait", "answered", "closed", "overdue",
)  # fmt: skip
#: Only for those who may see them.
PERSON = ("reporter", "anonymous", "story", "where", "happened")
NUMBERS = (
    "group", "name", "received", "solved", "share", "open", "ended", "late", "answered", "mean", "median", "p90",
)  # fmt: skip
#: Rows of `about` that say what was counted and when; the others explain.
STAMPED = 5
GROUPS = ("agencies", "parents", "topics", "places", "channels")


class Tables:
    """Rows in the words of one voice."""

    def __init__(self, voice: Voice) -> None:
        self._voice, self._zone = voice, ZoneInfo(voice.zone)

    def say(self, what: Words | Quoted | str, **params: Param) -> str:
        """One sentence without markup."""
        return plain(self._voice.say(Words(what, params) if isinstance(what, str) else what)).strip()

    def about(self, asks: Asks, at: datetime) -> list[Row]:
        """What was counted, of when, how: whoever has the file can count again."""
        return [
            (self.say("recap.about.period"), self.say(asks.period.told())),
            (self.say("recap.about.place"), asks.place or self.say("recap.about.everywhere")),
            (self.say("recap.about.zone"), self._voice.zone),
            (self.say("recap.about.at"), self.moment(at)),
            (self.say("recap.about.version"), DEFINITIONS),
            (self.say("recap.about.meaning"), self.say("recap.meaning")),
            ("", self.say("recap.about.few", n=FEW)),
        ]

    def number_heads(self) -> Row:
        """Heads of `numbers`."""
        return tuple(self.say(f"recap.col.{name}") for name in NUMBERS)

    def numbers(self, counted: Counted) -> list[Row]:
        """The whole, then each group; last the hops and the units without a case."""
        recap, named = counted.recap, counted.named
        names = dict(zip(GROUPS, (named.agency, named.agency, topic, named.where, channel), strict=True))
        rows = [self._numbers("total", "", recap.total)]
        for group in GROUPS:
            found: tuple[Group, ...] = getattr(recap, group)
            rows += [self._numbers(group, self.say(names[group](one.key)), one.numbers) for one in found]
        late = self.say("recap.group.overdue")
        rule_name = {rule: self.say(Words(f"dossier.rule.{rule}")) for rule, _ in recap.overdue}
        rows += [(late, rule_name[rule], *_only("late", n)) for rule, n in recap.overdue]
        quiet = self.say("recap.group.quiet")
        names_of_quiet = sorted(self.say(named.agency(key)) for key in recap.quiet)
        rows += [(quiet, name, *_only("received", 0)) for name in names_of_quiet]
        return rows

    def case_heads(self, *, persons: bool) -> Row:
        """Heads of `case`."""
        return tuple(self.say(f"recap.case.{name}") for name in (*CASE, *(PERSON if persons else ())))

    def case(self, fact: Fact, agencies: Mapping[str, Agency], places: Mapping[str, str]) -> Row:
        """One case, without anybody's name or words."""
        agency = agencies.get(fact.agency_id or "")
        place = fact.region[:5]
        return (
            fact.number, fact.lapor, self.say(f"kind.{fact.kind}"), self.say(topic(fact.topic or "")),
            agency.name if agency else fact.agency_id or self.say("recap.no_agency"), fact.agency_id or "",
            places.get(place, "") or self.say("recap.no_place"), place, self.say(channel(fact.channel)),
            self.say(f"status.{fact.status}"), self.say(f"recap.outcome.{fact.outcome}"),
            self.moment(fact.filed_at), self.moment(fact.forwarded_at), self.moment(fact.first_response_at),
            None if fact.wait is None else round(fact.wait, 4), self.moment(fact.answered_at),
            self.moment(fact.closed_at), self._rules(fact.overdue),
        )  # fmt: skip

    def person(self, told: Told) -> Row:
        """The personal part of that row."""
        hidden = self.say("recap.yes" if told.anonymous else "recap.no")
        return (clean(told.reporter), hidden, clean(told.story), clean(told.place), told.happened_on)

    def moment(self, at: datetime | None) -> datetime | None:
        """To the second, on the clocks of the service's zone."""
        return at and at.astimezone(self._zone).replace(microsecond=0, tzinfo=None)

    def _rules(self, rules: Iterable[str]) -> str:
        return ", ".join(self.say(f"dossier.rule.{rule}") for rule in sorted(rules))

    def _numbers(self, group: str, name: str, numbers: Numbers) -> Row:
        waits = numbers.waits
        ended = numbers.received - numbers.solved - numbers.open
        times = (waits.mean, waits.median, waits.p90 if waits.n >= FEW else None) if waits else (None, None, None)
        return (
            self.say(f"recap.group.{group}"), name, numbers.received, numbers.solved, numbers.share, numbers.open,
            ended, numbers.late, None if group == "parents" else numbers.answered, *times,
        )  # fmt: skip


def _only(column: str, n: int) -> Row:
    """Cells after the name, all but one empty."""
    return tuple(n if name == column else None for name in NUMBERS[2:])
