"""The public bot on aiogram 3: citizens in private chats. Imported only where it runs: our heaviest library."""

from __future__ import annotations

from bot.channels import aiogram_models  # noqa: F401 - before aiogram

# isort: split
from collections.abc import Mapping
from typing import Any

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from aiogram.utils.media_group import MediaGroupBuilder

from bot.channels.base import BotIdentity, Raw
from bot.channels.telegram_adapter import TelegramAdapter
from bot.channels.telegram_bubbles import Bubble, Upload, rows_of
from bot.channels.telegram_citizen_wire import GetUpdatesRaw, Session, translated
from bot.channels.telegram_download import Basket, fits, gone_if_missing
from bot.channels.telegram_kinds import ALLOWED_UPDATES
from conversations.messages import Button

#: A citizen's link must not be fetched by Telegram, nor hide our words under a picture of it.
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramCitizen(TelegramAdapter):
    """`patience`: seconds to wait for an answer; uploads and downloads get four times as long.

    `paid`: notices to many may go beyond thirty a second, for Stars (core.telegram.org/bots/api#sendmessage).
    """

    def __init__(
        self, token: str, api_url: str = "https://api.telegram.org", *, patience: float = 20.0, paid: bool = False
    ) -> None:
        super().__init__(token)
        self._paid = paid
        self._patience = patience
        self._session = Session(TelegramAPIServer.from_base(api_url), patience)
        self._bot = Bot(token, session=self._session)

    async def start(self) -> None:
        await self._session.create_session()

    async def close(self) -> None:
        await self._session.close()

    async def fetch(self, offset: int | None, *, timeout: float, limit: int = 100) -> list[Raw]:  # noqa: ASYNC109 - the server waits, not we
        method = GetUpdatesRaw(offset=offset, limit=limit, timeout=int(timeout), allowed_updates=ALLOWED_UPDATES)
        with translated():
            updates = await self._bot(method, request_timeout=int(timeout + self._patience + 1))
        return self._raws(updates)

    def _typed(self, payload: dict[str, Any]) -> Update:
        return Update.model_validate(payload, context={"bot": self._bot})

    async def _me(self) -> BotIdentity:
        with translated():
            me = await self._bot.get_me()
        return BotIdentity(str(me.id), me.username or "", bool(me.can_read_all_group_messages))

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
                allow_paid_broadcast=self._bought(bubble),
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
                _input(upload),
                message_thread_id=thread,
                caption=bubble.body or None,
                parse_mode=_mode(bubble),
                reply_parameters=_reply(bubble),
                allow_paid_broadcast=self._bought(bubble),
                reply_markup=keys,
                request_timeout=self._long,
            )
        return str(sent.message_id)

    async def _album(self, chat: int, thread: int | None, bubble: Bubble) -> list[str]:
        album = MediaGroupBuilder()
        add: Any = {"photo": album.add_photo, "video": album.add_video}
        for upload in bubble.uploads:
            add.get(upload.file.kind, album.add_document)(_input(upload))
        with translated():
            sent = await self._bot.send_media_group(
                chat,
                list(album.build()),
                message_thread_id=thread,
                reply_parameters=_reply(bubble),
                allow_paid_broadcast=self._bought(bubble),
                request_timeout=self._long,
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
            await self._bot.download_file(file.file_path or "", destination=basket, timeout=self._long)
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
            return (await self._bot.get_webhook_info()).model_dump(mode="json", exclude_none=True)

    async def introduce(
        self,
        commands: Mapping[str, list[tuple[str, str]]],
        description: Mapping[str, str],
        short: Mapping[str, str],
    ) -> None:
        with translated():
            for language, listed in commands.items():
                await self._bot.set_my_commands(
                    [BotCommand(command=name, description=what) for name, what in listed],
                    scope=BotCommandScopeAllPrivateChats(),
                    language_code=language or None,
                )
            for language, text in description.items():
                await self._bot.set_my_description(text, language_code=language or None)
            for language, text in short.items():
                await self._bot.set_my_short_description(text, language_code=language or None)

    def _bought(self, bubble: Bubble) -> bool | None:
        """An answer is never paid for."""
        return True if self._paid and bubble.bulk else None

    @property
    def _long(self) -> int:
        return int(self._patience * 4) or 1

    # --- keys --------------------------------------------------------------------------------------------

    def _inline(self, bubble: Bubble) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup(inline_keyboard=[[_key(one) for one in row] for row in rows_of(bubble.buttons)])

    def _location_key(self, label: str) -> ReplyKeyboardMarkup:
        key = KeyboardButton(text=label, request_location=True)
        return ReplyKeyboardMarkup(keyboard=[[key]], resize_keyboard=True, one_time_keyboard=True)

    def _no_keys(self) -> ReplyKeyboardRemove:
        return ReplyKeyboardRemove(remove_keyboard=True)


def _key(button: Button) -> InlineKeyboardButton:
    if button.copy is not None:
        action: dict[str, Any] = {"copy_text": CopyTextButton(text=button.copy)}
    elif button.url is not None:
        action = {"url": button.url}
    else:
        action = {"callback_data": button.id}
    return InlineKeyboardButton(text=button.label, style=button.style, **action)


def _mode(bubble: Bubble) -> ParseMode | None:
    return ParseMode.HTML if bubble.html else None


def _reply(bubble: Bubble) -> ReplyParameters | None:
    """A reply to a message that was deleted meanwhile is still worth saying."""
    if bubble.reply_to is None:
        return None
    return ReplyParameters(message_id=int(bubble.reply_to), allow_sending_without_reply=True)


def _input(upload: Upload) -> BufferedInputFile:
    return BufferedInputFile(upload.body, filename=upload.file.name)
