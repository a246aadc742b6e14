"""The templates we ask WhatsApp to approve: which notice goes as which, with which facts. Pure.

Few on purpose: each is approved by Meta, each can be paused. Bodies are words (locales, `template.<name>`);
parameters are named there and become positions on the wire.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from conversations.messages import Message, Param, Quoted, Words

LANGUAGE = "id"
CATEGORY = "UTILITY"
#: What the quick reply of every template says when tapped: send what waits.
OPEN = "whatsapp:open"
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One template: its name at Meta and the parameters of its body."""

    name: str
    params: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """msgid of the body."""
        return f"template.{self.name}"


NEWS = Template(name="kabar_laporan", params=("number",))
TEMPLATES: dict[str, Template] = {
    one.name: one
    for one in (
        NEWS,
        Template(name="status_berubah", params=("number", "news")),
        Template(name="butuh_info", params=("number", "agency")),
        Template(name="ada_tanggapan", params=("number", "agency")),
        Template(name="selesai_minta_umpan", params=("number", "agency")),
        Template(name="lewat_batas", params=("number", "due")),
        Template(name="lanjut_laporan"),
    )
}
#: Message.template -> the template it goes as.
_AS = {
    "status_question": "butuh_info",
    "status_answer": "ada_tanggapan",
    "status_resolved": "selesai_minta_umpan",
    "status_overdue": "lewat_batas",
    "draft_nudge": "lanjut_laporan",
}
#: Steps that are told as one word of news.
EVENTS = (
    "accepted", "handed_over", "assigned", "archived", "confirmed", "refused", "supplied", "closed_silent",
    "closed_incomplete", "merged",
)  # fmt: skip


def template_for(message: Message) -> tuple[Template, Mapping[str, Param]] | None:
    """The template of a message and its facts; None where nothing may be said outside the window."""
    facts = _facts(message)
    wish = message.template or ""
    event = wish.removeprefix("status_")
    if event in EVENTS and wish != event:
        facts["news"] = Words(f"template.news.{event}")
        wish = "status_berubah"
    found = TEMPLATES.get(_AS.get(wish, wish))
    if found is not None and set(found.params) <= set(facts):
        return found, {name: facts[name] for name in found.params}
    if message.template != "broadcast" and "number" in facts:
        return NEWS, {"number": facts["number"]}
    return None


def fallback(message: Message) -> tuple[Template, Mapping[str, Param]] | None:
    """What goes when the proper template is refused: paused, missing, or of a shape Meta changed."""
    facts = _facts(message)
    return (NEWS, {"number": facts["number"]}) if "number" in facts else None


def _facts(message: Message) -> dict[str, Param]:
    """What the sentences of a message were told: the first mention of a name counts."""
    facts: dict[str, Param] = {}
    for line in message.lines:
        if isinstance(line, Words):
            for name, value in line.params.items():
                facts.setdefault(name, value)
    return {name: value for name, value in facts.items() if not (isinstance(value, Quoted) and not value.text.strip())}


def one_line(text: str, most: int = 700) -> str:
    """A parameter as Meta takes it: no newline, no tab, no run of blanks (132012); cut with a sign of it."""
    flat = _BLANKS.sub(" ", text).strip()
    return flat if len(flat) <= most else flat[: most - 1] + "…"
