"""The public bot on WhatsApp's Cloud API: about five calls on aiohttp; no library of the channel in the path.

Knows one number of ours. Updates come by webhook (bot.webhook_whatsapp), so nothing is ever fetched.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import aiohttp
import structlog

from bot.channels import quiet, whatsapp_objects, whatsapp_signature, whatsapp_split
from bot.channels.base import BotIdentity, Conflict, ParseError, Raw
from bot.channels.telegram_download import fits
from bot.channels.whatsapp_reading import Reader
from bot.channels.whatsapp_wire import Endpoint, Wire
from conversations.messages import (
    WHATSAPP,
    Address,
    Capabilities,
    Gone,
    Inbound,
    Rejected,
    Rendered,
    SendError,
    Throttled,
    Unknown,
)
from conversations.messages import Channel as Name

log = structlog.get_logger(__name__)


class WhatsApp:
    """One phone number id."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        auth: whatsapp_signature.WebhookAuth,
        verify_token: str,
        business: str = "",
        patience: float = 20.0,
    ) -> None:
        quiet.hush()
        self.name: Name = Name.WHATSAPP
        self.caps: Capabilities = WHATSAPP
        self.account = endpoint.number
        self._endpoint, self._business = endpoint, business
        self._auth, self._verify_token = auth, verify_token
        self._wire = Wire(endpoint, patience=patience)
        self._pairs: dict[str, int] = {}  # refusals in a row for being too fast to one person

    async def start(self) -> None:
        await self._wire.open()

    async def close(self) -> None:
        await self._wire.close()

    # --- what comes in ---------------------------------------------------------------------------------

    def accepts(self, headers: Mapping[str, str], raw: bytes) -> bool:
        """Whether a webhook request is really from them."""
        return self._auth.accepts(headers, raw)

    def challenge(self, query: Mapping[str, str]) -> str | None:
        """The answer to their question whether this webhook is ours; None to refuse."""
        return whatsapp_signature.challenge(query, self._verify_token)

    def split(self, raw: bytes) -> list[Raw]:
        """Every event of a webhook body."""
        return whatsapp_split.events(raw, self.account)

    def raw(self, payload: dict[str, Any]) -> Raw:
        """A single event that was split already, as the inbox keeps it."""
        body = payload.get("body") or {}
        event = str(body.get("id") or "") + (f":{body['status']}" if "status" in body else "")
        return Raw(event, whatsapp_split.hint_of(body, payload.get("contact") or {}), payload)

    def parse(self, payload: dict[str, Any], *, at: datetime | None = None) -> list[Inbound]:
        try:
            return Reader(self.account).read(payload, at)
        except ParseError:
            raise
        except Exception as error:
            # Whatever shape it has is one thing to us; the text of the error may quote the citizen.
            raise ParseError(type(error).__name__) from None

    async def fetch(self, offset: int | None, *, timeout: float, limit: int = 100) -> list[Raw]:  # noqa: ASYNC109
        raise Conflict("WhatsApp only pushes")

    # --- what goes out ---------------------------------------------------------------------------------

    async def send(self, to: Address, message: Rendered) -> tuple[str, ...]:
        if len(message.files) > 1 or len(message.files) != len(message.blobs):
            raise Rejected("one file with its bytes, or none")
        whatsapp_objects.recipient(to.chat)
        media = await self._upload(message) if message.files else None
        body = whatsapp_objects.envelope(to.chat, message, whatsapp_objects.body_of(message, media))
        in_a_row = self._pairs.pop(to.chat, 0)
        try:
            answer = await self._wire.call("POST", self._endpoint.messages(), body, in_a_row=in_a_row)
        except Throttled as error:
            if type(error) is Throttled:
                self._pairs[to.chat] = in_a_row + 1
            raise
        sent = [str(one.get("id")) for one in answer.get("messages") or () if one.get("id")]
        if not sent:
            raise Unknown("accepted without an id")
        return tuple(sent)

    async def _upload(self, message: Rendered) -> str:
        """Uploaded ids live for 30 days; uploading again after a retry costs nothing but time."""
        file, blob = message.files[0], message.blobs[0]
        whatsapp_objects.native(file, len(blob))
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", file.mime)
        form.add_field("file", blob, filename=file.name, content_type=file.mime)
        try:
            answer = await self._wire.call("POST", self._endpoint.media(), form)
        except Unknown:
            # Nothing was said yet: an upload in doubt may simply be done again.
            raise Throttled(5.0) from None
        return str(answer["id"])

    async def edit(self, to: Address, external_id: str, message: Rendered) -> None:
        """There are no edits: the sender says it anew."""
        raise Gone("WhatsApp messages cannot be edited")

    async def ack(self, query_id: str, text: str | None = None, *, alert: bool = False) -> None:
        """Blue ticks and "typing": gone after 25 s or with the answer; costs nothing, so it is best effort."""
        body = {
            "messaging_product": "whatsapp", "status": "read", "message_id": query_id,
            "typing_indicator": {"type": "text"},
        }  # fmt: skip
        try:
            await self._wire.call("POST", self._endpoint.messages(), body)
        except SendError as error:
            log.warning("channel.ack_failed", account=self.account, error=type(error).__name__)

    async def download(self, ref: str, *, max_bytes: int) -> bytes:
        """Id, then address, then bytes, in one go: the address lives for five minutes."""
        media, _, sha256 = ref.partition(" ")
        for last in (False, True):
            about = await self._wire.call("GET", self._endpoint.node(media))
            fits(about.get("file_size"), max_bytes)
            try:
                body = await self._wire.bytes_of(str(about.get("url", "")), max_bytes)
            except Gone:
                if last:
                    raise Unknown("the address of the file expired twice") from None
                continue
            if _is(body, sha256 or str(about.get("sha256") or "")):
                return body
        raise Unknown("the file is not the one that was announced")

    # --- what the account says of itself -----------------------------------------------------------------

    async def who_am_i(self) -> BotIdentity:
        about = await self._wire.call("GET", self._endpoint.node(self.account))
        return BotIdentity(str(about.get("id", self.account)), str(about.get("verified_name", "")))

    async def templates(self) -> list[dict[str, Any]]:
        """The templates of the business account, as it has them."""
        if not self._business:
            raise Rejected("the business account id is not set")
        answer = await self._wire.call("GET", self._endpoint.node(f"{self._business}/message_templates?limit=200"))
        return [one for one in answer.get("data") or () if isinstance(one, dict)]

    # --- what WhatsApp has not ---------------------------------------------------------------------------

    async def open_topic(self, chat: str, title: str) -> str:
        raise Rejected("no topics")

    async def retitle_topic(self, chat: str, thread: str, title: str) -> None:
        raise Rejected("no topics")

    async def close_topic(self, chat: str, thread: str) -> None:
        raise Rejected("no topics")

    async def reopen_topic(self, chat: str, thread: str) -> None:
        raise Rejected("no topics")

    async def set_webhook(self, url: str, secret: str) -> None:
        """Set in the dashboard of the app or of the provider, by a person."""

    async def delete_webhook(self) -> None:
        """See set_webhook."""

    async def webhook_info(self) -> dict[str, Any]:
        return {}

    async def introduce(
        self,
        commands: Mapping[str, list[tuple[str, str]]],
        description: Mapping[str, str],
        short: Mapping[str, str],
    ) -> None:
        """Commands are announced in the first message; the profile is kept by the owner of the number."""

    async def leave(self, chat: str) -> None:
        """Nobody can put the bot anywhere."""


def _is(body: bytes, sha256: str) -> bool:
    """Meta tells base64 in webhooks and hex in descriptors."""
    digest = hashlib.sha256(body)
    return not sha256 or sha256 in (digest.hexdigest(), base64.b64encode(digest.digest()).decode())
