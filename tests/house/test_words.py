"""Every sentence has words in every language, every word is said somewhere, and none lives in the code."""

from __future__ import annotations

import ast
import re

import pytest

from conversations.messages import WHATSAPP
from tests.house.catalogues import catalogue, entries, languages
from tests.house.families import expanded, needed
from tests.house.spoken import HOLE, SPEAKING_ROOMS, Said, strings
from tests.house.tree import called, docstrings, keyword, last_name, parsed, python

#: The longest that the holes of option ids can be; a Telegram button carries 64 bytes, ours at most 48.
LONGEST = {
    "number": 12, "key": 32, "shelf": 11, "code": 15, "mark": 8,
    "tag": 6, "token": 12, "place": 2, "n": 2, "page": 3, "meaning": 12, "step": 9, "name": 6, "deed": 6,
    "standing": 8,
}  # fmt: skip
STOPWORDS = re.compile(r"\b(yang|dan|atau|tidak|belum|sudah|untuk|dengan|dari|anda|kami|silakan|mohon)\b", re.I)
#: Indonesian that is no wording of ours, and why.
NOT_OURS = {
    "bot/cli": "the operator's commands speak Indonesian without catalogues",
    "bot/__main__.py": "as above",
    "bot/config.py": "one sentence for the operator when a setting is wrong",
    "bot/door.py": "one sentence for the operator when a port cannot be had",
    "bot/config_process.py": "as above",
    "bot/config_whatsapp.py": "as above",
    "bot/whatsapp_opening.py": "as above",
    "bot/demo.py": "what the played citizens say",
    "bot/doctor.py": "advice to the operator, as from the commands",
    "conversations/vocabulary.py": "what people answer, never shown",
    "conversations/verdict.py": "what people answer, never shown",
}
#: Functions that take a sentence's parameters by keyword -> keywords they keep for themselves.
GIVEN = {"words": frozenset[str](), "tell": frozenset({"alert", "silent"})}
MISSPELT = re.compile(r"\b(silahkan|kamu|kakak|kak|e-?mail|anda|merubah|di mohon|dimana)\b")


def report(title: str, found: list[str]) -> None:
    """Fail with one line per finding, each with file and line."""
    if found:
        pytest.fail("\n".join([f"{title} ({len(found)}):", *sorted(found)]), pytrace=False)


def test_every_msgid_that_is_said_has_indonesian_words() -> None:
    missing = [f"{where} says {msgid!r}" for msgid, where in needed().items() if msgid not in catalogue("id")]
    report("no words in locales/id for", missing)


def test_every_msgid_is_said_somewhere() -> None:
    unsaid = [f"{e.where} {msgid}" for msgid, e in catalogue("id").items() if msgid not in needed()]
    report("nobody says", unsaid)


def test_both_languages_have_words() -> None:
    assert languages() >= {"id", "en"}


@pytest.mark.parametrize("language", sorted(languages() - {"id"}))
def test_each_language_has_the_same_msgids(language: str) -> None:
    source, other = catalogue("id"), catalogue(language)
    found = [f"{source[m].where} {m} has no words in {language}" for m in source.keys() - other.keys()]
    found += [f"{other[m].where} {m} has no words in id" for m in other.keys() - source.keys()]
    report("one-sided", found)


@pytest.mark.parametrize("language", sorted(languages() - {"id"}))
def test_each_language_has_the_same_parameters(language: str) -> None:
    source, found = catalogue("id"), []
    for msgid, entry in catalogue(language).items():
        if msgid in source and entry.parameters != source[msgid].parameters:
            found.append(
                f"{entry.where} {msgid}: {sorted(entry.parameters)}, in id {sorted(source[msgid].parameters)}"
            )
    report("parameters differ", found)


def test_every_sentence_is_given_all_its_parameters() -> None:
    found = []
    for name in python(*SPEAKING_ROOMS):
        for call in ast.walk(parsed(name)):
            if isinstance(call, ast.Call) and called(call) in GIVEN and call.args:
                given = {each.arg for each in call.keywords}
                if None in given:
                    continue  # **params: known at run time only
                for text, at in strings(call.args[0]):
                    where = f"{name}:{at.lineno}"
                    found += _ungiven(Said(text, where), {g for g in given if g} - GIVEN[called(call)])
    report("parameters that stay in their braces", found)


def _ungiven(said: Said, given: set[str]) -> list[str]:
    entries = [catalogue("id")[msgid] for msgid in expanded(said) if msgid in catalogue("id")]
    return [
        f"{said.where} {entry.msgid} needs {sorted(entry.parameters - given)} ({entry.where})"
        for entry in entries
        if not entry.parameters <= given
    ]


@pytest.mark.parametrize("language", sorted(languages()))
def test_each_msgid_is_written_once_and_has_words(language: str) -> None:
    first: dict[str, str] = {}
    found = [
        f"{e.where} repeats {e.msgid} of {first[e.msgid]}"
        for e in entries(language)
        if first.setdefault(e.msgid, e.where) != e.where
    ]
    found += [f"{e.where} {e.msgid} is empty" for e in entries(language) if not all(e.forms)]
    report("unclear", found)


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_label_fits_a_narrow_button_or_has_a_short_form(language: str) -> None:
    found = []
    for msgid, where in _labels().items():
        entry = catalogue(language).get(msgid)
        if entry is None or entry.parameters:
            continue  # a missing one is reported above; a name in a label is as long as it is
        for form in entry.forms:
            if len(form) > WHATSAPP.button_label:
                found.append(f"{entry.where} {msgid} {form!r} has {len(form)} characters (used in {where})")
    report(f"labels longer than {WHATSAPP.button_label}", found)


def _labels() -> dict[str, str]:
    """Labels of options without a short form, and who makes them."""
    labels: dict[str, str] = {}
    for name in python("conversations", "handlers"):
        for call in ast.walk(parsed(name)):
            if not isinstance(call, ast.Call) or called(call) not in ("Option", "option"):
                continue
            label = keyword(call, "label")
            if label is None or keyword(call, "short") is not None:
                continue
            argument = label.args[0] if isinstance(label, ast.Call) and label.args else label
            for text, at in strings(argument):
                where = f"{name}:{at.lineno}"
                labels |= dict.fromkeys(expanded(Said(text, where)), where)
    return labels


def test_every_option_id_is_ascii_and_short() -> None:
    found = []
    for name in python("conversations", "handlers"):
        for call in ast.walk(parsed(name)):
            if isinstance(call, ast.Call) and called(call) == "Option":
                given = keyword(call, "id")
                size, strange = _measure(given)
                if strange:
                    found.append(f"{name}:{call.lineno} how long can {strange} be? Say it in {__name__}.LONGEST")
                if size > 48 or any(not text.isascii() for text, _ in strings(given)):
                    found.append(f"{name}:{call.lineno} {ast.unparse(given or call)} may have {size} bytes")
    report("option ids", found)


def _measure(given: ast.expr | None) -> tuple[int, str]:
    """Bytes of an option id at most, and the hole nobody knows the size of."""
    size, strange = 0, ""
    parts = given.values if isinstance(given, ast.JoinedStr) else [given]
    for part in parts:
        if isinstance(part, ast.FormattedValue):
            value = part.value.left if isinstance(part.value, ast.BinOp) else part.value
            if last_name(value) not in LONGEST:
                strange = ast.unparse(part.value)
            size += LONGEST.get(last_name(value), 0)
        elif isinstance(part, ast.Constant):
            size += len(str(part.value).encode())
    return size, strange


def test_indonesian_wording_does_not_shout() -> None:
    report("exclamation marks", [f"{e.where} {e.msgid}" for e in entries("id") if "!" in "".join(e.forms)])


def test_indonesian_wording_keeps_to_the_house_spelling() -> None:
    found = []
    for entry in entries("id"):
        for form in entry.forms:
            if hit := MISSPELT.search(re.sub(r'"[^"]*"', "", form)):
                found.append(f"{entry.where} {entry.msgid}: {hit[0]!r}")
    report("not the house's spelling (Anda, silakan, surel, di mana)", found)


def test_no_sentence_for_people_lives_in_the_code() -> None:
    found = []
    for name in python(*SPEAKING_ROOMS):
        if any(name == path or name.startswith(f"{path}/") for path in NOT_OURS):
            continue
        quiet = docstrings(parsed(name))
        for node in ast.walk(parsed(name)):
            if not isinstance(node, (ast.Constant, ast.JoinedStr)) or node in quiet:
                continue
            for text, at in strings(node):
                if len(text.replace(HOLE, "").split()) >= 4 and STOPWORDS.search(text):
                    found.append(f"{name}:{at.lineno} {text[:60]!r}")
    report("wording belongs into locales/", found)


def test_quoted_words_are_somebodys_own() -> None:
    found = []
    for name in python(*SPEAKING_ROOMS):
        for call in ast.walk(parsed(name)):
            if isinstance(call, ast.Call) and called(call) == "Quoted" and call.args:
                literal = [
                    text for text, _ in strings(call.args[0]) if any(c.isalpha() for c in text.replace(HOLE, ""))
                ]
                found += [f"{name}:{call.lineno} Quoted({text!r})" for text in literal]
    report("Quoted is for names and people's words", found)
