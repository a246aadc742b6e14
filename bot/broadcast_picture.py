"""Draws how a notice to many ended, for a phone: one bar a result, each with its number; knows no person.

matplotlib is imported when something is drawn and not before.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot import palette
from bot.recap_picture import ACROSS, BODY, DPI, LEFT, ROOM, ROW, STYLE, TITLE
from storage.broadcasts import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: In this order; queued is nobody's at the end. Told apart by place, name and number, not by colour alone.
BARS: tuple[tuple[Result, str], ...] = (
    (Result.SENT, palette.SOLVED), (Result.WAITING, palette.OPEN), (Result.BLOCKED, palette.ENDED),
    (Result.FAILED, palette.LATE), (Result.UNCERTAIN, palette.OKABE_ITO["purple"]), (Result.STOPPED, palette.QUIET),
)  # fmt: skip
HEAD, BAR = 62.0, 10.0


def drawn(counts: dict[Result, int], title: str, under: str, label: Callable[[Result, int], str]) -> bytes:
    """A PNG; `label` is what stands above a bar."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    bars = [(label(result, counts[result]), counts[result], colour) for result, colour in BARS if counts[result]]
    high = HEAD + ROW * max(1, len(bars)) + 8
    with rc_context(STYLE):
        figure = Figure(figsize=(ACROSS / 72, high / 72), dpi=DPI, facecolor=palette.PAPER)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((LEFT / ACROSS, 0, ROOM / ACROSS, 1))
        axes.axis("off")
        axes.set(xlim=(0, ROOM), ylim=(high, 0))
        axes.text(0, 24, title, fontsize=TITLE, va="center", weight="bold")
        axes.text(0, 48, under, fontsize=BODY, va="center", color=palette.QUIET)
        _bars(axes, bars)
        out = io.BytesIO()
        figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _bars(axes: Axes, bars: Sequence[tuple[str, int, str]]) -> None:
    most = max((n for _, n, _ in bars), default=1)
    for place, (told, n, colour) in enumerate(bars):
        y = HEAD + ROW * place + 8
        axes.text(0, y, told, fontsize=BODY, va="center")
        axes.barh(y + 15, max(2.0, ROOM * n / most), height=BAR, color=colour)
