"""What we send, as JSON: refused by us exactly where the published limits refuse it, judged by the twin's checks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.channels.whatsapp_objects import body_of, envelope, native, recipient
from conversations.messages import Button, File, Rejected, Rendered, TemplateCall
from simulator.whatsapp.checks import check
from simulator.whatsapp.errors import GraphError
from simulator.whatsapp.model import Template

SITI = "6281200000001"
APPROVED = {("kabar", "id"): Template("kabar", "id", "Ada kabar {{1}} dari {{2}} untuk Anda.", buttons=["BUKA"])}


def buttons(count: int, label: str = "Pilih {}", id_: str = "a:{}") -> tuple[Button, ...]:
    return tuple(Button(id=id_.format(n), label=label.format(n)) for n in range(1, count + 1))


def said(message: Rendered, media: str | None = None) -> dict[str, Any]:
    body = envelope(SITI, message, body_of(message, media))
    check(body, APPROVED)
    return body


def test_the_field_that_names_a_person_follows_the_shape_of_the_id() -> None:
    assert recipient("6281200000001") == {"to": "6281200000001"}
    assert recipient("ID.900000000001") == {"recipient": "ID.900000000001"}
    assert recipient("ID.ENT.abc123") == {"recipient": "ID.ENT.abc123"}
    for odd in ("", "-100123", "id.900", "Siti"):
        with pytest.raises(Rejected):
            recipient(odd)


def test_each_shape_passes_the_checks_of_the_other_side() -> None:
    text = said(Rendered(body="Halo", reply_to="wamid.1", tag="17.0"))
    assert text["text"] == {"body": "Halo", "preview_url": False} and text["context"] == {"message_id": "wamid.1"}
    assert text["biz_opaque_callback_data"] == "17.0" and text["to"] == SITI
    keys = said(Rendered(body="Benar?", buttons=buttons(3), footer="Ketik petugas"))["interactive"]
    assert keys["type"] == "button" and keys["footer"] == {"text": "Ketik petugas"}
    menu = said(Rendered(body="Mana?", buttons=buttons(10), menu=True, menu_label="Pilih"))["interactive"]
    assert menu["type"] == "list" and len(menu["action"]["sections"][0]["rows"]) == 10
    place = said(Rendered(body="Di mana?", ask_location="Kirim lokasi"))["interactive"]
    assert place["type"] == "location_request_message" and place["action"] == {"name": "send_location"}
    call = TemplateCall(name="kabar", language="id", params=("NH-1", "Disdukcapil"), payload="whatsapp:open")
    components = said(Rendered(body="", template=call))["template"]["components"]
    assert components[1]["parameters"] == [{"type": "payload", "payload": "whatsapp:open"}]


FILES = {
    "photo": ("image/jpeg", "image"), "voice": ("audio/ogg", "audio"), "video": ("video/mp4", "video"),
    "document": ("application/pdf", "document"), "sticker": ("image/webp", "document"),
    "animation": ("video/mp4", "document"),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(FILES))
def test_a_file_goes_as_what_the_phone_can_show(kind: str) -> None:
    mime, wanted = FILES[kind]
    file = File(kind=kind, key="k", name="a.bin", mime=mime)
    words = "" if wanted == "audio" else "Lihat ini"
    assert said(Rendered(body=words, files=(file,), blobs=(b"x",)), "77")["type"] == wanted


def test_what_does_not_fit_its_kind_goes_as_a_document() -> None:
    big, heic = 6 * 1024 * 1024, File(kind="photo", key="k", name="a.heic", mime="image/heic")
    assert native(File(kind="photo", key="k", name="a.jpg", mime="image/jpeg"), big) == "document"
    assert native(heic, 10) == "document"
    with pytest.raises(Rejected):
        native(heic, 101 * 1024 * 1024)


def test_a_picture_may_stand_over_the_buttons() -> None:
    file = File(kind="photo", key="k", name="a.jpg", mime="image/jpeg")
    said_ = said(Rendered(body="Benar?", buttons=buttons(2), files=(file,), blobs=(b"x",)), "77")
    assert said_["interactive"]["header"] == {"type": "image", "image": {"id": "77"}}


REFUSED = {
    "an empty text": Rendered(body=" "),
    "a text too long": Rendered(body="a" * 4097),
    "four buttons": Rendered(body="x", buttons=buttons(4)),
    "a title of 21": Rendered(body="x", buttons=buttons(1, "a" * 21)),
    "equal titles": Rendered(body="x", buttons=buttons(2, "sama")),
    "equal ids": Rendered(body="x", buttons=buttons(2, id_="same")),
    "an id with a blank": Rendered(body="x", buttons=buttons(1, id_="a ")),
    "an id of 257": Rendered(body="x", buttons=buttons(1, id_="a" * 257)),
    "a body of 1025 over buttons": Rendered(body="a" * 1025, buttons=buttons(1)),
    "a footer of 61": Rendered(body="x", buttons=buttons(1), footer="a" * 61),
    "eleven rows": Rendered(body="x", buttons=buttons(11), menu=True, menu_label="Pilih"),
    "a row of 25": Rendered(body="x", buttons=buttons(1, "a" * 25), menu=True, menu_label="Pilih"),
    "a menu label of 21": Rendered(body="x", buttons=buttons(1), menu=True, menu_label="a" * 21),
    "no menu label": Rendered(body="x", buttons=buttons(1), menu=True),
    "a place asked in 1025": Rendered(body="a" * 1025, ask_location="x"),
    "an empty parameter": Rendered(body="", template=TemplateCall(name="kabar", language="id", params=("", "x"))),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_the_limits_refuse_and_quote_nobody(name: str) -> None:
    with pytest.raises(Rejected) as caught:
        body_of(REFUSED[name])
    assert "aaaa" not in str(caught.value)


letters = some.characters(codec="ascii", categories=["L", "N"])
labels = some.lists(some.text(letters, min_size=1, max_size=30), max_size=12)


@settings(max_examples=200, deadline=None)
@given(labels, some.text("ab c", max_size=1100), some.booleans())
def test_we_send_nothing_that_the_other_side_refuses(titles: list[str], text: str, menu: bool) -> None:
    keys = tuple(Button(id=f"x:{n}", label=title) for n, title in enumerate(titles))
    message = Rendered(body=text, buttons=keys, menu=menu, menu_label="Pilih" if menu else "")
    try:
        body = envelope(SITI, message, body_of(message))
    except Rejected:
        return
    try:
        check(body, APPROVED)
    except GraphError as error:
        raise AssertionError(error.details) from error
