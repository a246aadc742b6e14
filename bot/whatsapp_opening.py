"""From settings to WhatsApp's side: the adapter and its pace."""

from __future__ import annotations

from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp_signature import MetaHmac, SharedHeader, WebhookAuth
from bot.channels.whatsapp_wire import Endpoint
from bot.config import Settings, require
from bot.pace import Pace

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
