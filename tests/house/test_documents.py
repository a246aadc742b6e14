"""Documents keep up with the code: glossary, settings, commands, decisions, pinned requirements."""

from __future__ import annotations

import re
from enum import StrEnum

import pytest

from bot.__main__ import COMMANDS
from bot.config import PREFIX, Settings
from complaints.agency import LEVELS
from complaints.lifecycle import Action, Resolution, Status
from complaints.model import Role
from complaints.rules import RULES
from storage.records import Lane
from tests.house.tree import ROOT, files, text

SETTINGS = sorted(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)


def report(title: str, found: list[str]) -> None:
    """Fail with one line per finding."""
    if found:
        pytest.fail("\n".join([f"{title} ({len(found)}):", *sorted(found)]), pytrace=False)


@pytest.mark.parametrize("terms", [Status, Action, Resolution, Role])
def test_the_glossary_explains_every_word_of_the_rules(terms: type[StrEnum]) -> None:
    report("not in docs/glossary.md", [f"{terms.__name__}: {term}" for term in terms if not _explained(term)])


def test_the_glossary_explains_every_clock_lane_and_level() -> None:
    words = [*RULES, *(lane.name.lower() for lane in Lane), *LEVELS.values()]
    report("not in docs/glossary.md", [word for word in words if not _explained(word)])


def _explained(term: str) -> bool:
    return f"`{term}`" in text("docs/glossary.md")


def test_the_glossary_points_to_modules_that_exist() -> None:
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-z_]+(?:\.\w+)?)`", text("docs/glossary.md")))
    lost = [path for path in named if not (ROOT / path).exists() and not (ROOT / f"{path}.py").exists()]
    report("docs/glossary.md names what is not there", lost)


def test_the_readme_explains_every_setting() -> None:
    readme = text("README.md")
    report("not in README.md", [name for name in SETTINGS if f"`{name}`" not in readme])
    stray = sorted(set(re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", readme)) - {*SETTINGS})
    report("in README.md but no setting", stray)


def test_the_example_environment_holds_every_setting() -> None:
    written = re.findall(rf"^#? ?({PREFIX}[A-Z_]+)=", text(".env.example"), re.MULTILINE)
    assert sorted(written) == SETTINGS


def test_the_readme_names_every_command() -> None:
    readme = text("README.md")
    report("not in README.md", [name for name in COMMANDS if f"narahubung {name}" not in readme])


def test_links_between_documents_lead_somewhere() -> None:
    found = []
    for name in files():
        if name.endswith(".md"):
            for number, line in enumerate(text(name).splitlines(), 1):
                for link in re.findall(r"\]\(([^)#\s]+)", line):
                    if not link.startswith(("http://", "https://", "mailto:")):
                        target = (ROOT / name).parent / link
                        found += [] if target.exists() else [f"{name}:{number} {link}"]
    report("dead links", found)


def test_every_decision_is_in_the_index() -> None:
    index, folder = text("docs/decisions/README.md"), "docs/decisions/"
    records = [name.removeprefix(folder) for name in files() if re.match(rf"{folder}\d{{4}}-", name)]
    report("not in docs/decisions/README.md", [name for name in records if f"({name})" not in index])
    numbers = [name[:4] for name in records]
    report("numbered twice", [number for number in set(numbers) if numbers.count(number) > 1])


def test_every_dependency_has_its_reason() -> None:
    project = text("pyproject.toml")
    wanted = re.findall(r'^ {4}"([a-z][a-z0-9-]+)[\[<>=]', project.partition("[tool.")[0], re.MULTILINE)
    reasons = text("docs/decisions/0002-libraries.md")
    report(
        "no reason in docs/decisions/0002-libraries.md", [name for name in set(wanted) if f"`{name}`" not in reasons]
    )


@pytest.mark.parametrize("name", ["requirements/run.txt", "requirements/test.txt"])
def test_requirements_are_pinned_hashed_and_name_no_address(name: str) -> None:
    pins = [line for line in text(name).replace("\\\n", " ").splitlines() if line.strip() and line[0] != "#"]
    loose = [line.split(";")[0][:60] for line in pins if not re.match(r"[A-Za-z0-9._-]+(\[\S+\])?==\S+ ", line)]
    report(f"{name}: not pinned", loose)
    report(f"{name}: without hash", [line[:60] for line in pins if "--hash=sha256:" not in line])
    report(
        f"{name}: names an address", [line[:60] for line in pins if "://" in line or "-url" in line or " @ " in line]
    )


def test_what_is_locked_covers_what_is_asked_for() -> None:
    project = text("pyproject.toml").partition("[project.optional-dependencies]")
    for names, name in (
        (project[0], "requirements/run.txt"),
        (project[2].partition("build =")[0], "requirements/test.txt"),
    ):
        wanted = re.findall(r'^ {4}"([a-z][a-z0-9-]+)[\[<>=]', names, re.MULTILINE)
        locked = set(re.findall(r"^([a-z0-9-]+)(?:\[\S+\])?==", text(name), re.MULTILINE))
        report(f"not locked in {name}: make lock", [each for each in wanted if each not in locked])
