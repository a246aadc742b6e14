"""Refusals of the Cloud API as it words them: a code, sometimes a subcode, an HTTP status."""

from __future__ import annotations

from typing import Any

#: code -> HTTP status where it is not 400
STATUS = {4: 429, 80007: 429, 130429: 429, 131056: 400, 190: 401, 131000: 500, 131016: 500, 131057: 500, 10: 403}
TITLES = {
    100: "Invalid parameter", 190: "Access token has expired", 130429: "Rate limit hit",
    131000: "Something went wrong", 131008: "Required parameter is missing", 131026: "Message undeliverable",
    131047: "Re-engagement message", 131051: "Unsupported message type", 131056: "Pair rate limit hit",
    132000: "Number of parameters does not match", 132001: "Template does not exist", 132012: "Parameter format",
    132015: "Template is paused", 133010: "Phone number not registered",
}  # fmt: skip


class GraphError(Exception):
    def __init__(self, code: int, details: str = "", *, subcode: int | None = None, status: int | None = None,
                 retry_after: int | None = None) -> None:  # fmt: skip
        super().__init__(details)
        self.code, self.details, self.subcode, self.retry_after = code, details, subcode, retry_after
        self.status = status or STATUS.get(code, 400)

    def body(self) -> dict[str, Any]:
        title = TITLES.get(self.code, "Error")
        error: dict[str, Any] = {
            "message": f"(#{self.code}) {title}", "type": "OAuthException", "code": self.code,
            "error_data": {"messaging_product": "whatsapp", "details": self.details}, "fbtrace_id": "SIMULATOR",
        }  # fmt: skip
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        return {"error": error}


def in_status(code: int) -> dict[str, Any]:
    """The same as a failed status carries it."""
    title = TITLES.get(code, "Error")
    return {"code": code, "title": title, "message": title, "error_data": {"details": title}}
