"""Templates as WhatsApp has them: bodies with positions from our words, the call for one message, and the linter.

Knows catalogues and the table of templates; asks nobody. What Meta refuses is listed with its reason, because a
refused template is found out weeks later and costs a notice each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.i18n import Catalogues
from bot.phrasing import Voice, plain
from conversations.messages import Param, Quoted, TemplateCall, Words
from conversations.templates import CATEGORY, LANGUAGE, OPEN, TEMPLATES, Template, one_line

BUTTON = "template.button"
_NAMED = re.compile(r"\{(\w+)\}")
_POSITION = re.compile(r"\{\{\d+\}\}")
NAME = re.compile(r"^[a-z0-9_]{1,512}$")
BODY, BUTTON_TEXT = 1024, 25
#: Meta refuses bodies with too many variables for their length (2388293): at least so many words for each.
WORDS_PER_VARIABLE = 3


def body_of(template: Template, words: Catalogues) -> str:
    """The body with {{1}}, {{2}} in the order of the parameters."""
    body = words.template(template.body, LANGUAGE)
    return _NAMED.sub(lambda found: f"{{{{{template.params.index(found[1]) + 1}}}}}", body)


def definition(template: Template, words: Catalogues) -> dict[str, Any]:
    """What is submitted for approval."""
    button = {"type": "QUICK_REPLY", "text": words.template(BUTTON, LANGUAGE)}
    components: list[dict[str, Any]] = [
        {"type": "BODY", "text": body_of(template, words)},
        {"type": "BUTTONS", "buttons": [button]},
    ]
    return {"name": template.name, "language": LANGUAGE, "category": CATEGORY, "components": components}


def call(template: Template, facts: Mapping[str, Param], words: Catalogues, zone: str) -> TemplateCall:
    """The template filled for one person; always in Indonesian, the language it is approved in."""
    voice = Voice(words, LANGUAGE, zone)
    params = tuple(_said(facts[name], voice) for name in template.params)
    return TemplateCall(name=template.name, language=LANGUAGE, params=params, payload=OPEN)


def _said(value: Param, voice: Voice) -> str:
    said = voice.say(value) if isinstance(value, Words | Quoted) else voice.param(value)
    return one_line(plain(said).replace("*", "")) or "-"


def faults(words: Catalogues) -> Iterator[str]:
    """Everything Meta would refuse, or count as something else, in all our templates."""
    for template in TEMPLATES.values():
        yield from (f"{template.name}: {fault}" for fault in _faults(template, words))


def _faults(template: Template, words: Catalogues) -> Iterator[str]:
    source = words.template(template.body, LANGUAGE)
    named = _NAMED.findall(source)
    if not NAME.match(template.name):
        yield "the name has lower case letters, digits and underscores only"
    if sorted(named) != sorted(template.params) or len(set(named)) < len(named):
        yield f"the body names {named}, the table {list(template.params)}"
        return
    yield from body_faults(body_of(template, words))
    label = words.template(BUTTON, LANGUAGE)
    if not 0 < len(label) <= BUTTON_TEXT or label not in source:
        yield "the body says what to reply, and the button carries the same word"


def body_faults(body: str) -> Iterator[str]:
    """The rules for a body, whoever wrote it."""
    text = body.strip()
    if _POSITION.match(text) or _POSITION.search(text[-6:].rstrip(".!? ")):
        yield "a variable may not open or close the body (2388299)"
    if "\n" in body or "\t" in body or "    " in body:
        yield "one line, without tabs or runs of blanks"
    if len(body) > BODY:
        yield f"longer than {BODY}"
    positions = [int(found[2:-2]) for found in _POSITION.findall(body)]
    if sorted(positions) != list(range(1, len(positions) + 1)):
        yield "positions count from 1 without gaps"
    if re.search(r"\}\}\s*\{\{", body):
        yield "two variables need words between them"
    if len(_POSITION.sub("", body).split()) < WORDS_PER_VARIABLE * len(positions):
        yield "too few words for so many variables (2388293)"
    if "*" in body or re.search(r"https?://|wa\.me", body):
        yield "no markup and no links: they are reviewed as marketing"


def differences(words: Catalogues, theirs: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Per template of ours, what the account says: approved as we have it, or what is to be done."""
    known = {(one.get("name"), one.get("language")): one for one in theirs}
    for template in TEMPLATES.values():
        found = known.get((template.name, LANGUAGE))
        yield template.name, "missing" if found is None else _difference(definition(template, words), found)


def _difference(ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    if theirs.get("status") != "APPROVED":
        return str(theirs.get("status", "")).lower() or "unknown"
    if theirs.get("category") != ours["category"]:
        return "category"  # billed as marketing: about four times the price
    bodies = [
        next((part.get("text") for part in one.get("components", ()) if part.get("type") == "BODY"), None)
        for one in (ours, theirs)
    ]
    return "approved" if bodies[0] == bodies[1] else "text"
