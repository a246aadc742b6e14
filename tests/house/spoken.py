"""Which msgids the code speaks, read from its syntax trees: literals, and families like f"status.{…}".

A literal counts when a speaking function takes it, or when it begins like a msgid of the catalogue.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from tests.house.catalogues import catalogue
from tests.house.tree import called, docstrings, keyword, parsed, python

SPEAKING_ROOMS = ("conversations", "handlers", "bot")
#: Function -> how many of its leading positional arguments may be msgids.
SPEAKERS = {"words": 1, "Words": 1, "Ack": 1, "tell": 1, "Misread": 1, "say": 99, "toast": 2, "text": 1, "template": 1}
#: Names of events, rows and buttons look like msgids and are none.
SILENT_KEYWORDS = frozenset({"event", "ref", "dedup", "id", "kind", "bubble", "help", "data"})
_MSGID = re.compile(r"[a-z][a-z_]*(?:\.(?:[A-Za-z0-9_]|\{\})+)+")
#: A string with a hole: what a family is written with.
HOLE = "{}"


@dataclass(frozen=True, slots=True)
class Said:
    """One msgid in the code; `{}` stands for what is only known at run time."""

    msgid: str
    where: str

    @property
    def file(self) -> str:
        """Where it stands, without the line."""
        return self.where.partition(":")[0]

    @property
    def family(self) -> bool:
        """Is there a hole in it?"""
        return HOLE in self.msgid


def strings(node: ast.expr | None) -> Iterator[tuple[str, ast.expr]]:
    """The strings an expression can be, both arms of a condition, holes as `{}`."""
    match node:
        case ast.Constant(value=str(value)):
            yield value, node
        case ast.JoinedStr(values=parts):
            for pieces in product(*(_pieces(part) for part in parts)):
                yield "".join(pieces), node
        case ast.IfExp(body=body, orelse=orelse):
            yield from strings(body)
            yield from strings(orelse)
        case ast.BoolOp(values=values):
            for each in values:
                yield from strings(each)


def _pieces(part: ast.expr) -> tuple[str, ...]:
    if isinstance(part, ast.FormattedValue):
        return tuple(text for text, _ in strings(part.value)) or (HOLE,)
    return (str(part.value),) if isinstance(part, ast.Constant) else (HOLE,)


@cache
def said() -> tuple[Said, ...]:
    """Everything the speaking rooms say."""
    return tuple(dict.fromkeys(found for name in python(*SPEAKING_ROOMS) for found in _in_module(name)))


def _in_module(name: str) -> Iterator[Said]:
    tree, known = parsed(name), {msgid.split(".")[0] for msgid in catalogue("id")}
    silent = _silent(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in SPEAKERS:
            most = SPEAKERS[called(node)]
            for argument in [*node.args[:most], keyword(node, "msgid")]:
                for text, at in strings(argument):
                    # `text(...)` is also what other libraries call their functions.
                    if _MSGID.fullmatch(text) or called(node) in ("words", "Words", "Ack", "Misread"):
                        yield Said(text, f"{name}:{at.lineno}")
        if isinstance(node, (ast.Constant, ast.JoinedStr)) and node not in silent:
            for text, at in strings(node):
                if _MSGID.fullmatch(text) and text.split(".")[0] in known:
                    yield Said(text, f"{name}:{at.lineno}")


def _silent(tree: ast.Module) -> frozenset[ast.AST]:
    """Strings that are shown to nobody: docstrings, logs, names of events and buttons, parts of f-strings."""
    quiet: set[ast.AST] = set(docstrings(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            quiet |= {each for part in node.values for each in ast.walk(part)}
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "log":
            quiet |= set(ast.walk(node))
        for given in node.keywords:
            if given.arg in SILENT_KEYWORDS:
                quiet |= set(ast.walk(given.value))
    return frozenset(quiet)
