"""aiogram 3, unmodified, against the simulator by base URL alone."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from simulator.client import SimClient

Json = dict[str, Any]


def keys(*labels: str) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(text=label, callback_data=label.lower()) for label in labels]
    return InlineKeyboardMarkup(inline_keyboard=[row])


async def test_a_bot_knows_who_it_is(gram: Bot, public: Json) -> None:
    me = await gram.get_me()
    assert (me.id, me.is_bot, me.username) == (public["id"], True, "citizen_bot")


async def test_a_story_goes_in_and_an_answer_comes_back(gram: Bot, sim: SimClient, public: Json) -> None:
    siti = await sim.user("Siti Aminah")
    await siti.starts(public, "qr_42")
    updates = await gram.get_updates(timeout=1)
    assert updates[0].message is not None and updates[0].message.text == "/start qr_42"
    assert updates[0].message.entities and updates[0].message.entities[0].type == "bot_command"
    await gram.send_message(
        siti.id, "Halo <b>Siti</b> &amp; keluarga", parse_mode="HTML", reply_markup=keys("Setuju"),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )  # fmt: skip
    seen = await siti.reads()
    assert seen.text == "Halo Siti & keluarga" and seen.buttons == ["Setuju"]
    assert seen.raw["entities"] == [{"type": "bold", "offset": 5, "length": 4}]


async def test_a_tap_arrives_whole_and_is_answered_with_a_toast(gram: Bot, sim: SimClient, public: Json) -> None:
    siti = await sim.user("Siti", started=public)
    sent = await gram.send_message(siti.id, "Setuju?", reply_markup=keys("Setuju", "Tidak"))
    tap = await siti.presses("Setuju")
    query = (await gram.get_updates())[0].callback_query
    assert query is not None and query.data == "setuju" and query.chat_instance
    assert query.message is not None and query.message.message_id == sent.message_id
    await gram.answer_callback_query(query.id, "Terima kasih")
    answer = await sim.call("GET", f"taps/{tap['tap']}", wait=1)
    assert answer == {"text": "Terima kasih", "alert": False, "url": None}


async def test_edits_return_the_whole_message_and_refuse_to_change_nothing(
    gram: Bot, sim: SimClient, public: Json
) -> None:
    siti = await sim.user("Siti", started=public)
    sent = await gram.send_message(siti.id, "satu", reply_markup=keys("A"))
    edited = await gram.edit_message_text("dua", chat_id=siti.id, message_id=sent.message_id)
    assert not isinstance(edited, bool) and edited.text == "dua" and edited.edit_date
    assert edited.reply_markup is None
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await gram.edit_message_text("dua", chat_id=siti.id, message_id=sent.message_id)
    await gram.edit_message_reply_markup(chat_id=siti.id, message_id=sent.message_id, reply_markup=keys("B"))
    assert await gram.delete_message(siti.id, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await gram.edit_message_text("x", chat_id=siti.id, message_id=sent.message_id)


async def test_photos_go_both_ways_with_their_bytes(gram: Bot, sim: SimClient, public: Json, png: bytes) -> None:
    siti = await sim.user("Siti", started=public)
    await siti.sends("photo", png, "ktp.png", caption="resi saya")
    message = (await gram.get_updates())[0].message
    assert message is not None and message.photo and message.caption == "resi saya"
    largest = message.photo[-1]
    assert (largest.width, largest.height) == (64, 48)
    buffer = await gram.download(largest.file_id)
    assert buffer is not None and buffer.read() == png
    again = await gram.send_photo(siti.id, largest.file_id, caption="sama")
    assert again.photo and again.photo[-1].file_unique_id == largest.file_unique_id
    fresh = await gram.send_photo(siti.id, BufferedInputFile(png, "x.png"))
    assert fresh.photo


async def test_an_album_has_one_group_id_and_one_message_per_picture(
    gram: Bot, sim: SimClient, public: Json, png: bytes
) -> None:
    siti = await sim.user("Siti", started=public)
    media: Any = [
        InputMediaPhoto(media=BufferedInputFile(png, f"{n}.png"), caption=f"<i>{n}</i>",
                        parse_mode="HTML")
        for n in range(3)
    ]  # fmt: skip
    sent = await gram.send_media_group(siti.id, media)
    assert len({m.media_group_id for m in sent}) == 1 and len(sent) == 3
    await siti.sends_album(png, png, caption="dua foto")
    groups = [u.message.media_group_id for u in await gram.get_updates() if u.message]
    assert len(groups) == 2 and len(set(groups)) == 1


@pytest.mark.parametrize("kind", ["document", "voice", "video", "video_note", "audio"])
async def test_every_kind_of_file_travels(gram: Bot, sim: SimClient, public: Json, kind: str) -> None:
    siti = await sim.user("Siti", started=public)
    await siti.sends(kind, b"some bytes", f"file.{kind}", duration=7)
    message = (await gram.get_updates())[0].message
    assert message is not None
    got = getattr(message, kind)
    assert got.file_size == 10
    sent = await getattr(gram, f"send_{kind}")(siti.id, BufferedInputFile(b"12345", "a.bin"))
    assert getattr(sent, kind).file_size == 5


async def test_places_contacts_and_reply_keyboards(gram: Bot, sim: SimClient, public: Json) -> None:
    siti = await sim.user("Siti", started=public, phone="+6281100")
    board = ReplyKeyboardMarkup(
        keyboard=[
            [KeyboardButton(text="Kirim lokasi", request_location=True)],
            [KeyboardButton(text="Kirim nomor", request_contact=True)],
            [KeyboardButton(text="Lewati")],
        ],
        resize_keyboard=True,
    )
    await gram.send_message(siti.id, "Di mana?", reply_markup=board)
    for label in ("Kirim lokasi", "Kirim nomor", "Lewati"):
        await siti.presses_key(label)
    where, who, skip = (u.message for u in await gram.get_updates())
    assert where and where.location and abs(where.location.latitude - 1.13) < 0.1
    assert who and who.contact and who.contact.phone_number == "+6281100"
    assert skip and skip.text == "Lewati"
    await gram.send_message(siti.id, "Baik", reply_markup=ReplyKeyboardRemove())
    assert (await siti.chat())["keyboard"] is None
    assert (await gram.send_location(siti.id, 1.1, 104.0)).location
    assert (await gram.send_venue(siti.id, 1.1, 104.0, "Kantor", "Jl. A")).venue
    assert (await gram.send_contact(siti.id, "+62", "Budi")).contact


async def test_links_and_copy_buttons_need_no_bot(gram: Bot, sim: SimClient, public: Json) -> None:
    siti = await sim.user("Siti", started=public)
    row = [
        InlineKeyboardButton(text="Salin", copy_text=CopyTextButton(text="NH-7K3Q-9DXM")),
        InlineKeyboardButton(text="Situs", url="https://ombudsman.go.id"),
    ]
    await gram.send_message(siti.id, "Terkirim", reply_markup=InlineKeyboardMarkup(inline_keyboard=[row]))
    assert (await siti.presses("Salin"))["value"] == "NH-7K3Q-9DXM"
    assert (await siti.presses("Situs"))["kind"] == "url"


async def test_profile_methods_are_kept(gram: Bot, sim: SimClient, public: Json) -> None:
    await gram.set_my_commands([BotCommand(command="lapor", description="Lapor")])
    assert [c.command for c in await gram.get_my_commands()] == ["lapor"]
    await gram.set_my_name("Layanan Aduan")
    await gram.set_my_description("Panjang")
    await gram.set_my_short_description("Pendek")
    assert (await gram.get_my_name()).name == "Layanan Aduan"
    siti = await sim.user("Siti", started=public)
    await gram.set_chat_menu_button(siti.id)
    assert (await siti.chat())["commands"][0]["command"] == "lapor"
    await gram.delete_my_commands()
    assert await gram.get_my_commands() == []
    assert await gram.send_chat_action(siti.id, "typing")
    assert await gram.log_out() and await gram.close()


async def test_who_blocked_or_never_came_cannot_be_reached(gram: Bot, sim: SimClient, public: Json) -> None:
    stranger, siti = await sim.user("Orang"), await sim.user("Siti", started=public)
    with pytest.raises(TelegramForbiddenError, match="can't initiate conversation"):
        await gram.send_message(stranger.id, "halo")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await gram.send_message(99, "halo")
    await siti.blocks()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await gram.send_message(siti.id, "halo")
    change = (await gram.get_updates())[0].my_chat_member
    assert change is not None and change.new_chat_member.status == "kicked"
    await siti.unblocks()
    assert (await gram.send_message(siti.id, "halo lagi")).message_id
    await sim.rename(siti, deactivated=True)
    with pytest.raises(TelegramForbiddenError, match="user is deactivated"):
        await gram.send_message(siti.id, "halo")
