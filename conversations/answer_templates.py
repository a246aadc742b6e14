"""The grammar of /templat and what stands in for {nomor} and {nama layanan}; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conversations.messages import Message, Quoted, Words, words

LONGEST_NAME = 20
#: More would not be found again on a telephone.
MOST = 20
SHOWN = 120
_ADD, _DROP = frozenset({"tambah", "baru", "simpan"}), frozenset({"hapus", "buang"})
_HOLE = re.compile(r"\{\s*([a-z ]+?)\s*\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What /templat was followed by."""

    do: str  # list, add, drop
    name: str = ""
    text: str = ""


def read(args: str) -> Wish:
    """tambah loket Silakan datang … / hapus loket / nothing."""
    verb, _, rest = args.strip().partition(" ")
    if verb.casefold() in _ADD:
        name, _, text = rest.strip().replace("\n", " \n", 1).partition(" ")
        return Wish(do="add", name=name.lstrip("#").strip().casefold(), text=text.strip())
    if verb.casefold() in _DROP:
        return Wish(do="drop", name=rest.strip().lstrip("#").casefold())
    return Wish(do="list")


def fill(text: str, *, number: str, service: str, agency: str) -> str:
    """The answer with its holes filled; a hole nobody knows stays, so that the officer sees it in the preview."""
    known = {"nomor": number, "nama layanan": service or agency, "instansi": agency}
    return _HOLE.sub(lambda hole: known.get(" ".join(hole[1].casefold().split()), hole[0]), text)


def shelf(found: Sequence[tuple[str, str]]) -> Message:
    """/templat: number, name and the beginning of each."""
    if not found:
        return Message(lines=(words("desk.template.none"), words("desk.template.how", most=LONGEST_NAME)))
    lines: list[Words | Quoted] = [words("desk.template.title", n=len(found))]
    for place, (name, text) in enumerate(found, 1):
        short = text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + " …"
        lines.append(words("desk.template.line", place=place, name=Quoted(name), text=Quoted(short)))
    return Message(lines=(*lines, words("desk.template.use")))
