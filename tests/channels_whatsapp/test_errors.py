"""Every code of the error table ends as one outcome, at once and in a status that comes later."""

from __future__ import annotations

import pytest

from bot.channels.base import Congested, TemplateRefused, Unavailable
from bot.channels.whatsapp_errors import LONG_PAUSE, afterwards, refusal
from conversations.messages import Blocked, Gone, Rejected, SendError, Throttled, Unknown, WindowClosed

TABLE: list[tuple[tuple[int, ...], type[SendError], str]] = [
    ((130429, 80007, 4), Congested, "retry"),
    ((131056,), Throttled, "retry"),
    ((131048, 131064, 368, 131031, 130497), Congested, "alert"),
    ((131047,), WindowClosed, "template"),
    ((131026, 131062), Blocked, "unreachable"),
    ((131049, 130472, 131050), Rejected, "alert"),
    ((131052, 131053), Unavailable, "retry"),
    ((131008, 131009, 100), Rejected, "alert"),
    ((131000, 131016, 131057), Unavailable, "retry"),
    ((132000, 132001, 132005, 132007, 132012, 132015, 132016), TemplateRefused, "alert"),
    ((190, 133010), Congested, "alert"),
    ((999999,), Rejected, "alert"),
]


@pytest.mark.parametrize(
    ("code", "kind", "later"), [(code, kind, later) for codes, kind, later in TABLE for code in codes]
)
def test_a_code_is_one_outcome(code: int, kind: type[SendError], later: str) -> None:
    assert type(refusal(code)) is kind and afterwards(code) == later


def test_http_speaks_where_the_code_is_unknown() -> None:
    assert isinstance(refusal(-1, status=429), Congested) and isinstance(refusal(-1, status=503), Unavailable)
    assert isinstance(refusal(-1, status=504), Unknown) and isinstance(refusal(-1, status=401), Congested)


def test_a_media_id_that_is_gone_is_no_mistake_of_ours() -> None:
    assert isinstance(refusal(100, subcode=33), Gone)


def test_the_pair_rate_waits_four_to_the_n_for_this_person() -> None:
    waits = [refusal(131056, in_a_row=n) for n in range(6)]
    assert [one.seconds for one in waits if isinstance(one, Throttled)] == [4, 16, 64, 256, 1024, 1024]


def test_their_own_word_on_waiting_is_obeyed() -> None:
    error = refusal(130429, status=429, retry_after=33)
    assert isinstance(error, Congested) and error.seconds == 33 and error.alert == ""


@pytest.mark.parametrize(("code", "alert"), [(190, "token"), (133010, "number"), (131031, "restricted")])
def test_what_people_must_look_at_is_named_and_costs_no_message(code: int, alert: str) -> None:
    error = refusal(code)
    assert isinstance(error, Congested) and (error.alert, error.seconds) == (alert, LONG_PAUSE)
