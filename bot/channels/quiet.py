"""Libraries that would write tokens or citizens' words into the log are told to keep it short; stdlib only.

httpx logs every URL at INFO, and the Bot API carries its token in the URL; python-telegram-bot logs whole
requests and answers at DEBUG. Neither has an option for it but the level of its logger.
"""

from __future__ import annotations

import logging

TALKATIVE = ("httpx", "httpcore", "telegram", "aiogram", "aiohttp")


def hush() -> None:
    """Warnings and worse only, whatever level the root logger has; a level already stricter stays."""
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
