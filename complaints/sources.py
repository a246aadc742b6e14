"""How a complaint came in when its writer did not write to the bot. Pure."""

from __future__ import annotations

from enum import StrEnum


class Source(StrEnum):
    """The channel of a case that staff took in for somebody."""

    BOX = "box"  # kotak saran: received on the day the box was emptied
    WALK_IN = "walk_in"
    LETTER = "letter"
    PHONE = "phone"
