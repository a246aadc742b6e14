"""From settings to an open WhatsApp side: the adapter, its pace, and the server that takes its webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from aiohttp import web

from bot.channels.base import Raw
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp_signature import MetaHmac, SharedHeader, WebhookAuth
from bot.channels.whatsapp_wire import Endpoint
from bot.config import Settings, require
from bot.pace import Pace
from bot.webhook_whatsapp import WhatsAppWebhook

log = structlog.get_logger(__name__)
#: Messages one person may get at once; Meta lends 45 within 6 seconds and wants them back.
BURST = 10.0


def channel_of(settings: Settings, *, patience: float = 20.0) -> WhatsApp:
    """The adapter, or a sentence for the operator about what is missing."""
    require(settings, "whatsapp_app_secret", "whatsapp_verify_token")  # without them no webhook can be believed
    assert settings.whatsapp_token and settings.whatsapp_app_secret and settings.whatsapp_verify_token
    token, secret = settings.whatsapp_token.get_secret_value(), settings.whatsapp_app_secret.get_secret_value()
    shared = settings.whatsapp_webhook_auth == "shared_header"
    auth: WebhookAuth = SharedHeader(settings.whatsapp_secret_header, secret) if shared else MetaHmac(secret)
    return WhatsApp(
        Endpoint(
            url=settings.whatsapp_api_url.rstrip("/"),
            version=settings.whatsapp_api_version,
            number=settings.whatsapp_phone_number_id,
            auth_header=settings.whatsapp_auth_header,
            auth_value=settings.whatsapp_auth_value.replace("{token}", token),
            number_in_path=settings.whatsapp_number_in_path,
        ),
        auth=auth,
        verify_token=settings.whatsapp_verify_token.get_secret_value(),
        business=settings.whatsapp_business_id,
        patience=patience,
    )


def pace_of(settings: Settings) -> Pace:
    """80 a second per number, one in six seconds per person (pair rate), both with room to spare."""
    return Pace(
        per_second=settings.whatsapp_messages_per_second, person=(1 / settings.whatsapp_person_seconds, BURST)
    )


class Door:
    """The webhook's server: open before anything is sent, closed first when the process ends."""

    def __init__(self, settings: Settings) -> None:
        self._host, self.port = settings.whatsapp_webhook_host, settings.whatsapp_webhook_port
        self._runner: web.AppRunner | None = None

    async def open(
        self, channel: WhatsApp, store: Callable[[Sequence[Raw]], Awaitable[object]], stored: Callable[[], None]
    ) -> None:
        webhook = WhatsAppWebhook(channel, store, stored=stored)
        # No access log: its lines hold addresses of people's phones in the query of some providers.
        self._runner = web.AppRunner(webhook.application(), access_log=None, shutdown_timeout=5.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self.port, backlog=1024)
        await site.start()
        self.port = self._runner.addresses[0][1]
        log.info("webhook.open", account=channel.account, port=self.port)

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def stand(self, stop: asyncio.Event) -> None:
        """Until stop."""
        await stop.wait()
        await self.close()
