"""Settings of the WhatsApp side, all optional: without a token and a number there is no WhatsApp.

Knows names, types and defaults, and nothing of what they are used for.
"""

from __future__ import annotations

import re

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings


class WhatsAppSettings(BaseSettings):
    """Each field is NARAHUBUNG_<NAME> in the environment."""

    whatsapp_token: SecretStr | None = None
    whatsapp_phone_number_id: str = ""  # not the phone number: the id the dashboard shows beside it
    whatsapp_business_id: str = ""  # id of the WhatsApp business account, for the list of templates
    whatsapp_api_url: str = "https://graph.facebook.com"  # or the solution provider's
    whatsapp_api_version: str = "v26.0"  # pinned; "-" where the provider has none in its paths
    whatsapp_auth_header: str = "Authorization"
    whatsapp_auth_value: str = "Bearer {token}"  # "{token}" alone where the header carries the bare key
    whatsapp_number_in_path: bool = True  # False where the key already names the number
    whatsapp_webhook_auth: str = "meta_hmac"  # or shared_header
    whatsapp_app_secret: SecretStr | None = None  # signs webhooks; with shared_header the shared secret itself
    whatsapp_secret_header: str = "X-Narahubung-Secret"  # of shared_header
    whatsapp_verify_token: SecretStr | None = None
    whatsapp_webhook_host: str = "127.0.0.1"  # behind the reverse proxy that speaks TLS
    whatsapp_webhook_port: int = Field(default=8443, ge=0, le=65535)
    whatsapp_messages_per_second: float = Field(default=60.0, gt=0)  # Meta takes 80 in and out
    whatsapp_person_seconds: float = Field(default=6.0, gt=0)  # one message to one person, bursts of ten

    #: rupiah, for the estimate of a notice; utility messages to Indonesia in 2025, before tax: look at your own card
    whatsapp_message_price: int = Field(default=357, ge=0)

    @field_validator("whatsapp_phone_number_id", "whatsapp_business_id")
    @classmethod
    def _digits(cls, value: str) -> str:
        if value and not value.isdigit():
            raise ValueError("harus angka saja, seperti di dasbor WhatsApp")
        return value

    @field_validator("whatsapp_api_version")
    @classmethod
    def _version(cls, value: str) -> str:
        if value != "-" and not re.fullmatch(r"v\d+\.\d+", value):
            raise ValueError("bentuknya v26.0, atau - jika penyedia tidak memakainya")
        return "" if value == "-" else value

    @field_validator("whatsapp_webhook_auth")
    @classmethod
    def _auth(cls, value: str) -> str:
        if value not in ("meta_hmac", "shared_header"):
            raise ValueError("harus meta_hmac atau shared_header")
        return value

    @property
    def has_whatsapp(self) -> bool:
        """Whether the channel is to be opened."""
        return bool(self.whatsapp_token and self.whatsapp_phone_number_id)
