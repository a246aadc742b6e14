"""What every control route shares: the parts it steers, JSON in and out, one way to refuse."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from simulator.faults import FaultBook
from simulator.ledger import Ledger
from simulator.telegram.acts import Cannot
from simulator.telegram.limits import Limits
from simulator.telegram.model import Chat
from simulator.telegram.world import World

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
MISSING = object()


@dataclass(slots=True)
class Parts:
    """The pieces of a running simulator that the control API may touch."""

    world: World
    ledger: Ledger
    faults: FaultBook
    limits: Limits


def reply(body: Any, status: int = 200) -> web.Response:
    return web.Response(text=json.dumps(body, ensure_ascii=False), status=status,
                        content_type="application/json")  # fmt: skip


async def body_of(request: web.Request) -> Json:
    """The JSON object of a request; an empty body is an empty object."""
    raw = await request.read()
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        raise Cannot("the body is not JSON") from None
    if not isinstance(body, dict):
        raise Cannot("the body must be a JSON object")
    return body


def need(body: Json, name: str) -> Any:
    if name not in body:
        raise Cannot(f"'{name}' is missing")
    return body[name]


def group_of(world: World, request: web.Request) -> Chat:
    chat = world.group(int(request.match_info["id"]))
    if chat is None:
        raise Cannot(f"there is no group {request.match_info['id']}")
    return chat


@web.middleware
async def refuse_kindly(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only this machine's own pages and programs may steer, and mistakes get a sentence."""
    host = (request.host or "").rsplit(":", 1)[0].strip("[]")
    origin = request.headers.get("Origin", "")
    if host not in ("127.0.0.1", "localhost", "::1") or (
        # A page from elsewhere must not press buttons here behind the user's back.
        origin and origin.split("//")[-1] != request.host
    ):
        return reply({"error": "the simulator answers only pages and programs of this machine"}, 403)
    if not request.path.startswith("/sim/"):
        return await handler(request)
    try:
        return await handler(request)
    except (Cannot, LookupError, ValueError, TypeError) as error:
        return reply({"error": str(error) or type(error).__name__}, 400)
