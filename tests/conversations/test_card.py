"""The card shows what its status allows, and fits its ids into a callback."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from complaints.lifecycle import TRANSITIONS, Action, Status
from complaints.model import Complaint, Deadline
from conversations.card import BUTTONS, CardView, buttons, card, cut, nameless
from conversations.messages import Quoted, Words
from conversations.tracking import CaseView

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
CASE = Complaint(
    id="1" * 32, number="NH-7K3Q-9DXM", status=Status.FORWARDED, topic="ADM", chat_key="k", reporter="Siti",
    story="KTP belum jadi.", happened_on=date(2026, 11, 19), place="Loket 4", agency_id="a", draft_id="d",
    filed_at=NOW, attachments=("x", "y"),
    deadlines=(Deadline(rule="respon_awal", due=NOW, version="1"),),
)  # fmt: skip


def _view(case: Complaint) -> CardView:
    zone = ZoneInfo("Asia/Jakarta")
    return CardView(view=CaseView(case=case, agency="Dinas", agency_name="Dinas", zone=zone), story=case.story)


@pytest.mark.parametrize("status", list(Status))
def test_buttons_are_exactly_the_steps_the_table_has(status: Status) -> None:
    case = replace(CASE, status=status, attachments=())
    shown = {option.id.split(":")[1] for option in buttons(case)}
    deeds = {meaning for action, meaning in BUTTONS if (status, action) in TRANSITIONS}
    assert shown == deeds | ({"other"} if deeds else set())
    assert all(len(option.id.encode()) <= 48 and option.id.isascii() for option in buttons(case))


def test_hand_over_is_closed_once_an_answer_went_out() -> None:
    assert (Status.ANSWERED, Action.HAND_OVER) not in TRANSITIONS
    assert all("handover" not in o.id for o in buttons(replace(CASE, status=Status.ANSWERED)))


def _said(words: Words | Quoted) -> list[str]:
    if isinstance(words, Quoted):
        return [words.text]
    inner = [text for p in words.params.values() if isinstance(p, Words | Quoted) for text in _said(p)]
    return [words.msgid, *inner]


def test_what_the_card_tells() -> None:
    told = [text for line in card(_view(CASE)).lines for text in _said(line)]
    for expected in ("card.due.forwarded", "topic.ADM", "KTP belum jadi.", "Siti", "Loket 4", "card.files_some"):
        assert expected in told
    assert "card.reporter_hidden" in [
        text for line in card(_view(replace(CASE, anonymous=True))).lines for text in _said(line)
    ]


def test_a_long_story_ends_at_a_word() -> None:
    assert cut("kata " * 200).endswith("kata …")
    assert len(cut("kata " * 200)) <= 602
    assert cut("pendek") == "pendek"


def test_nameless_takes_whole_words_only() -> None:
    assert nameless("Saya SITI, siti aminah dari Sitiung", "Siti Aminah") == "Saya …, … dari Sitiung"
    assert nameless("Al datang malam", "Al") == "Al datang malam"
    assert nameless("apa saja", "") == "apa saja"
