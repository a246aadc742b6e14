"""Settings of processes: how Telegram's updates arrive, how long a lease lasts, where health is told.

Knows names, types and defaults, and nothing of what they are used for.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator

from bot.config_whatsapp import WhatsAppSettings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class ProcessSettings(WhatsAppSettings):
    """Each field is NARAHUBUNG_<NAME> in the environment."""

    webhook_url: str = ""  # public address of the TLS proxy; empty: Telegram is polled
    webhook_secret: SecretStr | None = None  # needed with it
    webhook_old_secret: SecretStr | None = None  # believed too, while the secret is being changed
    webhook_host: str = "127.0.0.1"  # behind the reverse proxy that speaks TLS
    webhook_port: int = Field(default=8080, ge=0, le=65535)
    lease_seconds: float = Field(default=10.0, ge=1)  # a dead leader is waited for that long
    health_host: str = "127.0.0.1"
    health_port: int | None = Field(default=None, ge=0, le=65535)  # empty: not told

    @field_validator("webhook_url")
    @classmethod
    def _hook(cls, value: str) -> str:
        parts = urlsplit(value)
        # Telegram itself takes HTTPS only; the simulator stands on this machine.
        if value and not (parts.hostname and (parts.scheme == "https" or parts.hostname in LOOPBACK)):
            raise ValueError("harus alamat https:// yang dapat dijangkau Telegram")
        return value.rstrip("/")

    @field_validator("webhook_secret", "webhook_old_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("harus 16 sampai 256 huruf, angka, - atau _")
        return value
