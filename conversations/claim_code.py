"""The code by which the writer of a paper joins its case: how it is written, and when somebody typed one. Pure."""

from __future__ import annotations

import re

from conversations.messages import Command, Content, Text

#: Typed alone; look-alikes are let through here, so that a slip of the eye is answered like any wrong code.
_CODE = re.compile(r"^\W*(?:kode\W*)?K\W?([0-9A-Z]{5})\W?([0-9A-Z]{5})\W*$", re.IGNORECASE)
COMMANDS = frozenset({"klaim", "start", "mulai"})


def written(code: str) -> str:
    """As it is shown and follows ?start=: K-7A3Q9-DXMBT."""
    return f"K-{code[:5]}-{code[5:]}"


def code_in(content: Content) -> str | None:
    """The ten signs somebody typed or brought along with a link; "" for /klaim with something else."""
    match content:
        case Text(body=body):
            typed = body
        case Command(name=name, args=args) if name in COMMANDS:
            typed = args
        case _:
            return None
    hit = _CODE.match(typed)
    if hit is not None:
        return (hit[1] + hit[2]).upper()
    return "" if isinstance(content, Command) and content.name == "klaim" else None
