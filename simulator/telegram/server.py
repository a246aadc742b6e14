"""The Bot API over HTTP: tokens, parameters, faults, limits, the envelope, the ledger.

It carries a call to its method and the result back; what methods do is written in `methods`.
"""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import Any

from aiohttp import web

from simulator.faults import FaultBook, Plan
from simulator.ledger import Ledger

from . import methods
from .calls import METHODS, Call
from .errors import ApiError, too_many
from .limits import COUNTED, Limits
from .methods.media import DOWNLOAD_LIMIT, file_path
from .model import Bot
from .params import Params, read_params
from .world import World, looks_real

# What changes a chat is written down one by one; reads and polls are only counted.
WRITTEN = COUNTED | {"editmessagetext", "editmessagecaption", "editmessagereplymarkup",
                     "editmessagemedia", "deletemessage", "answercallbackquery"}  # fmt: skip
# What the ledger says of a call that got no answer at all.
UNANSWERED = 0
_NEVER_IN_WEBHOOK = ("get", "setwebhook", "deletewebhook", "close", "logout")


class BotApi:
    def __init__(self, world: World, ledger: Ledger, faults: FaultBook, limits: Limits) -> None:
        self.world, self.ledger, self.faults, self.limits = world, ledger, faults, limits

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token:[^/]+}/{method}", self.answer),
            web.get("/file/bot{token:[^/]+}/{path:.+}", self.file),
        ]

    def bot(self, token: str) -> Bot:
        bot = self.world.tokens.get(token)
        if bot is None and looks_real(token):
            raise ApiError(401, "Unauthorized: this is a simulator and that looks like a real "
                                "token; give it a simulator token only")  # fmt: skip
        if bot is None:
            raise ApiError(401, "Unauthorized")
        return bot

    async def answer(self, request: web.Request) -> web.StreamResponse:
        verb = request.match_info["method"].lower()
        bot_id, plan, params = 0, None, Params()
        try:
            bot = self.bot(request.match_info["token"])
            bot_id = bot.id
            params = await read_params(request)
            plan = self.faults.pick(bot_id, verb, chat_id(params))
            if plan and (spoilt := await self._before(plan, request)):
                code = UNANSWERED if plan.kind in ("timeout", "reset") else spoilt.status
                self._note(bot_id, verb, params, code, plan, None)
                return spoilt
            result = await self.perform(bot, verb, params)
        except asyncio.CancelledError:
            # The bot hung up while a fault made it wait; the call was not accepted.
            if plan:
                self._note(bot_id, verb, params, UNANSWERED, plan, None)
            raise
        except ApiError as error:
            self._note(bot_id, verb, params, error.code, plan, None)
            return _json(error.envelope(), error.code)
        self._note(bot_id, verb, params, 200, plan, result)
        if plan and plan.kind == "drop":
            return _hang_up(request)
        return _json({"ok": True, "result": result}, 200)

    async def perform(self, bot: Bot, verb: str, params: Params) -> Any:
        function = METHODS.get(verb)
        if function is None:
            raise ApiError(404, "Not Found: method not found")
        self.limits.check(bot.id, verb, chat_id(params), paid=params.flag("allow_paid_broadcast"))
        result = function(Call(self.world, bot, params))
        return await result if inspect.isawaitable(result) else result

    async def perform_in_webhook(self, bot: Bot, wish: dict[str, Any]) -> None:
        """A method named in the answer to a webhook; its result goes nowhere."""
        verb, params = str(wish.pop("method")).lower(), Params(wish)
        if verb.startswith(_NEVER_IN_WEBHOOK):
            return
        try:
            result = await self.perform(bot, verb, params)
            self._note(bot.id, verb, params, 200, None, result)
        except ApiError as error:
            self._note(bot.id, verb, params, error.code, None, None)

    async def _before(self, plan: Plan, request: web.Request) -> web.Response | None:
        """Faults that strike before the call is accepted."""
        match plan.kind:
            case "429":
                raise too_many(plan.retry_after)
            case "500":
                raise ApiError(500, "Internal Server Error")
            case "error":
                raise ApiError(plan.code, plan.description)
            case "garbage":
                page = "<html><h1>502 Bad Gateway</h1></html>"
                return web.Response(status=502, text=page, content_type="text/html")
            case "slow":
                await asyncio.sleep(plan.seconds)
            case "timeout":
                await asyncio.sleep(plan.seconds)
                return _hang_up(request)
            case "reset":
                return _hang_up(request)
        return None

    def _note(self, bot: int, verb: str, params: Params, code: int, plan: Plan | None,
              result: Any) -> None:  # fmt: skip
        fault = plan.kind if plan else None
        self.ledger.count(verb, code, fault)
        if verb in WRITTEN:
            number = result.get("message_id") if isinstance(result, dict) else None
            text = params.text("text") or params.text("caption") or None
            self.ledger.write(bot, verb, chat_id(params),
                              number or as_number(params.values.get("message_id")),
                              code, fault, text)  # fmt: skip

    async def file(self, request: web.Request) -> web.Response:
        try:
            self.bot(request.match_info["token"])
        except ApiError as error:
            return _json(error.envelope(), error.code)
        path = request.match_info["path"]
        number = path.rpartition("file_")[2].split(".")[0]
        found = self.world.numbers.get(as_number(number) or 0)
        if found is None or file_path(found) != path or found.size > DOWNLOAD_LIMIT:
            return _json(ApiError(404, "Not Found").envelope(), 404)
        return web.Response(body=self.world.file_bytes(found), content_type=found.mime)


def as_number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def chat_id(params: Params) -> int | None:
    return as_number(params.values.get("chat_id"))


def _json(body: dict[str, Any], status: int) -> web.Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return web.Response(text=text, status=status, content_type="application/json")


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


__all__ = ["BotApi", "methods"]
