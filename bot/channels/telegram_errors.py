"""What a refusal of the Bot API means for the sender: code and description to the SendError tree; no library.

The descriptions are the ones of tdlib/telegram-bot-api (Client.cpp); core.telegram.org promises only the
codes, so every word here is a refinement of a code that would be right without it.
"""

from __future__ import annotations

import re

from bot.channels.base import Conflict, Revoked, Unavailable
from conversations.messages import Blocked, Gone, Moved, Rejected, SendError, Throttled, Unchanged, Unknown

#: Seconds until we ask a service again that is down, or that throttles without saying for how long.
PAUSE = 5.0

_UNCHANGED = ("message is not modified", "topic_not_modified")
_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message thread not found",
    "topic_id_invalid",
    "topic_deleted",
    "topic_closed",
    "wrong file_id",
    "invalid file_id",
    "file reference has expired",
)
_BLOCKED = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user is deactivated",
    "group chat was deactivated",
)
_QUOTED = re.compile(r"\"[^\"]*\"|(?<=\s)'[^']*'")


class Wordless(Rejected):
    """The message to edit has a caption, not a text."""


def refusal(
    code: int, description: str, *, retry_after: float | None = None, migrate_to: int | str | None = None
) -> SendError:
    """The one place where Telegram's refusals become ours."""
    if migrate_to:
        return Moved(str(migrate_to))
    if code == 429 or retry_after:
        return Throttled(float(retry_after or PAUSE))
    if code in (502, 504):
        return Unknown(f"{code}: a gateway answered for a server that may have done the work")
    if code >= 500:
        return Unavailable(PAUSE)
    if code == 409:
        return Conflict(reason(description))
    if code in (401, 404):
        return Revoked(f"{code}: the token or the method is not known")
    return _worded(code, description)


def _worded(code: int, description: str) -> SendError:
    said = description.lower()
    if any(words in said for words in _UNCHANGED):
        return Unchanged(reason(description))
    if "there is no text in the message" in said:
        return Wordless(reason(description))
    if any(words in said for words in _GONE):
        return Gone(reason(description))
    if code == 403 or any(words in said for words in _BLOCKED):
        return Blocked(reason(description))
    if "file is too big" in said or code == 413:
        return Rejected("too big")
    return Rejected(reason(description))


def reason(description: str) -> str:
    """Telegram quotes our words back in some refusals (unknown tags, wrong addresses); logs must not."""
    return _QUOTED.sub("…", description)[:200]


def is_stale(error: SendError) -> bool:
    """An answer to a press that waited too long: callback queries live 150 s on Telegram's side."""
    return isinstance(error, Rejected) and "query is too old" in str(error).lower()
