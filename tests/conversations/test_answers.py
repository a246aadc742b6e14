"""What people type instead of tapping, at the question whether the office is right."""

from __future__ import annotations

import pytest

from conversations.answers import resolve
from conversations.messages import Option, Text, words

ASKED = (
    Option(id="office.t:yes", label=words("button.right")),
    Option(id="office.t:other", label=words("button.other")),
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ya", "office.t:yes"),
        ("betul pak", "office.t:yes"),
        ("bukan", "office.t:other"),
        ("bukan itu", "office.t:other"),
        ("pilih lain", "office.t:other"),
        ("tidak ada", "office.t:other"),
        ("Gak ada.", "office.t:other"),
        ("2", "office.t:other"),
        ("yaaaa", "office.t:yes"),
        ("ya betul sekali pak", "office.t:yes"),
        ("g", "office.t:other"),
        ("bukan pak, salah", "office.t:other"),
    ],
)
def test_a_no_in_any_words_leads_to_another_office(said: str, meant: str) -> None:
    option = resolve(Text(said), ASKED)
    assert option is not None and option.id == meant


AGREE = (Option(id="consent.t:yes", label=words("button.agree")), Option(id="consent.t:no", label=words("button.no")))


@pytest.mark.parametrize("said", ["tidak setuju", "gak mau", "ga setuju", "ogah", "tdk mau pak"])
def test_no_is_never_heard_as_consent(said: str) -> None:
    option = resolve(Text(said), AGREE)
    assert option is not None and option.id == "consent.t:no"
