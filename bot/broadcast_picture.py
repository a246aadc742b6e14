"""Draws how a notice to many ended, for a phone: one bar a result, each with its number; knows no person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot import palette
from bot.recap_picture import BODY, ROOM, ROW, TITLE, axes_of, png
from storage.broadcasts import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: In this order; queued is nobody's at the end. Told apart by place, name and number, not by colour alone.
BARS: tuple[tuple[Result, str], ...] = (
    (Result.SENT, palette.SOLVED), (Result.WAITING, palette.OPEN), (Result.BLOCKED, palette.ENDED),
    (Result.FAILED, palette.LATE), (Result.UNCERTAIN, palette.OKABE_ITO["purple"]), (Result.STOPPED, palette.QUIET),
)  # fmt: skip
HEAD, BAR = 62.0, 10.0


def drawn(counts: dict[Result, int], title: str, under: str, label: Callable[[Result, int], str]) -> bytes:
    """A PNG; `label` is what stands above a bar."""
    bars = [(label(result, counts[result]), counts[result], colour) for result, colour in BARS if counts[result]]
    high = HEAD + ROW * max(1, len(bars)) + 8

    def draw(figure: Figure) -> None:
        axes = axes_of(figure, 0, 1, high)
        axes.text(0, 24, title, fontsize=TITLE, va="center", weight="bold")
        axes.text(0, 48, under, fontsize=BODY, va="center", color=palette.QUIET)
        _bars(axes, bars)

    return png(high, draw)


def _bars(axes: Axes, bars: Sequence[tuple[str, int, str]]) -> None:
    most = max((n for _, n, _ in bars), default=1)
    for place, (told, n, colour) in enumerate(bars):
        y = HEAD + ROW * place + 8
        axes.text(0, y, told, fontsize=BODY, va="center")
        axes.barh(y + 15, max(2.0, ROOM * n / most), height=BAR, color=colour)
