"""What the holes of msgid families can hold, from the tables and enums that fill them.

A family that is not listed here still needs one msgid of its shape; listed, it needs every one.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache

from bot.introduction import CITIZEN, DESK
from classifiers.topic import OTHER
from complaints.lifecycle import Action, Resolution, Status
from conversations import tracking
from conversations.card import BUTTONS
from conversations.intake import STEPS
from conversations.previews import ACTION, EVENT
from conversations.recap import CHANNELS
from conversations.slots.review import FIELDS
from conversations.triage import REASONS
from conversations.worklist import HELP
from tests.house.catalogues import catalogue
from tests.house.spoken import HOLE, Said, said, strings
from tests.house.tree import ROOT, called, keyword, last_name, parsed, python

#: Makers of buttons: (file, function) -> (position of the meaning, beginning of its label's msgid).
MAKERS = {
    ("conversations/tracking.py", "button"): (1, "case.button."),
    ("conversations/card.py", "button"): (1, "desk.button."),
    ("conversations/colleagues.py", "button"): (1, "desk.button."),
    ("conversations/previews.py", "button"): (1, "desk.button."),
    ("conversations/previews.py", "_button"): (1, "desk.button."),
    ("conversations/tour.py", "_button"): (0, "desk.tour.button."),
    ("conversations/broadcast.py", "_button"): (1, "broadcast.button."),
}
DATED = [status for status, clock in tracking.CLOCK_OF.items() if clock]


def literals(function: str, place: int | str, *rooms: str) -> set[str]:
    """Literal arguments of every call of `function`, by position or keyword."""
    found: set[str] = set()
    for name in python(*rooms):
        for call in ast.walk(parsed(name)):
            if isinstance(call, ast.Call) and called(call) == function:
                argument = call.args[place] if isinstance(place, int) and place < len(call.args) else None
                argument = keyword(call, place) if isinstance(place, str) else argument
                found |= {text for text, _ in strings(argument) if HOLE not in text}
    return found


def assigned(variable: str, name: str) -> set[str]:
    """Literals that a variable of that name is set to in one file."""
    return {
        text
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.Assign) and [last_name(target) for target in node.targets] == [variable]
        for text, _ in strings(node.value)
    }


def made() -> Iterator[Said]:
    """Labels of buttons that the makers build from a meaning."""
    for name in python("conversations", "handlers"):
        for call in ast.walk(parsed(name)):
            if not isinstance(call, ast.Call):
                continue
            place, prefix = MAKERS.get((name, called(call)), (2, "button.") if called(call) == "option" else (0, ""))
            if prefix and len(call.args) > place and keyword(call, "label") is None:
                for meaning, at in strings(call.args[place]):
                    yield Said(prefix + meaning, f"{name}:{at.lineno}")


def _topics() -> set[str]:
    return {OTHER, *tomllib.loads((ROOT / "classifiers/lexicon/topic.toml").read_text(encoding="utf-8"))}


def _made_with(prefix: str) -> set[str]:
    return {found.msgid.removeprefix(prefix) for found in made() if found.msgid.startswith(prefix)}


@cache
def families() -> dict[str, frozenset[str]]:
    """Family -> everything its hole can hold; with the file before it where two files mean two things."""
    events = literals("notice", 1, "handlers") | set(EVENT.values())
    events |= {"supplied", "added"}  # handlers/citizen_additions.add_to
    events |= literals("move", "event", "handlers")
    events |= literals("_decide", "event", "handlers") | literals("_expire", "event", "handlers")
    heard = literals("citizen_said", 4, "handlers") | literals("_decide", "event", "handlers")
    heard |= literals("_expire", "event", "handlers")
    heard |= {"edited", "added"}  # handlers/citizen_edits.note
    heard |= {"archived", "merged"}  # handlers/triage_endings, handlers/merging: said where a group held the case
    heard |= literals("refresh", "note_event", "handlers") | assigned("event", "handlers/desk_cards.py")
    table: dict[str, Iterable[str]] = {
        "status.{}": Status,
        "topic.{}": _topics(),
        "scope.{}": tomllib.loads((ROOT / "classifiers/lexicon/scope.toml").read_text(encoding="utf-8")),
        "kind.{}": ("pengaduan", "aspirasi", "permintaan_informasi"),
        "misread.{}": (step.name for step in STEPS),
        "edit.{}": FIELDS,
        "button.{}": _made_with("button."),
        "case.button.{}": _made_with("case.button.") | {"add"},
        "case.due.{}": (*DATED, "settlement"),
        "case.due_passed.{}": (*DATED, "settlement"),
        "case.next.{}": Status,
        "class.{}": tracking.CLASSES,
        "class.citizen.{}": tracking.CLASSES,
        "notice.{}": events,
        "notices.{}": ("mute", "unmute"),
        "file.refused.{}": literals("Refused", 0, "bot") | literals("_settle", "refused", "bot"),
        "card.due.{}": DATED,
        "card.state.{}": Status,
        "card.closed.{}": set(Resolution) - {Resolution.ARCHIVED, Resolution.MERGED},
        "card.kind.{}": ("aspirasi", "permintaan_informasi"),
        "handlers/focal_point.py desk.{}": ("ask_prompt", "close_prompt"),
        "conversations/previews.py desk.{}": ("cancelled", "changed"),
        "desk.button.{}": _made_with("desk.button.") | {meaning for _, meaning in BUTTONS},
        "desk.already.{}": (Action.ACCEPT, Action.RESOLVE),
        "desk.stale.{}": Status,
        "handlers/merging.py desk.said.{}": ("absorbed", "added_merged"),
        "triage.reason.{}": REASONS,
        "triage.reason_label.{}": REASONS,
        "desk.said.{}": heard,
        "desk.preview.{}": ACTION,
        "desk.sent.{}": ACTION,
        "desk.preview_was.{}": ("sent", "cancelled", "changed"),
        "desk.help.{}": map(str, range(1, HELP + 1)),
        "date.weekday.{}": map(str, range(1, 8)),
        "date.month.{}": map(str, range(1, 13)),
        "date.month_long.{}": map(str, range(1, 13)),
        "handlers/notes.py desk.{}": ("note_prompt", "guide_prompt", "join_prompt", "unit_prompt"),
        "desk.tour.button.{}": ("accept", "send", "done"),
        "staff.help.{}": map(str, range(1, 7)),
        "recap.unread.{}": ("rekap", "berulang", "ekspor"),
        "recap.channel.{}": CHANNELS,
        "broadcast.{}": ("sent", "cancelled"),
        "broadcast.was.{}": ("sent", "cancelled"),
        "broadcast.button.{}": _made_with("broadcast.button."),
        "command.{}.{}": [*(f"citizen.{name}" for name in CITIZEN), *(f"desk.{name}" for name in DESK)],
        "about.{}.long": ("citizen", "desk"),
        "about.{}.short": ("citizen", "desk"),
    }
    return {family: frozenset(map(str, values)) for family, values in table.items()}


def expanded(found: Said) -> frozenset[str]:
    """Every msgid that `found` can be."""
    if not found.family:
        return frozenset({found.msgid})
    listed = families().get(f"{found.file} {found.msgid}", families().get(found.msgid))
    if listed is not None:
        shape = found.msgid.replace("{}.{}", HOLE)
        return frozenset(shape.replace(HOLE, value) for value in listed)
    pattern = re.escape(found.msgid).replace(re.escape(HOLE), r"\w+")
    return frozenset(msgid for msgid in catalogue("id") if re.fullmatch(pattern, msgid)) or frozenset({found.msgid})


def data_said() -> Iterator[Said]:
    """Reasons and hints that stand as msgids in data files of the matcher."""
    for name, shape in (("institution_traps", r'"(match\.trap\.\w+)"'), ("usual_offices", r"#(\w+)\"")):
        file = f"classifiers/lexicon/{name}.toml"
        for found in re.findall(shape, (ROOT / file).read_text(encoding="utf-8")):
            forms = {found} if "." in found else {f"usual.{found}", f"usual.{found.replace('_city', '_regency')}"}
            yield from (Said(form, file) for form in sorted(forms))
    refusals = {
        "complaints/registry_care.py": r'_no\("(\w+)"',
        "storage/registry_history.py": r'"care\.refused\.(\w+)"',
    }
    for file, shape in refusals.items():
        for reason in sorted(set(re.findall(shape, (ROOT / file).read_text(encoding="utf-8")))):
            yield Said(f"care.refused.{reason}", file)


@cache
def needed() -> dict[str, str]:
    """msgid -> the first place that says it."""
    places: dict[str, str] = {}
    for found in (*said(), *made(), *data_said()):
        for msgid in expanded(found):
            places.setdefault(msgid, found.where)
    return places
