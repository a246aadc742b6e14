"""Whether a webhook request comes from whom it says: over the raw bytes, in constant time, closed when unsure.

Knows secrets and headers, not what is in the body. Meta signs JSON in which everything above U+007F is
escaped; whoever re-serialises before checking refuses every emoji.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

SIGNATURE = "X-Hub-Signature-256"


@dataclass(frozen=True, slots=True)
class MetaHmac:
    """`X-Hub-Signature-256: sha256=<hex of HMAC-SHA256(app secret, raw body)>`."""

    secret: str

    def accepts(self, headers: Mapping[str, str], raw: bytes) -> bool:
        """Without a secret nobody is believed."""
        given = headers.get(SIGNATURE, "")
        if not self.secret or not given.startswith("sha256="):
            return False
        wanted = hmac.new(self.secret.encode(), raw, hashlib.sha256).hexdigest()
        return hmac.compare_digest(_bytes(given.removeprefix("sha256=").lower()), wanted.encode())


@dataclass(frozen=True, slots=True)
class SharedHeader:
    """A secret that a solution provider repeats in a header of our choice, where they do not sign."""

    header: str
    secret: str

    def accepts(self, headers: Mapping[str, str], raw: bytes) -> bool:
        """Without a secret nobody is believed."""
        given = headers.get(self.header, "") if self.header else ""
        return bool(self.secret) and hmac.compare_digest(_bytes(given), self.secret.encode())


def _bytes(header: str) -> bytes:
    """As it came: a header may be any bytes, not only text."""
    return header.encode(errors="surrogateescape")


WebhookAuth = MetaHmac | SharedHeader


def challenge(query: Mapping[str, str], verify_token: str) -> str | None:
    """The echo that proves the webhook is ours, or None to refuse."""
    token = query.get("hub.verify_token", "")
    right = bool(verify_token) and hmac.compare_digest(token.encode(), verify_token.encode())
    return query.get("hub.challenge", "") if right and query.get("hub.mode") == "subscribe" else None
