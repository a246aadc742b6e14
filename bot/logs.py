"""Structured logs to standard error: ids and event names, never a person's words, a token or a number."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

#: Last fence, should a value slip in all the same: bot tokens, and digits in the length of phone or NIK.
_TOKEN = re.compile(r"\d{5,12}:[\w-]{8,}")
_DIGITS = re.compile(r"(?<!\d)(?:\+?62|0)8\d{7,12}(?!\d)|(?<!\d)\d{16}(?!\d)")


def _fenced(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _DIGITS.sub("[digits]", _TOKEN.sub("[token]", value))
    return event


class _Fence(logging.Filter):
    """The same fence for the log lines of libraries."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _DIGITS.sub("[digits]", _TOKEN.sub("[token]", record.getMessage()))
        record.args = ()
        return True


def set_up(level: str) -> None:
    """JSON lines on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Fence())
    # Libraries speak only when something is wrong; httpx would log URLs with the token.
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _location_only,
            _fenced,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper(), logging.INFO)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _location_only(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Of an exception keep type and places: its text may quote what a citizen wrote."""
    info = event.pop("exc_info", None)
    if info:
        error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
        frames = []
        trace = getattr(error, "__traceback__", None)
        while trace is not None:
            code = trace.tb_frame.f_code
            frames.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}:{code.co_name}")
            trace = trace.tb_next
        event["error"], event["at"] = type(error).__name__, frames[-8:]
    return event
