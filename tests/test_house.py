"""The house rules: arrows, sizes, names, clocks. Wording, secrets and documents are judged in tests/house/."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from statistics import median

import pytest

from tests.house.tree import ROOMS, ROOT, last_name, parsed, python, text

LONGEST_FILE, MEDIAN_FILE = 400, 100
#: Names that say nothing: what such a file holds belongs to a noun.
EMPTY_NAMES = frozenset({"util", "utils", "helper", "helpers", "manager", "managers"})
#: Who may read the clock of the machine. The simulator keeps a clock of its own.
CLOCK_ROOMS = tuple(room for room in ROOMS if room != "simulator")
CLOCKS = {"now", "utcnow", "today", "time", "time_ns"}
CLOCK_OWNERS = {"datetime", "date", "time"}


def report(title: str, found: list[str]) -> None:
    """Fail with one line per finding, each with the file."""
    if found:
        pytest.fail("\n".join([f"{title} ({len(found)}):", *sorted(found)]), pytrace=False)


def test_imports_point_inward() -> None:
    linted = subprocess.run(
        [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_every_room_is_watched_by_the_arrows() -> None:
    watched = text("pyproject.toml").partition("[tool.importlinter]")[2].partition("]")[0]
    report("rooms without arrows", [room for room in ROOMS if f'"{room}"' not in watched])


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    sizes = {name: len(text(name).splitlines()) for name in python()}
    report("split these", [f"{name}: {size} lines" for name, size in sizes.items() if size > LONGEST_FILE])


def test_half_of_the_files_fit_on_one_screen() -> None:
    sizes = sorted(len(text(name).splitlines()) for name in python(*ROOMS) if text(name).strip())
    assert median(sizes) <= MEDIAN_FILE, f"median of {len(sizes)} files is {median(sizes)} lines"


def test_every_module_opens_with_a_sentence() -> None:
    silent = [name for name in python() if text(name).strip() and not _opening(name)]
    report("modules without a docstring that ends a sentence", silent)


def _opening(name: str) -> bool:
    opening = (ast.get_docstring(parsed(name)) or "").partition("\n\n")[0]
    return opening.rstrip().endswith((".", "?", ":", ")")) or "." in opening


def test_no_file_has_an_empty_name() -> None:
    hollow = [name for name in python() if set(re.split(r"[/_.]", name)) & EMPTY_NAMES]
    report("name these after what they hold", hollow)


def test_time_is_an_argument() -> None:
    found = []
    for name in python(*CLOCK_ROOMS):
        if name == "bot/moment.py":
            continue
        for call in ast.walk(parsed(name)):
            if isinstance(call, ast.Call) and _reads_clock(call.func):
                found.append(f"{name}:{call.lineno} {ast.unparse(call)}")
    report("the machine's clock is read in bot/moment.py only", found)


def _reads_clock(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and (
        function.attr in CLOCKS and last_name(function.value) in CLOCK_OWNERS
    )
