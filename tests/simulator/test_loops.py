"""Both libraries with their own loops, in one event loop: the citizen's bot and the desk's bot."""

from __future__ import annotations

import asyncio
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.types import Message as GramMessage
from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from simulator import Simulator
from simulator.client import SimClient

Json = dict[str, Any]
Context = ContextTypes.DEFAULT_TYPE


async def test_aiogram_polls_and_answers(gram: Bot, sim: SimClient, public: Json) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def ask(message: GramMessage) -> None:
        row = [InlineKeyboardButton(text="Setuju", callback_data="ya")]
        keys = InlineKeyboardMarkup(inline_keyboard=[row])
        await message.answer(f"Anda menulis: {message.text}", reply_markup=keys)

    @dispatcher.callback_query()
    async def agree(query: CallbackQuery) -> None:
        await query.answer("Baik")
        assert isinstance(query.message, GramMessage)
        await query.message.edit_text("Setuju dicatat")

    polling = asyncio.create_task(dispatcher.start_polling(gram, handle_signals=False, close_bot_session=False))
    siti = await sim.user("Siti", started=public)
    await siti.writes("halo", public)
    assert (await siti.reads()).text == "Anda menulis: halo"
    tap = await siti.presses("Setuju", answer=3)
    assert tap["answer"]["text"] == "Baik"
    edited = await siti.reads()
    assert edited.edited and edited.text == "Setuju dicatat" and edited.buttons == []
    await dispatcher.stop_polling()
    await polling


async def test_ptb_polls_and_answers_in_a_group(street: Simulator, sim: SimClient, desk: Json) -> None:
    async def tasks(update: Update, context: Context) -> None:
        assert update.effective_message
        await update.effective_message.reply_text("2 tugas", do_quote=True)

    async def tapped(update: Update, context: Context) -> None:
        assert update.callback_query
        await update.callback_query.answer("Diterima")

    builder = Application.builder().token(desk["token"]).base_url(f"{street.url}/bot")
    app = builder.base_file_url(f"{street.url}/file/bot").build()
    app.add_handler(CommandHandler("tugas", tasks))
    app.add_handler(CallbackQueryHandler(tapped))
    officer = await sim.user("Pak Budi")
    group = await sim.group("Disdukcapil", officer, desk, kind="forum", admins=(desk,))
    async with app:
        await app.start()
        assert app.updater
        await app.updater.start_polling(allowed_updates=["message", "callback_query"])
        asked = await officer.writes("/tugas@desk_bot", in_=group)
        seen = await officer.reads(group)
        assert seen.text == "2 tugas" and seen.raw["reply"]["id"] == asked.id
        keys = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Terima", callback_data="t")]])
        await app.bot.send_message(group["id"], "kartu", reply_markup=keys.model_dump(exclude_none=True))
        tap = await officer.presses("Terima", in_=group, answer=3)
        assert tap["answer"]["text"] == "Diterima"
        await app.updater.stop()
        await app.stop()
