"""python-telegram-bot 22, unmodified, in the agency's group: topics, rights, replies, files."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.ext import ExtBot

from simulator.client import SimClient
from simulator.client_people import Person

Json = dict[str, Any]
Ptb = ExtBot[None]


@pytest.fixture
async def officer(sim: SimClient) -> Person:
    return await sim.user("Pak Budi")


async def test_a_card_is_answered_by_a_reply_with_a_quote(
    ptb: Ptb, sim: SimClient, desk: Json, officer: Person
) -> None:
    group = await sim.group("Disdukcapil", officer, desk)
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Terima", callback_data="t:1")]])
    card = await ptb.send_message(group["id"], "Blanko habis, tiga bulan", reply_markup=keys)
    seen = await officer.reads(group)
    await officer.replies(seen, "ambil di loket 4", in_=group, quote="Blanko habis")
    await officer.presses("Terima", in_=group)
    updates = await ptb.get_updates(offset=0, timeout=1)
    reply = updates[-2].message
    assert reply and reply.reply_to_message and reply.reply_to_message.id == card.id
    assert reply.quote and reply.quote.text == "Blanko habis"
    query = updates[-1].callback_query
    assert query and query.data == "t:1" and query.from_user.id == officer.id
    assert await query.answer("Diterima", show_alert=True)
    edited = await query.edit_message_text("Diterima Pak Budi")
    assert not isinstance(edited, bool) and edited.text == "Diterima Pak Budi"
    quoted = await ptb.send_message(group["id"], "Baik", reply_parameters=ReplyParameters(reply.id, quote="loket 4"))
    assert quoted.quote and quoted.quote.position == 9
    with pytest.raises(BadRequest, match=r"(?i)replied not found"):
        await ptb.send_message(group["id"], "x", reply_to_message_id=999)
    with pytest.raises(BadRequest, match=r"(?i)QUOTE_TEXT_INVALID"):
        await ptb.send_message(group["id"], "x", reply_parameters=ReplyParameters(reply.id, quote="loket 5"))


async def test_a_topic_lives_from_creation_to_deletion(ptb: Ptb, sim: SimClient, desk: Json, officer: Person) -> None:
    group = await sim.group("Bina Marga", officer, desk, kind="forum")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to create a topic"):
        await ptb.create_forum_topic(group["id"], "NH-1")
    await sim.promote(group, desk, ["can_manage_topics", "can_delete_messages"])
    topic = await ptb.create_forum_topic(group["id"], "NH-1 · Jalan")
    thread = topic.message_thread_id
    sent = await ptb.send_message(group["id"], "kartu", message_thread_id=thread)
    assert sent.is_topic_message and sent.message_thread_id == thread
    # A message in a topic looks like a reply to the topic's first message.
    assert sent.reply_to_message and sent.reply_to_message.forum_topic_created
    assert await ptb.edit_forum_topic(group["id"], thread, name="NH-1 · Selesai")
    assert await ptb.close_forum_topic(group["id"], thread)
    with pytest.raises(BadRequest, match=r"(?i)TOPIC_NOT_MODIFIED"):
        await ptb.close_forum_topic(group["id"], thread)
    await sim.promote(group, desk, ["can_delete_messages"])
    with pytest.raises(BadRequest, match=r"(?i)TOPIC_CLOSED"):
        await ptb.send_message(group["id"], "x", message_thread_id=thread)
    await sim.promote(group, desk)
    assert await ptb.reopen_forum_topic(group["id"], thread)
    assert await ptb.delete_forum_topic(group["id"], thread)
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await ptb.send_message(group["id"], "x", message_thread_id=thread)
    plain = await sim.group("Tanpa topik", officer, desk)
    with pytest.raises(BadRequest, match=r"(?i)the chat is not a forum"):
        await ptb.create_forum_topic(plain["id"], "x")


async def test_questions_about_a_group_get_complete_answers(
    ptb: Ptb, sim: SimClient, desk: Json, officer: Person
) -> None:
    group = await sim.group("Staf", officer, desk, admins=(desk,))
    chat = await ptb.get_chat(group["id"])
    assert (chat.title, chat.type) == ("Staf", "supergroup")
    assert (await ptb.get_chat_member(group["id"], officer.id)).status == "creator"
    admins = await ptb.get_chat_administrators(group["id"])
    assert {a.user.id for a in admins} == {officer.id, desk["id"]}
    assert await ptb.get_chat_member_count(group["id"]) == 2
    sent = await ptb.send_message(group["id"], "penting")
    assert await ptb.pin_chat_message(group["id"], sent.id)
    pinned = (await ptb.get_chat(group["id"])).pinned_message
    assert pinned is not None and pinned.message_id == sent.id
    assert await ptb.set_message_reaction(group["id"], sent.id, "👍")
    assert (await officer.sees(group))[-2].raw["reactions"] == ["👍"]
    assert await ptb.leave_chat(group["id"])
    with pytest.raises(Forbidden, match=r"(?i)bot was kicked|not a member"):
        await ptb.send_message(group["id"], "x")


async def test_a_group_that_moves_or_goes_says_so(ptb: Ptb, sim: SimClient, desk: Json, officer: Person) -> None:
    group = await sim.group("Lama", officer, desk, kind="group")
    new = await sim.upgrade(group, forum=True)
    with pytest.raises(ChatMigrated) as moved:
        await ptb.send_message(group["id"], "x")
    assert moved.value.new_chat_id == new["id"]
    kinds = [u.message for u in await ptb.get_updates(timeout=1) if u.message]
    assert any(m.migrate_to_chat_id == new["id"] for m in kinds)
    assert any(m.migrate_from_chat_id == group["id"] for m in kinds)
    assert (await ptb.send_message(new["id"], "halo")).chat.is_forum
    await sim.remove(new, desk)
    with pytest.raises(Forbidden, match=r"(?i)bot was kicked from the supergroup chat"):
        await ptb.send_message(new["id"], "x")
    await sim.add(new, desk)
    await sim.delete_group(new)
    with pytest.raises(Forbidden, match=r"(?i)the group chat was deleted"):
        await ptb.send_message(new["id"], "x")


async def test_files_cross_neither_tokens_nor_limits(
    ptb: Ptb, sim: SimClient, desk: Json, public: Json, officer: Person, png: bytes
) -> None:
    await officer.starts(desk)
    await officer.sends("photo", png, "a.png")
    photo = (await ptb.get_updates())[-1].message
    assert photo
    own = photo.photo[-1].file_id
    file = await ptb.get_file(own)
    assert bytes(await file.download_as_bytearray()) == png
    siti = await sim.user("Siti", started=public)
    await siti.sends("photo", png, "a.png")
    updates = await sim.call("GET", "updates", bot=public["id"])
    foreign = updates["waiting"][-1]["message"]["photo"][-1]["file_id"]
    assert foreign != own
    with pytest.raises(BadRequest, match=r"(?i)wrong file identifier"):
        await ptb.send_photo(officer.id, foreign)
    with pytest.raises(BadRequest, match=r"(?i)invalid file_id"):
        await ptb.get_file(foreign)
    await officer.sends("document", b"\0" * (20 * 1024 * 1024 + 1), "besar.bin")
    big = (await ptb.get_updates(offset=-1))[-1].message
    assert big and big.document
    with pytest.raises(BadRequest, match=r"(?i)file is too big"):
        await ptb.get_file(big.document.file_id)
    album = await ptb.send_media_group(officer.id, [InputMediaDocument(b"satu"), InputMediaDocument(b"dua")])
    assert len(album) == 2 and album[0].document
    with pytest.raises(BadRequest, match=r"(?i)IMAGE_PROCESS_FAILED"):
        await ptb.send_photo(officer.id, b"no picture")


async def test_limits_of_texts_and_buttons_are_telegrams(
    ptb: Ptb, desk: Json, sim: SimClient, officer: Person
) -> None:
    await officer.starts(desk)

    async def refused(match: str, text: str = "x", **more: Any) -> None:
        with pytest.raises(TelegramError, match=f"(?i){match}"):
            await ptb.send_message(officer.id, text, **more)

    def key(**more: Any) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[InlineKeyboardButton("a", **more)]])

    await ptb.send_message(officer.id, "x" * 4096, reply_markup=key(callback_data="é" * 32))
    await refused("message is too long", "x" * 4097)
    await refused("message text is empty", "   ")
    await refused("BUTTON_DATA_INVALID", reply_markup=key(callback_data="é" * 33))
    await refused("invalid: Wrong HTTP URL", reply_markup=key(url="bukan alamat"))
    await refused("reply markup is too long", reply_markup=InlineKeyboardMarkup(
        [[InlineKeyboardButton("a", callback_data="a")]] * 101))  # fmt: skip
    await refused("Unsupported start tag", "<h1>x</h1>", parse_mode="HTML")
    await refused("Can't find end tag", "<b>x", parse_mode="HTML")
    await refused("Unmatched end tag", "<b><i>x</b></i>", parse_mode="HTML")
    await refused("models parse_mode HTML only", "*x*", parse_mode="MarkdownV2")
    with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
        await ptb.send_document(officer.id, b"x", caption="y" * 1025)
    group = await sim.group("Grup", officer, desk)
    with pytest.raises(BadRequest, match=r"(?i)can be requested in private chats only"):
        await ptb.send_message(group["id"], "x", reply_markup=ReplyKeyboardMarkup(
            [[KeyboardButton("Lokasi", request_location=True)]]))  # fmt: skip


async def test_old_messages_can_no_longer_be_deleted(ptb: Ptb, desk: Json, sim: SimClient, officer: Person) -> None:
    await officer.starts(desk)
    sent = await ptb.send_message(officer.id, "x")
    await sim.passes(days=3)
    with pytest.raises(BadRequest, match=r"(?i)can't be deleted"):
        await ptb.delete_message(officer.id, sent.id)


async def test_copies_and_forwards_stay_with_one_bot(ptb: Ptb, desk: Json, sim: SimClient, officer: Person) -> None:
    await officer.starts(desk)
    other = await sim.user("Bu Ani", started=desk)
    note = await officer.writes("untuk diteruskan", desk)
    assert (await ptb.copy_message(other.id, officer.id, note.id)).message_id
    sent = await ptb.forward_message(other.id, officer.id, note.id)
    assert sent.forward_origin is not None and sent.text == "untuk diteruskan"
    mine = await other.sees(desk)
    assert mine[-1].raw["forwarded_from"] == "Pak"
