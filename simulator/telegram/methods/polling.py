"""Methods about updates and taps: getUpdates, the webhook settings, answerCallbackQuery."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from simulator.telegram.calls import Call, method
from simulator.telegram.errors import bad, conflict
from simulator.telegram.updates import TAP_LIFE, check_allowed

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@method("getUpdates")
async def get_updates(call: Call) -> list[dict[str, Any]]:
    bot, params = call.bot, call.params
    if bot.webhook:
        raise conflict("can't use getUpdates method while webhook is active; "
                       "use deleteWebhook to delete the webhook first")  # fmt: skip
    _remember_allowed(call)
    return await call.world.queues[bot.id].poll(
        params.number("offset") or 0, params.number("limit") or 100, params.number("timeout") or 0
    )


def _remember_allowed(call: Call) -> None:
    """An empty list asks for the default kinds; leaving it out keeps the last wish."""
    wish = check_allowed(call.params.json("allowed_updates"))
    if wish is not None and (wish or None) != call.bot.allowed_updates:
        call.bot.allowed_updates = wish or None
        call.world.keep_bot(call.bot)


@method("setWebhook")
def set_webhook(call: Call) -> bool:
    url, params = call.params.text("url"), call.params
    if not url:
        return _drop_webhook(call)
    if urlsplit(url).scheme not in ("http", "https") or urlsplit(url).hostname not in LOOPBACK:
        raise bad("bad webhook: the simulator delivers to 127.0.0.1 only")
    secret = params.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad("secret token contains unallowed characters")
    connections = params.number("max_connections") or 40
    if not 1 <= connections <= 100:
        raise bad("max_connections must be between 1 and 100")
    _remember_allowed(call)
    queue = call.world.queues[call.bot.id]
    queue.end_poll("setWebhook request")
    if params.flag("drop_pending_updates"):
        queue.drop_all()
    call.bot.webhook = {"url": url, "secret": secret, "max_connections": connections}
    call.world.keep_bot(call.bot)
    call.world.on_webhook(call.bot)
    return True


@method("deleteWebhook")
def delete_webhook(call: Call) -> bool:
    return _drop_webhook(call)


def _drop_webhook(call: Call) -> bool:
    if call.params.flag("drop_pending_updates"):
        call.world.queues[call.bot.id].drop_all()
    call.bot.webhook = None
    call.world.keep_bot(call.bot)
    call.world.on_webhook(call.bot)
    return True


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> dict[str, Any]:
    hook = call.bot.webhook or {}
    info: dict[str, Any] = {
        "url": hook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(call.world.queues[call.bot.id].waiting),
    }
    if hook:
        info["max_connections"] = hook["max_connections"]
        info["ip_address"] = "127.0.0.1"
        for name in ("last_error_date", "last_error_message"):
            if name in hook:
                info[name] = hook[name]
    if call.bot.allowed_updates:
        info["allowed_updates"] = call.bot.allowed_updates
    return info


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> bool:
    taps, key = call.world.taps, call.params.text("callback_query_id")
    tap = taps.get(key)
    if tap is None or tap.bot != call.bot.id or call.world.clock.now() - tap.at > TAP_LIFE:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    text = call.params.text("text")
    if len(text) > 200:
        raise bad("MESSAGE_TOO_LONG")
    tap.answer = {"text": text, "alert": call.params.flag("show_alert"),
                  "url": call.params.text("url") or None}  # fmt: skip
    event = {"type": "answer", "chat": tap.place, "user": tap.user, "tap": key, **tap.answer}
    call.world.bus.publish(f"tap {key}", lambda: event)
    return True


@method("close")
@method("logOut")
def leave_server(call: Call) -> bool:
    call.world.queues[call.bot.id].end_poll("close")
    return True
