"""Hundreds and thousands said inside a number ("delapan ratus sembilan puluh" is 890). Knows not what it is for."""

from __future__ import annotations

import re
from collections.abc import Mapping


class LargeNumbers:
    """Numbers of three or four digits said in words; `units` are the words of one digit."""

    def __init__(self, units: Mapping[str, str]) -> None:
        self._units = {word: digit for word, digit in units.items() if len(digit) == 1 and digit != "0"}
        unit = rf"(?:{'|'.join(self._units)}|(?<!\d)[1-9](?!\d))"
        # who goes on digit by digit counts no more: "enam ratus [tujuh dua satu]" is 600 and three digits
        last = rf"{unit}(?!\s+(?:{'|'.join(units)}|\d)\b(?!\s+(?:ribu|ratus|puluh|belas)))"
        self._pattern = re.compile(
            rf"(?<![a-z0-9])(?=(?:se|{unit}\s+)r(?:atus|ibu)\b)(?:(?P<thousand>{unit}\s+|se)ribu\b\s*)?"
            rf"(?:(?P<hundred>{unit}\s+|se)ratus\b\s*)?"
            rf"(?:(?P<ten>{unit})\s+puluh\b(?:\s+(?P<after>{last})\b)?|(?P<teen>{unit}\s+|se)belas\b"
            rf"|(?P<even>sepuluh)\b|(?P<one>{last})\b)?"
        )

    def find(self, folded: str) -> dict[int, tuple[str, int]]:
        """Where each such number begins: its digits and where it ends."""
        if "ratus" not in folded and "ribu" not in folded:
            return {}
        return {m.start(): (self._digits(m), m.start() + len(m[0].rstrip())) for m in self._pattern.finditer(folded)}

    def _digits(self, match: re.Match[str]) -> str:
        said = {name: self._digit(word) for name, word in match.groupdict().items()}
        if said["teen"] or said["even"]:
            low = "10" if said["even"] else "1" + said["teen"]
        else:
            low = (said["ten"] or "0") + (said["after"] or said["one"] or "0")
        return said["thousand"] + (said["hundred"] or ("0" if said["thousand"] else "")) + low

    def _digit(self, word: str | None) -> str:
        said = (word or "").strip()
        return "1" if said == "se" else self._units.get(said, said)
