"""One stored webhook event as Inbound: who, when, where; the ids of a person are never taken for phone numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.channels.base import ParseError
from bot.channels.whatsapp_content import content_of
from bot.channels.whatsapp_errors import afterwards
from bot.channels.whatsapp_split import hint_of
from conversations.messages import (
    AccountNews,
    Address,
    Channel,
    ChatKind,
    Choice,
    Content,
    DeliveryStatus,
    IdentityChange,
    Inbound,
    Sender,
)

Json = dict[str, Any]
#: The states we keep; `deleted` says that the person removed our message from their phone: it was delivered.
_STATES = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "played", "failed": "failed"}
_CHANGES = {"user_changed_number": "number", "user_changed_user_id": "user_id"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads for one number of ours."""

    account: str

    def read(self, payload: Json, at: datetime | None) -> list[Inbound]:
        """[] for what we knowingly ignore; ParseError where nobody can tell who it is from."""
        body = payload.get("body")
        match payload.get("kind"):
            case "superseded":
                return []
            case "message" if isinstance(body, dict):
                return self._message(body, payload.get("contact") or {}, at)
            case "status" if isinstance(body, dict):
                return self._status(body, at)
            case "news" if isinstance(body, dict):
                return self._news(str(payload.get("field")), body, at)
            case "user_id" if isinstance(body, dict):
                return self._user_id(body, at)
        raise ParseError("unknown event")

    # --- messages ----------------------------------------------------------------------------------------

    def _message(self, body: Json, contact: Json, at: datetime | None) -> list[Inbound]:
        if body.get("group_id"):
            return []  # the bot has no business in groups
        chat = hint_of(body, contact)
        if not chat:
            raise ParseError("a message from nobody")
        edited = body.get("type") == "edit"
        changed = body.get("type") == "system"
        content = self._changed(body, chat) if changed else content_of(body)
        if content is None:
            return []
        context = body.get("context") or {}
        original = (body.get("edit") or {}).get("original_message_id") if edited else None
        tapped = isinstance(content, Choice)
        return [
            self._inbound(
                str(body.get("id")), chat, content, body, at,
                name=(contact.get("profile") or {}).get("name") or "",
                username=(contact.get("profile") or {}).get("username"),
                aliases=_new_ids(body, content) if changed else self._aliases(body, contact, chat),
                message=str(original or body.get("id")),
                reply_to=str(context["id"]) if context.get("id") and not tapped else None,
                edited=edited,
                forwarded=bool(context.get("forwarded") or context.get("frequently_forwarded")),
                receipt=None if body.get("type") in ("system", "revoke") else str(body.get("id")),
            )
        ]  # fmt: skip

    def _changed(self, body: Json, chat: str) -> Content | None:
        """A new number or a new id of the same person; other system lines are not for us."""
        system = body.get("system") or {}
        cause = _CHANGES.get(str(system.get("type")))
        new = system.get("user_id") or system.get("new_wa_id") or system.get("wa_id")
        return IdentityChange(old=chat, new=str(new), cause=cause) if cause and new else None

    def _aliases(self, body: Json, contact: Json, chat: str) -> tuple[str, ...]:
        ids = (body.get("from_user_id"), contact.get("user_id"), body.get("from"), contact.get("wa_id"))
        return tuple(dict.fromkeys(str(one) for one in ids if one and one != chat))

    # --- the rest ----------------------------------------------------------------------------------------

    def _status(self, body: Json, at: datetime | None) -> list[Inbound]:
        state = _STATES.get(str(body.get("status")))
        chat = str(body.get("recipient_user_id") or body.get("recipient_id") or "")
        if state is None or not body.get("id"):
            return []
        errors = body.get("errors") or [{}]
        code = errors[0].get("code") if state == "failed" else None
        pricing = body.get("pricing") or {}
        status = DeliveryStatus(
            external_id=str(body["id"]),
            state=state,
            tag=body.get("biz_opaque_callback_data"),
            code=code,
            verdict=afterwards(int(code or 131000)) if state == "failed" else None,
            billable=pricing.get("billable"),
            category=pricing.get("category"),
        )
        return [self._inbound(f"{body['id']}:{state}", chat, status, body, at)]

    def _news(self, field: str, body: Json, at: datetime | None) -> list[Inbound]:
        detail = {str(key): str(value)[:200] for key, value in body.items() if isinstance(value, str | int | float)}
        return [self._inbound(f"news:{field}", "", AccountNews(kind=field, detail=detail), body, at)]

    def _user_id(self, body: Json, at: datetime | None) -> list[Inbound]:
        old, new = str(body.get("previous") or ""), str(body.get("current") or "")
        if not old or not new:
            raise ParseError("a change of id without both ids")
        change = IdentityChange(old=old, new=new, cause="user_id")
        return [self._inbound(f"user_id:{new}", old, change, body, at)]

    def _inbound(
        self, event: str, chat: str, content: Content, body: Json, at: datetime | None, *,
        name: str = "", username: str | None = None, **more: Any,
    ) -> Inbound:  # fmt: skip
        return Inbound(
            event_id=event,
            address=Address(channel=Channel.WHATSAPP, account=self.account, chat=chat),
            chat_kind=ChatKind.PRIVATE,
            sender=Sender(id=chat, name=str(name), username=username),
            sent_at=_moment(body.get("timestamp"), at),
            content=content,
            **more,
        )


def _new_ids(body: Json, content: Content) -> tuple[str, ...]:
    """The other new ids of a changed person; the old number may be somebody else's tomorrow."""
    system = body.get("system") or {}
    new = content.new if isinstance(content, IdentityChange) else ""
    ids = (system.get("user_id"), system.get("new_wa_id"), system.get("wa_id"))
    return tuple(dict.fromkeys(str(one) for one in ids if one and str(one) != new))


def _moment(stamp: Any, at: datetime | None) -> datetime:
    """When it was said: the channel's whole seconds; when we received it, where it tells none."""
    if str(stamp or "").isdigit():
        return datetime.fromtimestamp(int(stamp), UTC)
    return at or datetime.fromtimestamp(0, UTC)
