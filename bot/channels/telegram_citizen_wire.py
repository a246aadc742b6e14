"""aiogram's wire as the citizen's adapter needs it: raw updates, tolerant answers, its errors as ours."""

from __future__ import annotations

from bot.channels import aiogram_models  # noqa: F401 - before aiogram

# isort: split
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.channels import telegram_trim
from bot.channels.base import Unavailable
from bot.channels.telegram_errors import PAUSE, refusal
from conversations.messages import Rejected, SendError, Unknown

_CODES: tuple[tuple[type[TelegramAPIError], int], ...] = (
    (TelegramEntityTooLarge, 413),
    (TelegramUnauthorizedError, 401),
    (TelegramForbiddenError, 403),
    (TelegramNotFound, 404),
    (TelegramConflictError, 409),
    (TelegramBadRequest, 400),
)


class GetUpdatesRaw(TelegramMethod[list[Any]]):
    """getUpdates without a model: in aiogram's own, one update it cannot read stops the whole queue."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int
    timeout: int
    allowed_updates: list[str]


class GatewayError(TelegramServerError):
    """5xx with its number, which aiogram's own class drops."""

    def __init__(self, method: TelegramMethod[Any], code: int) -> None:
        super().__init__(method=method, message=f"status {code}")
        self.code = code


class Session(AiohttpSession):
    """aiogram's session, reading answers leniently and statuses even where the body is not JSON."""

    def __init__(self, api: TelegramAPIServer, patience: float) -> None:
        super().__init__(api=api, timeout=patience, json_loads=telegram_trim.answer)
        self._encrypted = api.base.startswith("https")
        self._kinds: dict[Any, type[Response[Any]]] = {}

    async def close(self) -> None:
        """aiogram waits 250 ms for TLS to say goodbye; plain HTTP has nothing to say."""
        if self._encrypted:
            await super().close()
        elif self._session is not None:
            await self._session.close()

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        if status_code >= 500:
            raise GatewayError(method, status_code)
        if status_code == 413:  # nginx answers for Telegram here, in HTML
            raise TelegramEntityTooLarge(method=method, message="too big")
        # pydantic forgets a Response[...] that nobody holds and builds it anew for every answer.
        self._kinds[method.__returning__] = Response[method.__returning__]  # type: ignore[name-defined]
        return super().check_response(bot, method, status_code, content)


@contextmanager
def translated() -> Iterator[None]:
    """aiogram's exceptions as SendError, without their context: it may quote addresses with the token."""
    try:
        yield
    except (AiogramError, aiohttp.ClientError, TimeoutError) as error:
        raise outcome(error) from None
    except (ValueError, TypeError) as error:
        # aiogram's models refused what we meant to send; nothing left the house.
        raise Rejected(type(error).__name__) from None


def outcome(error: Exception) -> SendError:
    match error:
        case TelegramRetryAfter():
            return refusal(429, "", retry_after=error.retry_after)
        case TelegramMigrateToChat():
            return refusal(400, "", migrate_to=error.migrate_to_chat_id)
        case GatewayError():
            return refusal(error.code, "")
        case ClientDecodeError() | TimeoutError():
            return Unknown(type(error).__name__)
        case aiohttp.ClientResponseError():
            return refusal(error.status, "")
        case aiohttp.ClientConnectorError():
            return Unavailable(PAUSE)
    for kind, code in _CODES:
        if isinstance(error, kind):
            return refusal(code, error.message)
    if isinstance(error, TelegramNetworkError) and isinstance(error.__cause__, aiohttp.ClientConnectorError):
        return Unavailable(PAUSE)  # refused or not found: nothing can have gone out
    if isinstance(error, TelegramAPIError) and not isinstance(error, TelegramNetworkError):
        return Rejected(type(error).__name__)
    return Unknown(type(error).__name__)
