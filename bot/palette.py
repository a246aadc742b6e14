"""Colours of our pictures: Okabe and Ito's eight, told apart with every kind of colour vision; knows no picture."""

from __future__ import annotations

#: Okabe & Ito, "Color Universal Design", 2008: https://jfly.uni-koeln.de/color/
OKABE_ITO = {
    "black": "#000000",
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "vermilion": "#D55E00",
    "purple": "#CC79A7",
}
INK, PAPER = "#16262B", "#FFFFFF"
#: Not a colour of meaning: lines and what is neither good nor bad.
QUIET, FAINT = "#5A6B70", "#E3E8E8"

#: What a part of the cases is drawn in; parts that touch differ in brightness too, for a grey print.
SOLVED = OKABE_ITO["blue"]
OPEN = OKABE_ITO["sky"]
LATE = OKABE_ITO["vermilion"]
ENDED = "#BFC9C9"
