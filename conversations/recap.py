"""A recap in words: the numbers with what they mean, then agencies, topics, places and channels. Pure.

No share is told of fewer than FEW cases; units without a case are named as such, never as the best.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from complaints.counting import DEFINITIONS, FEW, SOLVED, Group, Numbers, Recap
from complaints.sources import Source
from conversations.messages import Message, Option, Quoted, Words, say, words
from conversations.period import Period

#: Rows of a table in a chat; the others are one line together, so that the parts add up.
ROWS = 10
QUIET = 15
PARENTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a recap is of, and the names behind its codes."""

    period: Period
    place: str = ""  # name of the region asked for, "" for everywhere
    agencies: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    counted_at: str = ""  # "20/11/2026 10.05 WIB"

    def agency(self, key: str) -> Words | Quoted:
        """Its short name; "" is what staff still have to place."""
        return Quoted(self.agencies.get(key, key)) if key else Words("recap.no_agency")

    def where(self, key: str) -> Words | Quoted:
        """The region's name."""
        return Quoted(self.places.get(key, key)) if key else Words("recap.no_place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Messages that reached a phone on the channel that bills, and those billed by category."""

    messages: int
    billed: Mapping[str, int]


def for_staff(
    recap: Recap, named: Named, sent: Sent | None = None, *, repeats: Sequence[Words | Quoted] = ()
) -> Message:
    """/rekap in the staff group; `sent`: what went out on the channel that bills, where there is one."""
    lines = [*head(recap, named), *hops(recap)]
    for title, groups, name in (
        ("recap.agencies", recap.agencies, named.agency),
        ("recap.parents", recap.parents[:PARENTS], named.agency),
        ("recap.topics", recap.topics, topic),
        ("recap.places", recap.places, named.where),
        ("recap.channels", recap.channels, channel),
    ):
        if groups:
            lines += [Words(title), *rows(groups, name)]
    lines += bill(recap, sent) if sent and sent.messages else []
    return Message(lines=(*lines, *quiet(recap, named), *repeats, *meaning(named)))


def bill(recap: Recap, sent: Sent) -> list[Words | Quoted]:
    """Messages on WhatsApp: how many a report took, and how many are billed as what."""
    came = next((group.numbers.received for group in recap.channels if group.key == BILLING), 0)
    lines: list[Words | Quoted] = [words("recap.sent", n=sent.messages)]
    if came >= FEW:
        lines[0] = words("recap.sent_each", n=sent.messages, each=days(sent.messages / came), came=came)
    if sent.billed:
        parts = ", ".join(f"{name} {n}" for name, n in sorted(sent.billed.items()))
        lines.append(words("recap.billed", n=sum(sent.billed.values()), parts=Quoted(parts)))
    return lines


def for_desk(recap: Recap, named: Named, *, older: int, repeats: Sequence[Words | Quoted] = ()) -> Message:
    """/rekap in an agency's group: its own figures; `older`: open cases filed before the period."""
    before = (words("recap.older", n=older),) if older else ()
    came = (Words("recap.channels"), *rows(recap.channels, channel)) if recap.channels else ()
    return Message(lines=(*head(recap, named), *before, *hops(recap), *came, *repeats, *meaning(named)))


def head(recap: Recap, named: Named) -> list[Words | Quoted]:
    """The numbers of the whole."""
    total = recap.total
    lines: list[Words | Quoted] = [words("recap.title", period=named.period.told())]
    if named.place:
        lines.append(words("recap.place", place=Quoted(named.place)))
    if not total.received:
        return [*lines, Words("recap.nothing")]
    lines.append(words("recap.count", came=total.received, done=total.solved, open=total.open))
    if total.share is not None:
        lines.append(words("recap.share", percent=total.share, n=total.received))
    else:
        lines.append(words("recap.few", n=FEW))
    return [*lines, *_outcomes(total), *_waits(total)]


def _outcomes(total: Numbers) -> list[Words | Quoted]:
    o = total.outcomes
    lines: list[Words | Quoted] = []
    if total.solved:
        parts = {name: o[name] for name in SOLVED}
        lines.append(
            words("recap.solved", confirmed=parts["confirmed"], claimed=parts["claimed"], silent=parts["silent"])
        )
    if total.received > total.solved + total.open:
        ended = {name: o[name] for name in ("withdrawn", "incomplete", "archived", "merged")}
        lines.append(
            words(
                "recap.ended",
                withdrawn=ended["withdrawn"],
                incomplete=ended["incomplete"],
                archived=ended["archived"],
                merged=ended["merged"],
            )
        )
    return lines


def _waits(total: Numbers) -> list[Words | Quoted]:
    if total.waits is None:
        return [Words("recap.wait_none")]
    mean, middle, most = (days(value) for value in (total.waits.mean, total.waits.median, total.waits.p90))
    lines: list[Words | Quoted] = [words("recap.wait", mean=mean, median=middle, n=total.waits.n)]
    if total.waits.n >= FEW:
        lines.append(words("recap.wait_most", p90=most))
    unanswered = total.received - total.answered
    return [*lines, words("recap.unanswered", n=unanswered)] if unanswered else lines


def hops(recap: Recap) -> list[Words | Quoted]:
    """How many cases were late, and which day it was that passed."""
    if not recap.total.received:
        return []
    if not recap.total.late:
        return [Words("recap.on_time")]
    late = [words("recap.hop", rule=Words(f"dossier.rule.{rule}"), n=n) for rule, n in recap.overdue]
    return [words("recap.late", n=recap.total.late), *late]


def rows(groups: Sequence[Group], name: Callable[[str], Words | Quoted], most: int = ROWS) -> list[Words | Quoted]:
    """One line a group; what does not fit is added up."""
    shown, others = groups[:most], groups[most:]
    lines: list[Words | Quoted] = [row(name(group.key), group.numbers) for group in shown]
    if others:
        came, done = sum(g.numbers.received for g in others), sum(g.numbers.solved for g in others)
        lines.append(words("recap.others", n=len(others), came=came, done=done))
    return lines


def row(name: Words | Quoted, numbers: Numbers) -> Words:
    """Name: how many came, how many are solved, the share where there are enough, how many were late."""
    share = words("recap.row.share", percent=numbers.share) if numbers.share is not None else ""
    late = words("recap.row.late", n=numbers.late) if numbers.late else ""
    return words("recap.row", name=name, came=numbers.received, done=numbers.solved, share=share, late=late)


def quiet(recap: Recap, named: Named) -> list[Words | Quoted]:
    """Units that take part and received nothing."""
    if not recap.quiet:
        return []
    names = sorted(named.agencies.get(key, key) for key in recap.quiet)
    told = words("recap.quiet", n=len(names), names=Quoted(", ".join(names[:QUIET])))
    return [told, words("recap.quiet_more", n=len(names) - QUIET)] if len(names) > QUIET else [told]


def meaning(named: Named) -> list[Words | Quoted]:
    """What was counted, when, by which definitions."""
    return [Words("recap.meaning"), words("recap.counted", at=named.counted_at, version=DEFINITIONS)]


def topic(key: str) -> Words | Quoted:
    """What it is about."""
    return Words(f"topic.{key}" if key else "card.topic_none")


#: Where reports come in; one that has no words here is told by its own name.
CHANNELS = frozenset({"telegram", "whatsapp", *Source})
#: The one that bills each message.
BILLING = "whatsapp"


def channel(key: str) -> Words | Quoted:
    """Telegram, WhatsApp, a suggestion box; or unknown where the chat is gone."""
    if key in CHANNELS:
        return Words(f"recap.channel.{key}")
    return Quoted(key) if key else Words("recap.no_channel")


def days(value: float) -> str:
    """0,7: one decimal, as Indonesians write it."""
    return f"{value:.1f}".replace(".", ",")


def open_private(username: str) -> Message:
    """Names leave in private only, and the bot cannot write first to somebody who never opened it."""
    link = f"https://t.me/{username}"
    options = (Option(id="identity:open", label=Words("identity.open"), url=link),) if username else ()
    return Message(lines=(words("recap.export.open_first"),), options=options)


def unread(command: str) -> Message:
    """The period or the place was not understood: one sentence with examples."""
    return say(words(f"recap.unread.{command}"))
