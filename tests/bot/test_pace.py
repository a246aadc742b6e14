"""Each chat has its own pace; a 429 pauses that chat, and the account only where chat after chat is refused."""

from __future__ import annotations

from bot.pace import Pace


def test_a_person_gets_a_burst_of_three_and_then_one_a_second() -> None:
    pace = Pace()
    assert [pace.wait("1", group=False, now=0) for _ in range(3)] == [0, 0, 0]
    assert 0.9 < pace.wait("1", group=False, now=0) <= 1
    assert pace.wait("2", group=False, now=0) == 0, "nobody else waits for that one"
    assert pace.wait("1", group=False, now=1.01) == 0


def test_a_group_stays_below_twenty_a_minute() -> None:
    pace = Pace()
    gone = [now / 10 for now in range(1800) if pace.wait("-1", group=True, now=now / 10) == 0]
    assert max(sum(1 for other in gone if at <= other < at + 60) for at in gone) <= 19
    assert len(gone) >= 45


def test_a_refusal_pauses_that_chat_only() -> None:
    pace = Pace()
    assert not pace.refused("1", 5, now=0)
    assert not pace.refused("1", 5, now=1), "the same chat once more is still one chat"
    assert pace.wait("1", group=False, now=2) == 4
    assert pace.wait("2", group=False, now=2) == 0
    assert pace.wait("1", group=False, now=6.1) == 0


def test_refused_in_chat_after_chat_is_the_account() -> None:
    pace = Pace()
    assert [pace.refused(chat, 3, now=0) for chat in "123"] == [False, False, True]
    assert not pace.refused("4", 3, now=60), "long ago says nothing of now"


def test_what_was_granted_over_two_seconds_does_not_leave_in_one() -> None:
    pace = Pace(per_second=28)
    assert [pace.turn(5.0) for _ in range(28)] == [0] * 28
    assert pace.turn(5.25) == 0.75
    assert pace.turn(6.0) == 0


def test_memory_of_chats_is_bounded() -> None:
    pace = Pace()
    pace.MOST_CHATS = 5  # type: ignore[misc]
    for chat in range(50):
        assert pace.wait(str(chat), group=False, now=0) == 0
    assert len(pace._chats) == 5


def test_a_paid_rate_leaves_the_same_share_to_answers() -> None:
    assert Pace(per_second=1000, bulk=900).rate.bulk_per_second == 900
    assert Pace(per_second=10, bulk=25).rate.bulk_per_second == 10, "never more than all"
