"""The templates are linted here, because Meta's answer comes weeks later; and the linter finds what it should."""

from __future__ import annotations

from datetime import date

import pytest

from bot.i18n import Catalogues
from bot.whatsapp_templates import body_faults, body_of, call, definition, differences, faults
from conversations.messages import Message, Quoted, Words, say, words
from conversations.templates import EVENTS, NEWS, TEMPLATES, fallback, one_line, template_for

WORDS = Catalogues.load()


def test_none_of_ours_would_be_refused() -> None:
    assert list(faults(WORDS)) == []


BAD = {
    "opens with a variable": "{{1}} ada kabar untuk laporan itu, balas BUKA.",
    "closes with one": "Ada kabar untuk laporan dengan nomor {{1}}.",
    "a newline": "Ada kabar\nuntuk {{1}} hari ini juga.",
    "a gap in the count": "Ada kabar {{1}} dan {{3}} untuk laporan yang kemarin itu.",
    "side by side": "Ada kabar dari {{1}} {{2}} untuk laporan yang kemarin itu.",
    "few words": "Kabar {{1}} dan {{2}} ada.",
    "markup": "Ada *kabar* untuk laporan {{1}} hari ini.",
    "a link": "Ada kabar untuk {{1}}, lihat https://example.go.id sekarang.",
    "too long": "Ada kabar untuk {{1}} " + "a " * 600,
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_the_linter_finds(name: str) -> None:
    assert list(body_faults(BAD[name]))


def test_bodies_count_in_the_order_of_the_parameters() -> None:
    assert body_of(TEMPLATES["butuh_info"], WORDS).startswith("Untuk laporan {{1}}, {{2}} memerlukan")
    made = definition(NEWS, WORDS)
    assert (made["language"], made["category"]) == ("id", "UTILITY") and made["components"][1]["buttons"]


@pytest.mark.parametrize("event", EVENTS)
def test_every_step_has_a_template(event: str) -> None:
    line = words(f"notice.{event}", number="NH-1", agency=Quoted("Disdukcapil"))
    found = template_for(Message(lines=(line,), template=f"status_{event}"))
    assert found is not None and found[0].name == "status_berubah"
    assert WORDS.template(f"template.news.{event}", "id")


def test_a_step_without_its_facts_falls_back_to_plain_news() -> None:
    bare = Message(lines=(words("notice.question", number="NH-1"),), template="status_question")
    assert template_for(bare) == (NEWS, {"number": "NH-1"}) == fallback(bare)
    empty = Message(lines=(words("notice.answer", number="NH-1", agency=Quoted(" ")),), template="status_answer")
    assert template_for(empty) == (NEWS, {"number": "NH-1"})
    assert template_for(say("menu.text")) is None
    assert template_for(Message(lines=(words("x", number="NH-1"),), template="broadcast")) is None


def test_parameters_are_one_clean_line() -> None:
    due = words("notice.overdue", number="NH-1", due=date(2026, 11, 27))
    found = template_for(Message(lines=(due,), template="status_overdue"))
    assert found is not None
    assert call(*found, WORDS, "Asia/Jakarta").params == ("NH-1", "Jumat, 27 November 2026")
    facts = {"number": "NH-1", "agency": Quoted("Dinas\n\tA      *B*")}
    assert call(TEMPLATES["butuh_info"], facts, WORDS, "Asia/Jakarta").params[1] == "Dinas A B"
    assert len(one_line("kata " * 400)) == 700
    news = call(TEMPLATES["status_berubah"], {"number": "1", "news": Words("template.news.accepted")}, WORDS, "UTC")
    assert news.params[1] == "sudah diterima instansi" and news.payload == "whatsapp:open"


def test_the_account_is_compared_with_what_we_have() -> None:
    theirs = [{**definition(one, WORDS), "status": "APPROVED"} for one in TEMPLATES.values()]
    assert set(dict(differences(WORDS, theirs)).values()) == {"approved"}
    theirs[0]["status"], theirs[1]["category"] = "PAUSED", "MARKETING"
    theirs[2]["components"] = [{"type": "BODY", "text": "lain"}]
    found = dict(differences(WORDS, theirs[:-1]))
    names = list(TEMPLATES)
    assert [found[names[n]] for n in (0, 1, 2, -1)] == ["paused", "category", "text", "missing"]
