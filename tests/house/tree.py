"""The files of this checkout and their syntax trees; knows where things lie, not which rule they obey."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("complaints", "conversations", "classifiers", "storage", "handlers", "bot", "simulator")
#: Not part of the tree where there is no git to say so (an unpacked archive).
OUTSIDE = frozenset({"__pycache__", "data", "demo-data", "dist", "build", "node_modules"})


@cache
def files() -> tuple[str, ...]:
    """Every file that is or may be committed, as paths from the root."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT, check=True, capture_output=True,
        ).stdout.decode()  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return tuple(sorted(_walk(ROOT)))
    return tuple(sorted(name for name in set(listed.split("\0")) if name and (ROOT / name).is_file()))


def _walk(folder: Path) -> Iterator[str]:
    for path in folder.iterdir():
        if path.is_dir():
            hidden = path.name.startswith(".") and path.name != ".ci"
            if not hidden and path.name not in OUTSIDE and not path.name.endswith(".egg-info"):
                yield from _walk(path)
        elif path.suffix not in (".pyc", ".db", ".key") and path.name != ".env":
            yield path.relative_to(ROOT).as_posix()


def python(*folders: str) -> tuple[str, ...]:
    """Python files of those folders, of all where none is named."""
    return tuple(
        name for name in files() if name.endswith(".py") and (not folders or name.split("/", 1)[0] in folders)
    )


@cache
def text(name: str) -> str:
    """A file as text; a binary file as nothing."""
    raw = (ROOT / name).read_bytes()
    return "" if b"\0" in raw[:8000] else raw.decode("utf-8", errors="replace")


@cache
def parsed(name: str) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(text(name), filename=name)


def docstrings(tree: ast.Module) -> frozenset[ast.Constant]:
    """String statements: docstrings and the like, which nobody is shown."""
    return frozenset(
        node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def called(call: ast.Call) -> str:
    """The last name of what is called: `visit.tell(...)` -> "tell"."""
    return last_name(call.func)


def last_name(node: ast.expr) -> str:
    """The last name of an expression: `view.case.number` -> "number", "" where it has none."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """The value of a keyword argument."""
    return next((given.value for given in call.keywords if given.arg == name), None)
