"""Every status with every action: each step and each refusal is written down here as a decision."""

from itertools import product

import pytest

from complaints.errors import NotAllowed
from complaints.lifecycle import OPEN, TRANSITIONS, Action, Status, advance

#: Actions down, statuses across; a dot is a refusal. Typed by hand, so that a change of the table is a
#: change of two files and somebody has to mean it.
DECIDED = """
          received  asked     forwarded   in_progress  needs_info   answered  resolved  reopened  closed   archived
assign    forwarded forwarded forwarded   forwarded    forwarded    .         .         forwarded .        .
accept    .         .         in_progress .            .            .         .         in_progress .        .
answer    .         .         answered    answered     answered     answered  answered  answered  .        .
ask       asked     asked     needs_info  needs_info   needs_info   needs_info .         needs_info .        .
supply    received  received  forwarded   in_progress  in_progress  in_progress resolved  reopened  .        .
hand_over .         .         forwarded   forwarded    forwarded    .         .         forwarded .        .
resolve   .         .         resolved    resolved     resolved     resolved  .         resolved  .        .
confirm   .         .         .           .            .            closed    closed    .         .        .
refuse    .         .         .           .            .            reopened  reopened  .         reopened .
expire    .         closed    .           .            closed       closed    closed    .         .        .
withdraw  closed    closed    closed      closed       closed       closed    .         closed    .        .
archive   archived  archived  archived    archived     archived     .         .         archived  .        .
merge     archived  archived  archived    archived     archived     .         .         archived  .        .
"""


def decided() -> dict[tuple[Status, Action], str]:
    head, *rows = (line.split() for line in DECIDED.strip().splitlines())
    return {
        (Status(status), Action(action)): cell
        for action, *cells in rows
        for status, cell in zip(head, cells, strict=True)
    }


def test_every_pair_is_decided() -> None:
    assert decided().keys() == set(product(Status, Action))


@pytest.mark.parametrize(("status", "action"), list(product(Status, Action)))
def test_the_table_says_what_was_decided(status: Status, action: Action) -> None:
    expected = decided()[status, action]
    if expected == ".":
        with pytest.raises(NotAllowed, match=f"{action}.*{status}"):
            advance(status, action)
    else:
        assert advance(status, action) is Status(expected)


def test_every_status_is_reached_and_every_open_one_can_end() -> None:
    reached, ends = {Status.RECEIVED}, {Status.CLOSED, Status.ARCHIVED}
    for _ in Status:
        reached |= {after for (before, _a), after in TRANSITIONS.items() if before in reached}
        ends |= {before for (before, _a), after in TRANSITIONS.items() if after in ends}
    assert reached == ends == set(Status)
    assert set(Status) - OPEN == {Status.CLOSED, Status.ARCHIVED}


def test_the_citizen_can_always_add_and_the_archive_is_final() -> None:
    assert all((status, Action.SUPPLY) in TRANSITIONS for status in OPEN)
    assert not [action for status, action in TRANSITIONS if status is Status.ARCHIVED]
