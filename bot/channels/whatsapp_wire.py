"""HTTP to the Cloud API or a solution provider in front of it; every ending is a SendError, no body is logged."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.channels.base import Congested, Unavailable
from bot.channels.telegram_download import Basket
from bot.channels.whatsapp_errors import PAUSE, refusal
from conversations.messages import Gone, SendError, Unknown

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where and how we speak; government senders speak through a solution provider, so all of it is a setting."""

    url: str = "https://graph.facebook.com"
    version: str = "v26.0"  # pinned: a version lives two years. Empty where a provider has none in its paths
    number: str  # phone number id, our account
    auth_header: str = "Authorization"
    auth_value: str  # "Bearer …" at Meta, the bare key at some providers
    number_in_path: bool = True  # a provider whose key already names the number leaves it out

    def messages(self) -> str:
        return self._path("messages")

    def media(self) -> str:
        return self._path("media")

    def node(self, name: str) -> str:
        return "/".join(part for part in (self.url.rstrip("/"), self.version, name) if part)

    def _path(self, edge: str) -> str:
        return self.node(f"{self.number}/{edge}" if self.number_in_path else edge)

    def bytes_url(self, url: str) -> str:
        """Media addresses point to Meta's own host, which does not know a provider's key."""
        if self.number_in_path:
            return url
        parts = urlsplit(url)
        return self.url.rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "")


class Wire:
    """One session; `patience` is how long an answer may take, in seconds."""

    def __init__(self, endpoint: Endpoint, *, patience: float = 20.0) -> None:
        self.endpoint, self._patience = endpoint, patience
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self._patience))

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def _headers(self) -> dict[str, str]:
        return {self.endpoint.auth_header: self.endpoint.auth_value}

    async def call(self, verb: str, url: str, body: Any = None, *, in_a_row: int = 0) -> Json:
        """JSON in, JSON out; a form goes as it is."""
        form = body if isinstance(body, aiohttp.FormData) else None
        sent = None if form is not None else body
        try:
            async with self._open.request(verb, url, json=sent, data=form, headers=self._headers) as answer:
                return _read(answer, await answer.read(), in_a_row)
        except SendError:
            raise
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError, OSError) as error:
            raise _broken(error) from None

    async def bytes_of(self, url: str, max_bytes: int) -> bytes:
        """The file itself, no more than was agreed, whatever the server claims."""
        basket = Basket(max_bytes)
        try:
            async with self._open.get(self.endpoint.bytes_url(url), headers=self._headers) as answer:
                if answer.status in (401, 403, 404, 410):
                    raise Gone("the address of the file has expired")  # it lives for five minutes
                if answer.status != 200:
                    _read(answer, await answer.content.read(10_000), 0)
                async for chunk in answer.content.iter_chunked(64 * 1024):
                    basket.write(chunk)
        except SendError:
            raise
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _broken(error) from None
        return basket.getvalue()

    @property
    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise Unavailable(PAUSE)
        return self._session


def _read(answer: aiohttp.ClientResponse, raw: bytes, in_a_row: int) -> Json:
    try:
        body = json.loads(raw)
    except ValueError:
        body = None
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        raise _refused(answer, body["error"], in_a_row)
    if answer.status >= 400:
        raise _refused(answer, {}, in_a_row)
    if not isinstance(body, dict):
        raise Unknown("the answer is not JSON")
    return body


def _refused(answer: aiohttp.ClientResponse, error: Json, in_a_row: int) -> SendError:
    code = error.get("code")
    if not isinstance(code, int):
        if answer.status == 429:
            return Congested(_retry_after(answer) or PAUSE)
        if answer.status >= 500:
            return Unknown(f"{answer.status}: no reason given")
        code = -1
    return refusal(
        code, status=answer.status, subcode=error.get("error_subcode"),
        retry_after=_retry_after(answer), in_a_row=in_a_row,
    )  # fmt: skip


def _retry_after(answer: aiohttp.ClientResponse) -> float | None:
    value = answer.headers.get("Retry-After", "")
    return float(min(int(value), 3600)) if value.isdigit() else None


def _broken(error: Exception) -> SendError:
    """Never reached is certain; anything later is doubt. The text of the error may hold the address: left out."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return Unavailable(PAUSE)
    return Unknown(type(error).__name__)
