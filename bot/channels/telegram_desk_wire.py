"""python-telegram-bot's wire as the desk needs it: tolerant answers, statuses kept, its errors as ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.channels import telegram_trim
from bot.channels.base import Unavailable
from bot.channels.telegram_errors import PAUSE, refusal
from conversations.messages import Rejected, SendError, Unknown

_CODES: tuple[tuple[type[TelegramError], int], ...] = (
    (InvalidToken, 401),
    (EndPointNotFound, 404),
    (Forbidden, 403),
    (Conflict, 409),
    (BadRequest, 400),
)
#: The connection was never there, or never ours: nothing can have gone out.
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class StatusError(NetworkError):
    """A status that the library would fold into NetworkError, or into a RetryAfter it deprecates to read."""

    __slots__ = ("code", "retry_after")

    def __init__(self, code: int, retry_after: float | None = None) -> None:
        super().__init__(f"status {code}")
        self.code, self.retry_after = code, retry_after


class Request(HTTPXRequest):
    """One connection pool. Proxies of the environment are not ours to use: the token travels in the URL."""

    def __init__(self, size: int, patience: float) -> None:
        super().__init__(
            connection_pool_size=size,
            read_timeout=patience,
            write_timeout=patience,
            connect_timeout=min(patience, 10.0),
            pool_timeout=min(patience, 10.0),
            media_write_timeout=patience * 4,
            httpx_kwargs={"trust_env": False},
        )

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The library would log what it cannot read, and that may be somebody's words."""
        try:
            return telegram_trim.answer(payload.decode("utf-8", "replace"))
        except ValueError:
            raise TelegramError("answer is not JSON") from None

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*args, **kwargs)
        if code >= 500 or code in (413, 429):
            raise StatusError(code, _retry_after(payload))
        return code, payload


def _retry_after(payload: bytes) -> float | None:
    """Seconds, where the body is Telegram's JSON and not a gateway's page."""
    try:
        return float(json.loads(payload)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return None


@contextmanager
def translated() -> Iterator[None]:
    """Its exceptions as SendError, without their context: that may quote addresses with the token."""
    try:
        yield
    except TelegramError as error:
        raise outcome(error) from None
    except (ValueError, TypeError, KeyError) as error:
        # The library's own checks refused what we meant to send; answers are trimmed to what it can read.
        raise Rejected(type(error).__name__) from None


def outcome(error: TelegramError) -> SendError:
    match error:
        case ChatMigrated():
            return refusal(400, "", migrate_to=error.new_chat_id)
        case StatusError():
            return refusal(error.code, "", retry_after=error.retry_after)
    for kind, code in _CODES:
        if isinstance(error, kind):
            return refusal(code, error.message)
    if isinstance(error.__cause__, _NEVER_LEFT):
        return Unavailable(PAUSE)
    return Unknown(type(error).__name__)
