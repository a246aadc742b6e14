"""The Cloud API over HTTP: messages, read marks, media in two hops, templates; faults and the ledger as everywhere."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import Any

from aiohttp import web

from simulator.faults import FaultBook, Plan
from simulator.ledger import Ledger

from .checks import BSUID, bad, check
from .errors import GraphError
from .model import Citizen, Json, Media, Number
from .traffic import Traffic
from .view import plain, text_of
from .world import MEDIA_OUT, WaWorld

LINK_LIFE = 300.0
SIZES = {"image": 5, "audio": 16, "video": 16}


class CloudApi:
    def __init__(self, world: WaWorld, traffic: Traffic, ledger: Ledger, faults: FaultBook) -> None:
        self.world, self.traffic, self.ledger, self.faults = world, traffic, ledger, faults

    def routes(self) -> list[web.RouteDef]:
        found: list[web.RouteDef] = [web.get("/wa-bytes/{key}", self._answering("wa.bytes", self.bytes))]
        # With and without a version: solution providers leave it out.
        at = r"/{version:v\d+\.\d+}"
        found += [
            web.post(at + r"/{number:\d+}/messages", self._answering("wa.messages", self.messages)),
            web.post(at + r"/{number:\d+}/media", self._answering("wa.upload", self.upload)),
            web.get(at + r"/{business:\d+}/message_templates", self._answering("wa.templates", self.templates)),
            web.get(at + r"/{node:\d+}", self._answering("wa.node", self.node)),
        ]
        provider = (("/messages", "wa.messages", self.messages), ("/media", "wa.upload", self.upload))
        found += [web.post("/wa-provider" + path, self._answering(verb, act)) for path, verb, act in provider]
        found += [web.get(r"/wa-provider/{node:\d+}", self._answering("wa.node", self.node))]
        return found

    # -- the envelope --------------------------------------------------------------------

    def _answering(self, verb: str, act: Any) -> Any:
        async def answer(request: web.Request) -> web.StreamResponse:
            plan: Plan | None = None
            number = self._number(request)
            account = int(number.id) if number else 0
            try:
                if number is None:
                    raise GraphError(190, "no such token")
                plan = self.faults.pick(account, verb, None)
                if plan and (spoilt := await self._before(plan, request)):
                    self.ledger.count(verb, spoilt.status if plan.kind == "garbage" else 0, plan.kind)
                    return spoilt
                result = await act(request, number)
            except GraphError as error:
                self.ledger.count(verb, error.status, plan.kind if plan else None)
                headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
                return _json(error.body(), error.status, headers)
            self.ledger.count(verb, 200, plan.kind if plan else None)
            if plan and plan.kind == "drop":
                return _hang_up(request)
            return result if isinstance(result, web.StreamResponse) else _json(result)

        return answer

    def _number(self, request: web.Request) -> Number | None:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = token or request.headers.get("D360-API-KEY", "")
        return next((number for number in self.world.numbers.values() if token and number.token == token), None)

    async def _before(self, plan: Plan, request: web.Request) -> web.Response | None:
        match plan.kind:
            case "429":
                raise GraphError(130429, "rate", retry_after=plan.retry_after)
            case "500":
                raise GraphError(131000, "injected", status=500)
            case "error":
                if plan.code < 600:
                    raise GraphError(131000 if plan.code >= 500 else 100, plan.description, status=plan.code)
                raise GraphError(plan.code, plan.description)
            case "garbage":
                return web.Response(status=502, text="<html>502 Bad Gateway</html>", content_type="text/html")
            case "slow":
                await asyncio.sleep(plan.seconds)
            case "timeout":
                await asyncio.sleep(plan.seconds)
                return _hang_up(request)
            case "reset":
                return _hang_up(request)
        return None

    # -- messages ------------------------------------------------------------------------

    async def messages(self, request: web.Request, number: Number) -> Json:
        self._own(request, number)
        body = await _body(request)
        if body.get("status") == "read":
            return self._read(number, body)
        check(body, self.world.templates.get(number.business, {}))
        person = self._recipient(body)
        if person is None:
            # What nobody expects: an id of the new kind in `to` is taken and silently dropped.
            return self._accepted(body, f"wamid.LOST{secrets.token_hex(4)}", None)
        failure = self._failure(number, person, body)
        if failure is not None and number.refuse_early:
            raise GraphError(failure, "refused early")
        content = {key: value for key, value in body.items() if key in ("type", body.get("type", "text"))}
        context = (body.get("context") or {}).get("message_id")
        message = self.world.say(
            number, person, {"type": "text", **content}, out=True, context=context,
            tag=body.get("biz_opaque_callback_data"),
            category="utility" if body.get("type") == "template" else "service",
        )  # fmt: skip
        text = plain(text_of(self.world, message))
        self.ledger.write(int(number.id), f"wa.{message.kind}", person.id, message.id, 200, None, text)
        self.traffic.out(message, failure)
        if number.eager:
            items = [("statuses", self.traffic.status_body(message, state), None) for state in ("sent", "delivered")]
            await self.traffic.postman(number).deliver_now(*items)
        return self._accepted(body, message.wamid, person)

    def _accepted(self, body: Json, wamid: str, person: Citizen | None) -> Json:
        contact: Json = {"input": body.get("to") or body.get("recipient")}
        if person and person.wa_id and not person.phone_hidden:
            contact["wa_id"] = person.wa_id
        if person and person.user_id:
            contact["user_id"] = person.user_id
        return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": wamid}]}

    def _recipient(self, body: Json) -> Citizen | None:
        to, recipient = str(body.get("to") or ""), str(body.get("recipient") or "")
        if recipient:
            if not BSUID.match(recipient):
                raise bad("recipient is no business-scoped user id")
            return self.world.find(user_id=recipient) or self._stranger()
        if BSUID.match(to):
            return None
        if not to.lstrip("+").isdigit():
            raise GraphError(131009, "to")
        return self.world.find(wa_id=to.lstrip("+")) or self._stranger()

    def _stranger(self) -> Citizen:
        raise GraphError(131026, "not on WhatsApp")

    def _failure(self, number: Number, person: Citizen, body: Json) -> int | None:
        for plan in self.world.failures:
            if plan.times > 0 and plan.citizen in (None, person.id):
                plan.times -= 1
                return plan.code
        if body.get("type") != "template" and not self.world.window_open(number.id, person.id):
            return 131047
        return None

    def _read(self, number: Number, body: Json) -> Json:
        message = self.world.messages.get(str(body.get("message_id")))
        if message is None or message.out:
            raise bad("message_id")
        message.status = "read"
        self.world.changed(message)
        if body.get("typing_indicator"):
            place = {"chat": int(number.id), "user": message.citizen, "name": number.name, "action": "typing"}
            self.world.bus.publish(f"wa typing {number.id}", lambda: {"type": "typing", **place})
        return {"success": True}

    # -- media ---------------------------------------------------------------------------

    async def upload(self, request: web.Request, number: Number) -> Json:
        self._own(request, number)
        form = await request.post()
        file = form.get("file")
        if form.get("messaging_product") != "whatsapp" or not isinstance(file, web.FileField):
            raise GraphError(131008, "messaging_product and file")
        data, mime = file.file.read(), str(form.get("type") or file.content_type)
        most = SIZES.get(mime.split("/")[0], 100)
        if len(data) > most * 1024 * 1024:
            raise GraphError(131053, f"at most {most} MB")
        return {"id": self.world.add_media(data, mime, file.filename, MEDIA_OUT).id}

    async def node(self, request: web.Request, number: Number) -> Json:
        node = request.match_info["node"]
        if node == number.id:
            return {"id": number.id, "verified_name": number.name, "display_phone_number": number.display}
        media = self._media(node)
        key = secrets.token_urlsafe(12)
        self.world.links[key] = (media.id, self.world.clock.now() + LINK_LIFE)
        return {"messaging_product": "whatsapp", "id": media.id, "mime_type": media.mime, "sha256": media.sha256,
                "file_size": media.size, "url": f"{request.url.origin()}/wa-bytes/{key}"}  # fmt: skip

    def _media(self, node: str) -> Media:
        media = self.world.media.get(node)
        if media is None or media.until <= self.world.clock.now():
            # Not 404: that is how the real one says it.
            raise GraphError(100, "does not exist", subcode=33)
        return media

    async def bytes(self, request: web.Request, number: Number) -> web.Response:
        media, until = self.world.links.get(request.match_info["key"], ("", 0.0))
        if until <= self.world.clock.now():
            return web.Response(status=404, text="URL signature expired")
        found = self._media(media)
        return web.Response(body=self.world.media_bytes(found), content_type=found.mime.partition(";")[0])

    # -- templates -----------------------------------------------------------------------

    async def templates(self, request: web.Request, number: Number) -> Json:
        found = self.world.templates.get(request.match_info["business"], {})
        return {"data": [_template(one) for one in found.values()], "paging": {}}

    def _own(self, request: web.Request, number: Number) -> None:
        if request.match_info.get("number") not in (None, number.id):
            raise GraphError(100, "another number's id", subcode=33)


def _template(one: Any) -> Json:
    components: list[Json] = [{"type": "BODY", "text": one.body}]
    if one.buttons:
        keys = [{"type": "QUICK_REPLY", "text": label} for label in one.buttons]
        components.append({"type": "BUTTONS", "buttons": keys})
    return {"name": one.name, "language": one.language, "status": one.status, "category": one.category,
            "components": components}  # fmt: skip


async def _body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.read())
    except ValueError:
        raise bad("not JSON") from None
    if not isinstance(body, dict):
        raise bad("not an object")
    return body


def _json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(text=json.dumps(body), status=status, content_type="application/json", headers=headers)


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


