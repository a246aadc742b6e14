"""The desk bot on python-telegram-bot 22: focal points and staff in groups. No Application runs here."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.channels.base import BotIdentity, Raw
from bot.channels.telegram_adapter import TelegramAdapter
from bot.channels.telegram_bubbles import Bubble, Upload, rows_of
from bot.channels.telegram_desk_wire import Request, translated
from bot.channels.telegram_download import Basket, fits, gone_if_missing
from bot.channels.telegram_kinds import ALLOWED_UPDATES
from conversations.messages import Blocked, Button

#: A citizen's link must not be fetched by Telegram, nor hide our words under a picture of it.
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramDesk(TelegramAdapter):
    """`patience`: seconds to wait for an answer; uploads and downloads get four times as long."""

    def __init__(self, token: str, api_url: str = "https://api.telegram.org", *, patience: float = 20.0) -> None:
        super().__init__(token)
        self._patience = patience
        # A poll holds its connection for a minute; a pool of one wedges when that connection dies silently.
        self._polling, self._talking = Request(2, patience), Request(32, patience)
        base = api_url.rstrip("/")
        self._bot: ExtBot[None] = ExtBot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._talking,
            get_updates_request=self._polling,
        )

    async def start(self) -> None:
        """Bot.initialize would ask getMe and fail without a network; the connections are all we need."""
        await asyncio.gather(self._polling.initialize(), self._talking.initialize())

    async def close(self) -> None:
        await asyncio.gather(self._polling.shutdown(), self._talking.shutdown())

    async def fetch(self, offset: int | None, *, timeout: float, limit: int = 100) -> list[Raw]:  # noqa: ASYNC109 - the server waits, not we
        asked: dict[str, Any] = {
            "limit": limit, "timeout": int(timeout), "allowed_updates": ALLOWED_UPDATES,
        }  # fmt: skip
        if offset is not None:
            asked["offset"] = offset
        with translated():
            # Spelled so that it becomes getUpdates (and its pool) without the advice to use get_updates,
            # which parses: one update the library cannot read would be fetched for ever.
            updates = await self._bot.do_api_request("get_Updates", asked, read_timeout=timeout + self._patience)
        return self._raws(updates)

    def _typed(self, payload: dict[str, Any]) -> Update:
        return Update.de_json(payload, self._bot)

    async def _me(self) -> BotIdentity:
        with translated():
            me = await self._bot.get_me()
        return BotIdentity(str(me.id), me.username or "", bool(me.can_read_all_group_messages))

    async def standing(self, chat: str) -> str:
        """What the bot is in that group: administrator, member, muted, or out of it."""
        try:
            with translated():
                # Spelled as above: the library's own reader wants every right a server may not know yet.
                found = await self._bot.do_api_request(
                    "get_ChatMember", {"chat_id": int(chat), "user_id": int(self.account)}
                )
        except Blocked:
            return "out"
        if found["status"] in ("left", "kicked"):
            return "out"
        return "muted" if found.get("can_send_messages") is False else str(found["status"])

    # --- sending -------------------------------------------------------------------------------------

    async def _text(self, chat: int, thread: int | None, bubble: Bubble, keys: Any) -> str:
        with translated():
            sent = await self._bot.send_message(
                chat,
                bubble.body,
                message_thread_id=thread,
                parse_mode=_mode(bubble),
                link_preview_options=_NO_PREVIEW,
                reply_parameters=_reply(bubble),
                reply_markup=keys,
            )
        return str(sent.message_id)

    async def _file(self, chat: int, thread: int | None, bubble: Bubble, keys: Any) -> str:
        upload = bubble.uploads[0]
        send: Any = {
            "photo": self._bot.send_photo,
            "voice": self._bot.send_voice,
            "video": self._bot.send_video,
        }.get(upload.file.kind, self._bot.send_document)
        with translated():
            sent = await send(
                chat,
                upload.body,
                filename=upload.file.name,
                message_thread_id=thread,
                caption=bubble.body or None,
                parse_mode=_mode(bubble),
                reply_parameters=_reply(bubble),
                reply_markup=keys,
                read_timeout=self._long,
            )
        return str(sent.message_id)

    async def _album(self, chat: int, thread: int | None, bubble: Bubble) -> list[str]:
        with translated():
            sent = await self._bot.send_media_group(
                chat,
                [_media(upload) for upload in bubble.uploads],
                message_thread_id=thread,
                reply_parameters=_reply(bubble),
                read_timeout=self._long,
            )
        return [str(message.message_id) for message in sent]

    async def _edit_text(self, chat: int, message: int, bubble: Bubble, keys: Any) -> None:
        with translated():
            await self._bot.edit_message_text(
                bubble.body,
                chat_id=chat,
                message_id=message,
                parse_mode=_mode(bubble),
                link_preview_options=_NO_PREVIEW,
                reply_markup=keys,
            )

    async def _edit_caption(self, chat: int, message: int, bubble: Bubble, keys: Any) -> None:
        with translated():
            await self._bot.edit_message_caption(
                chat_id=chat,
                message_id=message,
                caption=bubble.body,
                parse_mode=_mode(bubble),
                reply_markup=keys,
            )

    async def _answer(self, query_id: str, text: str | None, alert: bool) -> None:
        with translated():
            await self._bot.answer_callback_query(query_id, text=text, show_alert=alert or None)

    async def download(self, ref: str, *, max_bytes: int) -> bytes:
        basket = Basket(max_bytes)
        with translated():
            file = await self._bot.get_file(ref)
        fits(file.file_size, max_bytes)
        with gone_if_missing(), translated():
            await file.download_to_memory(basket, read_timeout=self._long)
        return basket.getvalue()

    # --- topics, groups, webhook -----------------------------------------------------------------------

    async def _create_topic(self, chat: int, title: str) -> int:
        with translated():
            return (await self._bot.create_forum_topic(chat, title)).message_thread_id

    async def _rename_topic(self, chat: int, thread: int, title: str) -> None:
        with translated():
            await self._bot.edit_forum_topic(chat, thread, name=title)

    async def _shut_topic(self, chat: int, thread: int) -> None:
        with translated():
            await self._bot.close_forum_topic(chat, thread)

    async def _unshut_topic(self, chat: int, thread: int) -> None:
        with translated():
            await self._bot.reopen_forum_topic(chat, thread)

    async def _leave(self, chat: int) -> None:
        with translated():
            await self._bot.leave_chat(chat)

    async def set_webhook(self, url: str, secret: str) -> None:
        with translated():
            await self._bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED_UPDATES)

    async def delete_webhook(self) -> None:
        with translated():
            await self._bot.delete_webhook(drop_pending_updates=False)

    async def webhook_info(self) -> dict[str, Any]:
        with translated():
            return (await self._bot.get_webhook_info()).to_dict()

    async def introduce(
        self,
        commands: Mapping[str, list[tuple[str, str]]],
        description: Mapping[str, str],
        short: Mapping[str, str],
    ) -> None:
        with translated():
            for language, listed in commands.items():
                await self._bot.set_my_commands(
                    [BotCommand(name, what) for name, what in listed],
                    scope=BotCommandScopeAllGroupChats(),
                    language_code=language or None,
                )
            for language, text in description.items():
                await self._bot.set_my_description(text, language_code=language or None)
            for language, text in short.items():
                await self._bot.set_my_short_description(text, language_code=language or None)

    @property
    def _long(self) -> float:
        return self._patience * 4

    # --- keys --------------------------------------------------------------------------------------------

    def _inline(self, bubble: Bubble) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[_key(button) for button in row] for row in rows_of(bubble.buttons)])

    def _location_key(self, label: str) -> ReplyKeyboardMarkup:
        key = KeyboardButton(label, request_location=True)
        return ReplyKeyboardMarkup([[key]], resize_keyboard=True, one_time_keyboard=True)

    def _no_keys(self) -> ReplyKeyboardRemove:
        return ReplyKeyboardRemove()


def _key(button: Button) -> InlineKeyboardButton:
    if button.copy is not None:
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.copy), style=button.style)
    if button.url is not None:
        return InlineKeyboardButton(button.label, url=button.url, style=button.style)
    return InlineKeyboardButton(button.label, callback_data=button.id, style=button.style)


def _mode(bubble: Bubble) -> ParseMode | None:
    return ParseMode.HTML if bubble.html else None


def _reply(bubble: Bubble) -> ReplyParameters | None:
    """A reply to a message that was deleted meanwhile is still worth saying."""
    if bubble.reply_to is None:
        return None
    return ReplyParameters(int(bubble.reply_to), allow_sending_without_reply=True)


def _media(upload: Upload) -> InputMediaPhoto | InputMediaVideo | InputMediaDocument:
    if upload.file.kind == "photo":
        return InputMediaPhoto(upload.body, filename=upload.file.name)
    if upload.file.kind == "video":
        return InputMediaVideo(upload.body, filename=upload.file.name)
    return InputMediaDocument(upload.body, filename=upload.file.name)
