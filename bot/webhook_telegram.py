"""The door of Telegram's webhooks: believe by the secret, store the update, then 200; no other work inside.

Telegram repeats for 24 hours what is not answered with 2xx, in order within a chat, so 503 where the commit failed
loses nothing. Two secrets are believed, so that a new one can be set while updates signed with the old are on
their way. Knows an update's id and chat; no library of a bot is needed to take it.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping, Sequence

import structlog
from aiohttp import web

from bot.channels.base import Raw
from bot.channels.telegram_adapter import raw_update
from bot.door import PATIENCE
from bot.group_commit import GroupCommit
from bot.ingress import Shelf

log = structlog.get_logger(__name__)
#: Telegram's largest update is far below; more is nobody's message.
BODY_LIMIT = 1024 * 1024
SECRET = "X-Telegram-Bot-Api-Secret-Token"
PATH = "/telegram"


def path_of(account: str) -> str:
    """Where the updates of that bot arrive. The bot's id is no secret."""
    return f"{PATH}/{account}"


class TelegramWebhook:
    """POST on one path a bot; `stored` is rung after each commit."""

    def __init__(self, shelves: Sequence[Shelf], secrets: Sequence[str], *, stored: Callable[[], None]) -> None:
        self._secrets = [secret.encode() for secret in secrets if secret]
        self._commits: Mapping[str, GroupCommit[Raw]] = {
            one.account: GroupCommit(one.store, patience=PATIENCE) for one in shelves
        }
        self._stored = stored

    def application(self) -> web.Application:
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_post(path_of("{account}"), self.receive)
        return app

    def _believed(self, given: str) -> bool:
        # Every secret is compared, each in constant time: how long it takes tells nothing. A header may be any bytes.
        said = given.encode(errors="surrogateescape")
        return sum(hmac.compare_digest(said, secret) for secret in self._secrets) > 0

    async def receive(self, request: web.Request) -> web.Response:
        """One update."""
        account = request.match_info["account"]
        if not self._believed(request.headers.get(SECRET, "")):
            log.warning("webhook.refused", account=account[:20])
            return web.Response(status=401)
        if (commit := self._commits.get(account)) is None:
            return web.Response(status=404)
        try:
            payload = json.loads(await request.read())
        except web.HTTPRequestEntityTooLarge:
            log.warning("webhook.too_big", account=account)
            return web.Response(status=413)
        except ValueError:
            payload = None
        if not isinstance(payload, dict):
            log.error("webhook.unreadable", account=account)  # never seen; asking for it again would not help
            return web.Response()
        try:
            await commit.put([raw_update(payload)])
        except Exception as error:
            log.error("webhook.not_stored", account=account, kind=type(error).__name__)
            return web.Response(status=503)
        self._stored()
        return web.Response()
