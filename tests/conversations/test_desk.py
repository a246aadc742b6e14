"""The grammar of the group: bubbles and buttons decide, chatter stays chatter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.desk import REPLIES, Deed, DeskAction, Known, Misread, parse, pressed
from conversations.messages import Address, Channel, ChatKind, Choice, Command, Content, Inbound, Media, Sender, Text
from conversations.previews import Preview, options

NUMBER = "NH-7K3Q-9DXM"


def said(content: Content, **more: object) -> Inbound:
    return Inbound(
        event_id="1",
        address=Address(channel=Channel.TELEGRAM, account="1", chat="-1"),
        chat_kind=ChatKind.GROUP,
        sender=Sender(id="1", name="Rina"),
        sent_at=datetime(2026, 11, 20, tzinfo=UTC),
        content=content,
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("text", "deed", "rest"),
    [
        (f"terima {NUMBER}", Deed.ACCEPT, ""),
        ("Terima nh 7k3q 9dxm", Deed.ACCEPT, ""),
        ("/terima 7K3Q-9DXM", Deed.ACCEPT, ""),
        (f"minta data {NUMBER} nomor resi", Deed.ASK, "nomor resi"),
        (f"bukan wewenang {NUMBER}: BP Batam\njalan utama", Deed.HAND_OVER, "BP Batam\njalan utama"),
        (f"selesai nomor {NUMBER}, sudah diserahkan", Deed.RESOLVE, "sudah diserahkan"),
        (f"jawab {NUMBER} silakan datang", Deed.ANSWER, "silakan datang"),
        (NUMBER, Deed.SHOW, ""),
    ],
)
def test_deeds_in_words(text: str, deed: Deed, rest: str) -> None:
    action = parse(said(Text(text)), None)
    assert action == DeskAction(deed=deed, number=NUMBER, text=rest)


@pytest.mark.parametrize(
    "text",
    ["terima kasih", "selesai", "ok", "", f"tolong cek {NUMBER} ya", f"{NUMBER} sudah saya terima", "jawab dong"],
)
def test_chatter(text: str) -> None:
    assert parse(said(Text(text)), None) is None


@pytest.mark.parametrize("kind", sorted(REPLIES))
def test_the_bubble_names_the_case_whatever_the_words_say(kind: str) -> None:
    action = parse(said(Text("untuk NH-2222-3333 ya")), Known(kind=kind, number=NUMBER, token="t"))
    assert isinstance(action, DeskAction)
    assert (action.number, action.token, action.deed) == (NUMBER, "t", REPLIES[kind])


def test_unknown_bubbles_of_ours_explain_themselves() -> None:
    assert parse(said(Text("halo")), Known(kind="help")) == Misread("desk.misread.bubble")


def test_a_preview_takes_numbers_words_and_new_words() -> None:
    p = Preview(token="abc", number=NUMBER, purpose="answer", raw="datang senin", by="Rina", at="2026-11-20")
    bubble = Known(kind="preview", number=NUMBER, token="abc", options=options(p))
    for text, deed in (
        ("1", Deed.SEND),
        ("kirim", Deed.SEND),
        ("2", Deed.RAW),
        ("ubah", Deed.EDIT),
        ("batal", Deed.CANCEL),
    ):
        action = parse(said(Text(text)), bubble)
        assert isinstance(action, DeskAction) and action.deed is deed and action.token == "abc"
    action = parse(said(Text("datang selasa")), bubble)
    assert isinstance(action, DeskAction) and action.deed is Deed.REWORD


def test_files() -> None:
    card = Known(kind="card", number=NUMBER)
    photo = Media(kind="photo", ref="p", caption="beres")
    action = parse(said(photo), card)
    assert isinstance(action, DeskAction) and action.media == photo and action.text == "beres"
    assert parse(said(Media(kind="voice", ref="v")), card) == Misread("desk.misread.kind")
    more = parse(said(Media(kind="photo", ref="p"), album="a"), None)
    assert isinstance(more, DeskAction) and more.deed is Deed.MORE
    assert parse(said(Media(kind="photo", ref="p")), None) is None


@pytest.mark.parametrize(
    ("words", "days"),
    [("60 hari kerja", "60"), ("5", "5"), ("14 hari.", "14"), ("60 hari lagi", ""), ("2", ""), ("6", ""), ("514", "")],
)
def test_a_class_in_words_under_its_question_is_no_answer_to_a_citizen(words: str, days: str) -> None:
    for kind in ("done", "classes"):
        action = parse(said(Text(words)), Known(kind=kind, number=NUMBER))
        chosen = DeskAction(deed=Deed.CLASSIFY, number=NUMBER, token=f"penyelesaian_{days}")
        assert action == (chosen if days else DeskAction(deed=Deed.ANSWER, number=NUMBER, text=words))
    action = parse(said(Text(f"kelas {NUMBER} {words}")), None)
    assert isinstance(action, DeskAction) and action.deed is (Deed.CLASSIFY if days else Deed.CLASS)
    card = parse(said(Text(words)), Known(kind="card", number=NUMBER))
    assert isinstance(card, DeskAction) and card.deed is Deed.ANSWER, "under a card a number is a number"


def test_commands() -> None:
    assert parse(said(Command("tugas", "2")), None) == DeskAction(deed=Deed.TASKS, place=1)
    assert parse(said(Command("siaran")), None) is None


@given(st.text(max_size=64))
def test_any_button_is_answered(data: str) -> None:
    assert isinstance(pressed(data), DeskAction | Misread)


@given(st.text(max_size=200), st.sampled_from([None, Known(kind="card", number=NUMBER), Known(kind="x")]))
def test_any_words_are_read(text: str, bubble: Known | None) -> None:
    parse(said(Text(text)), bubble)
    parse(said(Choice(text)), bubble)


def test_previews_survive_json() -> None:
    p = Preview(token="t", number=NUMBER, purpose="ask", raw="berapa", by="R", at="x", files=("a",))
    assert Preview.from_json(p.to_json()) == p
    assert all(len(o.id.encode()) <= 48 for o in options(p))
