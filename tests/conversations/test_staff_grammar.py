"""The grammar of the staff group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.broadcast import Draft, options
from conversations.desk import Known, Misread
from conversations.ears import Office
from conversations.messages import Command, Media, Text
from conversations.staff import StaffAction, Task, confirm_options, parse, picks, pressed
from tests.conversations.test_desk import NUMBER, said

FOUND = [
    Office(id="a", name="Dinas Sosial", short="Dinsos", region="21"),
    Office(id="b", name="BP Batam", short="BP", region=""),
]


@pytest.mark.parametrize(
    ("text", "task", "place"), [("2", Task.PICK, 1), ("BP Batam", Task.PICK, 1), ("dinas kota", Task.NAME, -1)]
)
def test_a_reply_to_a_question(text: str, task: Task, place: int) -> None:
    action = parse(said(Text(text)), Known(kind="triage", number=NUMBER, options=picks(NUMBER, FOUND)))
    assert isinstance(action, StaffAction)
    assert (action.task, action.number, action.place) == (task, NUMBER, place)


@pytest.mark.parametrize(("text", "task"), [("ya", Task.YES), ("1", Task.YES), ("2", Task.BACK)])
def test_confirming(text: str, task: Task) -> None:
    action = parse(said(Text(text)), Known(kind="triage", number=NUMBER, options=confirm_options(NUMBER, 1)))
    assert isinstance(action, StaffAction) and action.task is task and action.number == NUMBER


def test_commands_talk_and_files() -> None:
    assert parse(said(Command("siaran", "disdukcapil")), None) == StaffAction(task=Task.BROADCAST, text="disdukcapil")
    assert parse(said(Command("antrian")), None) == StaffAction(task=Task.QUEUE)
    assert parse(said(Text("makan?")), None) is None
    assert parse(said(Text(NUMBER.lower())), None) == StaffAction(task=Task.SHOW, number=NUMBER)
    assert parse(said(Media(kind="photo", ref="p")), Known(kind="triage")) == Misread("staff.misread.text_only")


@given(st.text(max_size=64))
def test_any_button_is_answered(data: str) -> None:
    assert isinstance(pressed(data), StaffAction | Misread)


STEPS = ("audience", "filter", "text", "english", "review", "when", "approval")


def test_ids_fit_a_callback_and_notices_survive_json() -> None:
    draft = Draft(
        token="0" * 12, by="k", name="Dewi", touched="x", offices=(("a", "Dinas"),), counts={"telegram": 600},
        text="Blanko ada", times=("2026-11-20T11:00:00+07:00",),
    )  # fmt: skip
    assert Draft.from_json({**draft.to_json(), "at": "y"}) == draft
    offered = [option for step in STEPS for option in options(draft.to(step))]
    assert offered
    for option in (*picks(NUMBER, FOUND), *confirm_options(NUMBER, 0), *offered):
        assert option.id.isascii() and len(option.id.encode()) <= 48
