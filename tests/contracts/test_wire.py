"""Saying and hearing over the wire, against the simulator: what a person sees of what we send."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.telegram_adapter import TelegramAdapter
from conversations.messages import (
    Address,
    Button,
    Choice,
    Command,
    File,
    Gone,
    Location,
    Media,
    Rejected,
    Rendered,
    Text,
    Unchanged,
)
from simulator.client import SimClient
from simulator.client_people import Person

YES = Button(id="consent:yes", label="Setuju", style="primary")
NO = Button(id="consent:no", label="Tidak", style="danger")


def file(kind: str, name: str = "a.bin") -> File:
    return File(kind=kind, key="k", name=name, mime="application/octet-stream")


async def heard(channel: TelegramAdapter) -> list[Any]:
    return [inbound.content for raw in await channel.fetch(None, timeout=0) for inbound in channel.parse(raw.payload)]


async def test_a_bot_knows_itself(channel: TelegramAdapter, bot: dict[str, Any]) -> None:
    me = await channel.who_am_i()
    assert (me.id, me.username, me.can_read_all_group_messages) == (channel.account, bot["username"], True)
    assert channel.account == str(bot["id"])


async def test_asking_from_an_offset_confirms_what_is_older(channel: TelegramAdapter, siti: Person) -> None:
    for word in ("satu", "dua", "tiga"):
        await siti.writes(word)
    first = await channel.fetch(None, timeout=0, limit=2)
    again = await channel.fetch(None, timeout=0)
    assert [raw.event_id for raw in again][:2] == [raw.event_id for raw in first]
    rest = await channel.fetch(int(first[-1].event_id) + 1, timeout=0)
    assert [raw.payload["message"]["text"] for raw in rest] == ["tiga"]


async def test_a_poisoned_update_is_fetched_like_any_other(
    channel: TelegramAdapter, sim: SimClient, bot: dict[str, Any], siti: Person
) -> None:
    await sim.raw_update(bot, {"nonsense": True})
    await siti.writes("sesudahnya")
    poison, good = await channel.fetch(None, timeout=0)
    assert poison.chat_hint == "" and channel.parse(good.payload)[0].content == Text("sesudahnya")


async def test_what_people_do_arrives(channel: TelegramAdapter, siti: Person, bot: dict[str, Any], png: bytes) -> None:
    await siti.starts(bot, "qr_1")
    await siti.shares_location(1.13, 104.05)
    await siti.sends("photo", png, "a.png", caption="lubang")
    start, place, picture = await heard(channel)
    assert start == Command("start", "qr_1") and place == Location(latitude=1.13, longitude=104.05)
    assert isinstance(picture, Media) and (picture.kind, picture.caption) == ("photo", "lubang")


async def test_html_is_marked_up_and_names_cannot_break_it(
    channel: TelegramAdapter, siti: Person, to: Address
) -> None:
    [sent] = await channel.send(to, Rendered(body="<b>Halo</b> &lt;b&gt; Siti &amp; co", html=True))
    seen = await siti.reads()
    assert (str(seen.id), seen.text) == (sent, "Halo <b> Siti & co")
    assert seen.raw["entities"] == [{"type": "bold", "offset": 0, "length": 4}]


async def test_without_html_a_body_is_taken_literally(channel: TelegramAdapter, siti: Person, to: Address) -> None:
    await channel.send(to, Rendered(body="<b>Halo"))
    assert (await siti.reads()).text == "<b>Halo"


async def test_a_press_comes_back_and_is_answered(channel: TelegramAdapter, siti: Person, to: Address) -> None:
    [sent] = await channel.send(to, Rendered(body="Setuju?", buttons=(YES, NO)))
    tap = await siti.presses("Setuju")
    [choice] = await heard(channel)
    assert isinstance(choice, Choice) and (choice.data, choice.bubble) == ("consent:yes", sent)
    assert choice.query
    await channel.ack(choice.query, "Terima kasih", alert=True)
    answer = await siti.sim.call("GET", f"taps/{tap['tap']}", wait=1)
    assert (answer["text"], answer["alert"]) == ("Terima kasih", True)


async def test_an_answer_that_comes_too_late_is_no_error(channel: TelegramAdapter) -> None:
    await channel.ack("123456", "terlambat")


async def test_a_reply_is_said_even_when_its_message_is_gone(
    channel: TelegramAdapter, siti: Person, to: Address
) -> None:
    story = await siti.writes("cerita")
    await channel.send(to, Rendered(body="jawaban", reply_to=str(story.id)))
    assert (await siti.reads()).raw["reply_to"] == story.id
    await channel.send(to, Rendered(body="jawaban lagi", reply_to="99999"))
    assert (await siti.reads()).text == "jawaban lagi"


async def test_an_edit_replaces_words_and_buttons(channel: TelegramAdapter, siti: Person, to: Address) -> None:
    [sent] = await channel.send(to, Rendered(body="Setuju?", buttons=(YES, NO)))
    await channel.edit(to, sent, Rendered(body="Setuju ✅"))
    seen = (await siti.sees())[-1]
    assert (seen.text, seen.buttons, seen.edited) == ("Setuju ✅", [], True)
    with pytest.raises(Unchanged):
        await channel.edit(to, sent, Rendered(body="Setuju ✅"))
    with pytest.raises(Gone):
        await channel.edit(to, "99999", Rendered(body="hilang"))


async def test_an_edit_of_a_picture_changes_its_caption(
    channel: TelegramAdapter, siti: Person, to: Address, png: bytes
) -> None:
    card = Rendered(body="Baru", buttons=(YES,), files=(file("photo", "a.png"),), blobs=(png,))
    [sent] = await channel.send(to, card)
    await channel.edit(to, sent, Rendered(body="<b>Selesai</b>", html=True))
    seen = (await siti.sees())[-1]
    assert (seen.text, seen.buttons, bool(seen.media)) == ("Selesai", [], True)


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "video"])
async def test_one_file_carries_words_and_buttons(
    channel: TelegramAdapter, siti: Person, to: Address, png: bytes, kind: str
) -> None:
    one = Rendered(body="<b>Bukti</b>", html=True, buttons=(YES,), files=(file(kind, "a.png"),), blobs=(png,))
    [sent] = await channel.send(to, one)
    seen = await siti.reads()
    assert (str(seen.id), seen.text, seen.buttons) == (sent, "Bukti", ["Setuju"])
    assert seen.media and seen.media["kind"] == kind


async def test_words_too_long_for_a_caption_follow_the_file(
    channel: TelegramAdapter, siti: Person, to: Address, png: bytes
) -> None:
    long = "a" * 1025
    ids = await channel.send(to, Rendered(body=long, buttons=(YES,), files=(file("photo"),), blobs=(png,)))
    picture, words = await siti.reads_all()
    assert ids == (str(picture.id), str(words.id))
    assert picture.media and words.text == long and words.buttons == ["Setuju"]


async def test_many_files_become_albums_then_words(
    channel: TelegramAdapter, siti: Person, to: Address, png: bytes
) -> None:
    kinds = ["photo"] * 11 + ["document"] * 2 + ["voice"]
    many = Rendered(
        body="Semua bukti", buttons=(YES,),
        files=tuple(file(kind, f"{n}.png") for n, kind in enumerate(kinds)),
        blobs=(png,) * len(kinds),
    )  # fmt: skip
    ids = await channel.send(to, many)
    seen = await siti.reads_all()
    assert [str(message.id) for message in seen] == list(ids) and len(ids) == len(kinds) + 1
    assert [m.media["kind"] if m.media else m.text for m in seen] == [*kinds, "Semua bukti"]
    assert seen[-1].buttons == ["Setuju"]
    albums = [message.raw.get("album") for message in seen]
    assert len({*albums[:10]}) == 1 and albums[0] and len({*albums[11:13]}) == 1 and albums[11]


async def test_files_without_their_bytes_are_refused_here(channel: TelegramAdapter, to: Address) -> None:
    with pytest.raises(Rejected):
        await channel.send(to, Rendered(body="", files=(file("photo"),)))


async def test_the_location_key_comes_and_goes(channel: TelegramAdapter, siti: Person, to: Address) -> None:
    await channel.send(to, Rendered(body="Di mana?", ask_location="Kirim lokasi"))
    [row] = (await siti.chat())["keyboard"]["keyboard"]
    assert row[0]["text"] == "Kirim lokasi" and row[0]["request_location"]
    await channel.send(to, Rendered(body="Terima kasih"))
    assert not (await siti.chat())["keyboard"]
    [plain] = await channel.send(to, Rendered(body="Langkah berikutnya"))
    await channel.edit(to, plain, Rendered(body="boleh disunting"))


async def test_buttons_win_over_the_location_key(channel: TelegramAdapter, siti: Person, to: Address) -> None:
    await channel.send(to, Rendered(body="Di mana?", ask_location="Kirim lokasi", buttons=(NO,)))
    assert (await siti.reads()).buttons == ["Tidak"] and not (await siti.chat())["keyboard"]


async def test_a_group_is_never_shown_a_location_key(
    channel: TelegramAdapter, sim: SimClient, bot: dict[str, Any], to: Address
) -> None:
    officer = await sim.user("Pak Budi")
    group = await sim.group("Meja", officer, bot)
    await channel.send(
        Address(channel=to.channel, account=to.account, chat=str(group["id"])),
        Rendered(body="Di mana?", ask_location="Kirim lokasi"),
    )
    assert (await officer.reads(group)).text == "Di mana?"


async def test_what_was_sent_to_us_can_be_fetched(channel: TelegramAdapter, siti: Person, png: bytes) -> None:
    await siti.sends("document", png, "surat.png")
    [paper] = await heard(channel)
    assert await channel.download(paper.ref, max_bytes=len(png)) == png
    with pytest.raises(Rejected, match="too big"):
        await channel.download(paper.ref, max_bytes=len(png) - 1)
    with pytest.raises(Gone):
        await channel.download("bukan-berkas", max_bytes=10)


async def test_a_file_above_the_services_limit_is_refused(channel: TelegramAdapter, siti: Person) -> None:
    await siti.sends("document", bytes(21 * 1024 * 1024), "besar.bin")
    [paper] = await heard(channel)
    with pytest.raises(Rejected, match="too big"):
        await channel.download(paper.ref, max_bytes=50_000_000)


async def test_rows_follow_the_length_of_labels(channel: TelegramAdapter, siti: Person, to: Address) -> None:
    numbers = tuple(Button(id=f"n:{n}", label=str(n), row=n == 6) for n in range(1, 9))
    wide = tuple(Button(id=f"w:{n}", label=f"Dinas Kependudukan {n}") for n in range(2))
    copy = Button(id="copy", label="Salin nomor", copy="BT-7KQ2", row=True)
    link = Button(id="link", label="Buka", url="https://example.go.id/x")
    await channel.send(to, Rendered(body="Pilih", buttons=(*numbers, *wide, copy, link)))
    assert (await siti.reads()).rows == [
        ["1", "2", "3", "4", "5"], ["6", "7", "8"], ["Dinas Kependudukan 0"], ["Dinas Kependudukan 1"],
        ["Salin nomor", "Buka"],
    ]  # fmt: skip
