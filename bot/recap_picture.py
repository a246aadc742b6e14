"""Draws a recap for a phone: values in, PNG out. Colours are never the only sign, every bar carries its number.

matplotlib is imported when something is drawn and not before: it costs half a second and 60 MB.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from bot import palette
from bot.recap_tables import Tables
from complaints.counting import DEFINITIONS, Group, Numbers, added
from conversations.messages import Param, Quoted, Words
from conversations.recap import days, topic
from handlers.recap_count import Counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: A phone shows 360 to 400 of its own points across, and Telegram keeps 1,280 pixels along the longer side.
WIDTH, MOST_HEIGHT, DPI = 1080, 1450, 200
#: Points of the picture; 11 of them are 30 of 1,080 pixels, on a phone as high as the small print of a chat.
SMALL, BODY, HEAD, BIG, TITLE = 11.0, 11.5, 13.0, 25.0, 18.0
ACROSS, LEFT = 72 * WIDTH / DPI, 18.0
ROOM = ACROSS - 2 * LEFT
TOP, ROW = 58.0, 34.0
#: A letter of SMALL is some 6 points wide, with a little air.
LETTER = 7.0
BARS = 7
#: Letters of a name above a bar.
NAME = 48
HOPS = 3
STYLE: Any = {
    "font.family": "DejaVu Sans", "font.size": BODY, "text.color": palette.INK,
    "text.parse_math": False,  # an agency's name may have a dollar in it
}  # fmt: skip


def pictures(counted: Counted, tables: Tables) -> list[bytes]:
    """For staff: the whole and the agencies; then when, about what and at which step too late. None without cases."""
    if not counted.recap.total.received:
        return []
    artist = _Artist(counted, tables)
    return [artist.overview(), artist.details()]


def desk_picture(counted: Counted, tables: Tables) -> list[bytes]:
    """For an agency's group: its own whole, days and topics."""
    if not counted.recap.total.received:
        return []
    return [_Artist(counted, tables).desk()]


#: A panel: its height in points, and who draws it into axes that count points downwards.
_Panel: TypeAlias = "tuple[float, Callable[[Axes], None]]"


def png(high: float, draw: Callable[[Figure], None]) -> bytes:
    """A picture for a phone, `high` points; no date and no version in it: the same numbers make the same bytes."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    out = io.BytesIO()
    with rc_context(STYLE):
        figure = Figure(figsize=(ACROSS / 72, high / 72), dpi=DPI, facecolor=palette.PAPER)
        FigureCanvasAgg(figure)
        draw(figure)
        figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def axes_of(figure: Figure, bottom: float, share: float, height: float) -> Axes:
    """A part of the page's height, between its margins, counted in points from its top."""
    axes = figure.add_axes((LEFT / ACROSS, bottom, ROOM / ACROSS, share))
    axes.axis("off")
    axes.set(xlim=(0, ROOM), ylim=(height, 0))
    return axes


class _Artist:
    def __init__(self, counted: Counted, tables: Tables) -> None:
        self._c, self._tables = counted, tables

    def _say(self, msgid: str, **params: Param) -> str:
        return self._tables.say(msgid, **params)

    def overview(self) -> bytes:
        recap, named = self._c.recap, self._c.named
        agencies = self._stacks("recap.picture.agencies", recap.agencies, named.agency, BARS)
        return self._drawn([(88, self._tiles), (56, self._whole), agencies])

    def details(self) -> bytes:
        recap = self._c.recap
        panels = [(140.0, self._time), self._stacks("recap.picture.topics", recap.topics, topic, 4)]
        if recap.overdue:
            panels.append((28 + ROW * len(recap.overdue[:HOPS]), self._hops))
        return self._drawn(panels)

    def desk(self) -> bytes:
        topics = self._stacks("recap.picture.topics", self._c.recap.topics, topic, 3)
        return self._drawn([(88, self._tiles), (56, self._whole), (130, self._time), topics])

    def _drawn(self, panels: Sequence[_Panel]) -> bytes:
        """The panels from top to bottom, under the title."""
        high = TOP + sum(height for height, _ in panels) + 8

        def draw(figure: Figure) -> None:
            self._title(figure, high)
            top = high - TOP
            for height, panel in panels:
                panel(axes_of(figure, (top - height) / high, height / high, height))
                top -= height

        return png(high, draw)

    def _title(self, figure: Figure, high: float) -> None:
        named = self._c.named
        title = self._say("recap.title", period=named.period.told())
        if named.place:
            title += f", {named.place}"
        head = figure.text(LEFT / ACROSS, 1 - 20 / high, title, fontsize=TITLE, fontweight="bold", va="center")
        _fit(head, ROOM)
        at = self._say("recap.counted", at=named.counted_at, version=DEFINITIONS)
        figure.text(LEFT / ACROSS, 1 - 42 / high, at, fontsize=SMALL, color=palette.QUIET, va="center")

    def _tiles(self, axes: Axes) -> None:
        """Four numbers that can be read at arm's length."""
        total = self._c.recap.total
        share = f" {total.share}%" if total.share is not None else ""
        tiles = (
            (total.received, "came", palette.INK, ""),
            (total.solved, "solved", palette.SOLVED, share),
            (total.open, "open", palette.INK, ""),
            (total.late, "late", palette.LATE if total.late else palette.INK, ""),
        )
        for place, (number, name, colour, more) in enumerate(tiles):
            x = place * ROOM / 4
            big = axes.text(x, 18, _number(number), fontsize=BIG, fontweight="bold", color=colour, va="center")
            _fit(big, ROOM / 4 - 8)
            axes.text(x, 42, self._say(f"recap.picture.{name}") + more, fontsize=BODY, va="center")
        waits = total.waits
        said = (
            self._say("recap.picture.wait", median=days(waits.median), n=waits.n)
            if waits
            else self._say("recap.wait_none")
        )
        axes.text(0, 68, said, fontsize=BODY, va="center")

    def _whole(self, axes: Axes) -> None:
        """One bar for all cases, with the key to the colours of all bars below."""
        total = self._c.recap.total
        scale = ROOM / total.received
        left, x = 0.0, 0.0
        for name, value, colour, ink in _parts(total):
            wide = value * scale
            axes.barh(10, wide, left=left, color=colour, height=20, edgecolor=palette.PAPER, linewidth=1.2)
            told = _number(value)
            if wide >= 9 * len(told):
                axes.text(left + wide / 2, 10.5, told, color=ink, ha="center", va="center", fontsize=BODY)
            left += wide
            axes.barh(33, 11, left=x, color=colour, height=11)
            axes.text(x + 15, 33.5, f"{self._say(f'recap.picture.{name}')} {told}", va="center", fontsize=SMALL)
            x += 118

    def _stacks(
        self, title: str, groups: Sequence[Group], name: Callable[[str], Words | Quoted], most: int
    ) -> _Panel:
        """A name above each bar and the numbers behind it: names of offices are too long to stand beside."""
        shown, others = groups[:most], groups[most:]

        def draw(axes: Axes) -> None:
            self._head(axes, title)
            labels = max(len(self._row(group.numbers)) for group in shown)
            scale = (ROOM - LETTER * labels) / max(group.numbers.received for group in shown)
            for place, group in enumerate(shown):
                y, left = 28 + ROW * place, 0.0
                axes.text(0, y + 5, _cut(self._tables.say(name(group.key))), fontsize=SMALL, va="center")
                for _, value, colour, _ in _parts(group.numbers):
                    wide = value * scale
                    axes.barh(
                        y + 19, wide, left=left, color=colour, height=10, edgecolor=palette.PAPER, linewidth=0.8
                    )
                    left += wide
                axes.text(left + 5, y + 19, self._row(group.numbers), fontsize=SMALL, va="center")
            if others:
                # Without a bar: many small ones together would be longer than the first and dwarf all others.
                together = self._row(added(group.numbers for group in others))
                told = f"{self._say('recap.picture.others', n=len(others))}: {together}"
                axes.text(0, 28 + ROW * len(shown) + 6, told, fontsize=SMALL, va="center", color=palette.QUIET)

        return 28 + ROW * len(shown) + (20 if others else 0), draw

    def _row(self, numbers: Numbers) -> str:
        said = self._say("recap.picture.row", done=numbers.solved, came=numbers.received)
        return f"{said} ({numbers.share}%)" if numbers.share is not None else said

    def _time(self, axes: Axes) -> None:
        """What came, by day; by month where a period is longer than two."""
        period = self._c.named.period
        found = [(day, numbers.received) for day, numbers in self._c.recap.days]
        by_month = (period.until - period.since).days > 62
        self._head(axes, f"recap.picture.{'months' if by_month else 'days'}")
        self._columns(axes, *(self._months(found) if by_month else self._days(found)))

    def _columns(self, axes: Axes, values: Sequence[int], ticks: Sequence[tuple[int, str]]) -> None:
        floor = axes.get_ylim()[0] - 30
        top, wide = max(values), ROOM / len(values)
        scale = (floor - 48) / top
        for place, value in enumerate(values):
            if not value:
                continue
            middle = (place + 0.5) * wide
            axes.bar(middle, -value * scale, width=0.78 * wide, bottom=floor, color=palette.SOLVED)
            if wide >= 8 * len(_number(top)) or place == values.index(top):
                told = _number(value)
                axes.text(middle, floor - value * scale - 2, told, ha="center", va="bottom", fontsize=SMALL)
        axes.plot([0, ROOM], [floor, floor], color=palette.QUIET, linewidth=0.8)
        for place, told in ticks:
            edge = place == 0 and wide < 7 * len(told)
            x = 0 if edge else (place + 0.5) * wide
            axes.text(x, floor + 4, told, ha="left" if edge else "center", va="top", fontsize=SMALL)

    def _months(self, found: Sequence[tuple[date, int]]) -> tuple[list[int], list[tuple[int, str]]]:
        period = self._c.named.period
        counts: Counter[tuple[int, int]] = Counter()
        for day, n in found:
            counts[day.year, day.month] += n
        first, last = (period.since.year, period.since.month), (period.until.year, period.until.month)
        months = [(y, m) for y in range(first[0], last[0] + 1) for m in range(1, 13) if first <= (y, m) < last]
        ticks = [
            (place, self._say(f"date.month.{months[place][1]}"))
            for place in range(0, len(months), max(1, -(-len(months) // 12)))
        ]
        return [counts[month] for month in months], ticks

    def _days(self, found: Sequence[tuple[date, int]]) -> tuple[list[int], list[tuple[int, str]]]:
        period = self._c.named.period
        length = (period.until - period.since).days
        values = [0] * length
        for day, n in found:
            values[(day - period.since).days] = n
        step = 1 if length <= 7 else 7 if length <= 31 else 14
        shown = [(place, date.fromordinal(period.since.toordinal() + place)) for place in range(0, length, step)]
        return values, [(place, f"{day.day} {self._say(f'date.month.{day.month}')}") for place, day in shown]

    def _hops(self, axes: Axes) -> None:
        """At which step of the officials a day passed."""
        hops = self._c.recap.overdue[:HOPS]
        self._head(axes, "recap.picture.hops")
        scale = 0.85 * ROOM / max(n for _, n in hops)
        for place, (rule, n) in enumerate(hops):
            y = 28 + ROW * place
            axes.text(0, y + 5, self._say(f"dossier.rule.{rule}"), fontsize=SMALL, va="center")
            axes.barh(y + 19, n * scale, color=palette.LATE, height=10)
            axes.text(n * scale + 5, y + 19, _number(n), fontsize=SMALL, va="center")

    def _head(self, axes: Axes, msgid: str) -> None:
        axes.text(0, 14, self._say(msgid), fontsize=HEAD, fontweight="bold", va="center")


def _parts(numbers: Numbers) -> list[tuple[str, int, str, str]]:
    """Parts of a bar: name, cases, colour, colour of the number in it; together they are what was received."""
    ended = numbers.received - numbers.solved - numbers.open
    parts = [
        ("solved", numbers.solved, palette.SOLVED, palette.PAPER),
        ("open", numbers.open, palette.OPEN, palette.INK),
        ("ended", ended, palette.ENDED, palette.INK),
    ]
    return [part for part in parts if part[1]]


def _fit(text: Any, room: float) -> None:
    """Smaller letters where the words are wider than so many points; a number cut off would be another number."""
    wide = text.get_window_extent().width * 72 / DPI
    if wide > room:
        text.set_fontsize(text.get_fontsize() * room / wide)


def _cut(name: str) -> str:
    return name if len(name) <= NAME else f"{name[: NAME - 1]}…"


def _number(n: int) -> str:
    return f"{n:,}".replace(",", ".")

