"""What a person does on WhatsApp: each verb says it on the phone and sends the webhook."""

from __future__ import annotations

from typing import Any

from simulator.telegram.acts import Cannot

from .model import Citizen, Json, Message, Number
from .traffic import Traffic
from .view import buttons_of
from .world import MEDIA_IN, WaWorld

_TYPES = {"photo": "image", "voice": "audio", "audio": "audio", "video": "video", "video_note": "video",
          "document": "document", "sticker": "sticker"}  # fmt: skip
_MIMES = {"photo": "image/jpeg", "voice": "audio/ogg; codecs=opus", "audio": "audio/mpeg", "video": "video/mp4",
          "video_note": "video/mp4", "sticker": "image/webp"}  # fmt: skip


class Acts:
    def __init__(self, world: WaWorld, traffic: Traffic) -> None:
        self.world, self.traffic = world, traffic

    def say(self, who: Citizen, number: Number, body: Json, **more: Any) -> Message:
        if who.blocked:
            raise Cannot(f"{who.name} has blocked this number")
        message = self.world.say(number, who, body, out=False, **more)
        self.traffic.post(message)
        return message

    def write(
        self, who: Citizen, number: Number, text: str, reply_to: Any = None, *, forwarded: bool = False
    ) -> Message:
        """Plain words; as an answer to one message, if it says which."""
        context = self.world.message(reply_to).wamid if reply_to else None
        body: Json = {"type": "text", "text": {"body": text}}
        if forwarded:
            body["context"] = {"forwarded": True}
        return self.say(who, number, body, context=context)

    def press(self, who: Citizen, number: Number, label: str | None, data: str | None, on: Any = None) -> Message:
        """The newest button or row of that label: old menus stay tappable for ever."""
        shown = [m for m in self.world.chat(number.id, who.id) if m.out and m.shown and (on is None or m.id == on)]
        for message in reversed(shown):
            for row in buttons_of(self.world, message):
                for key in row:
                    if label == key["text"] or (label is None and data == key["value"]):
                        return self._tapped(who, number, message, key)
        if data is not None and on is not None:
            return self._tapped(who, number, self.world.message(on), {"text": label or data, "value": data})
        raise Cannot(f"{who.name} sees no button {label or data!r}")

    def _tapped(self, who: Citizen, number: Number, message: Message, key: Json) -> Message:
        if message.kind == "template":
            body: Json = {"type": "button", "button": {"payload": key["value"], "text": key["text"]}}
        else:
            lists = "sections" in (message.body.get("interactive") or {}).get("action", {})
            kind = "list_reply" if lists else "button_reply"
            reply = {"id": key["value"], "title": key["text"]}
            body = {"type": "interactive", "interactive": {"type": kind, kind: reply}}
        return self.say(who, number, body, context=message.wamid)

    def location(self, who: Citizen, number: Number, spot: Json) -> Message:
        return self.say(who, number, {"type": "location", "location": spot})

    def contact(self, who: Citizen, number: Number, name: str, phone: str) -> Message:
        phones = [{"phone": phone, "wa_id": phone.lstrip("+"), "type": "CELL"}]
        card = {"name": {"formatted_name": name, "first_name": name}, "phones": phones}
        return self.say(who, number, {"type": "contacts", "contacts": [card]})

    def upload(self, who: Citizen, number: Number, kind: str, data: bytes, name: str, caption: str) -> Message:
        if kind not in _TYPES:
            raise Cannot(f"kind must be one of {sorted(_TYPES)}")
        png = data[:8] == b"\x89PNG\r\n\x1a\n" and kind == "photo"
        mime = "image/png" if png else _MIMES.get(kind, "application/pdf" if data[:4] == b"%PDF" else "text/plain")
        media = self.world.add_media(data, mime, name, MEDIA_IN)
        file: Json = {"id": media.id, "mime_type": mime, "hex": media.sha256}
        if caption:
            file["caption"] = caption
        if kind == "document":
            file["filename"] = name
        if kind in ("voice", "audio"):
            file["voice"] = kind == "voice"
        return self.say(who, number, {"type": _TYPES[kind], _TYPES[kind]: file})

    def edit(self, who: Citizen, number: Number, wamid: Any, text: str) -> Message:
        old = self.world.message(wamid)
        old.body, old.edited, old.rev = {"type": "text", "text": {"body": text}}, True, self.world.next_rev()
        self.world.changed(old)
        inner = {"type": "text", "text": {"body": text}}
        edit = {"original_message_id": old.wamid, "message": inner}
        return self._quietly(who, number, {"type": "edit", "edit": edit})

    def delete(self, who: Citizen, number: Number, wamid: Any) -> Message:
        old = self.world.message(wamid)
        old.deleted, old.rev = True, self.world.next_rev()
        self.world.changed(old)
        return self._quietly(who, number, {"type": "revoke", "revoke": {"original_message_id": old.wamid}})

    def react(self, who: Citizen, number: Number, wamid: Any, emoji: str) -> Message:
        reaction = {"message_id": self.world.message(wamid).wamid, "emoji": emoji}
        return self._quietly(who, number, {"type": "reaction", "reaction": reaction})

    def raw(self, who: Citizen, number: Number, body: Json) -> Message:
        """Any message at all, so that a program can be shown what it does not understand."""
        return self._quietly(who, number, body)

    def _quietly(self, who: Citizen, number: Number, body: Json) -> Message:
        """Sent, but no bubble of its own on the phone."""
        message = self.world.say(number, who, body, out=False, shown=False)
        self.traffic.postman(number).post(self.traffic.said(message))
        return message

    def change_number(self, who: Citizen, number: Number, new: str) -> None:
        """A new phone number: the business learns it from a system message, and a new scoped id comes with it."""
        old: Json = {"from": who.wa_id} if who.wa_id and not who.phone_hidden else {}
        if who.user_id:
            old["from_user_id"] = who.user_id
        who.wa_id, who.user_id = new, (f"{who.user_id}N" if who.user_id else None)
        self.world.keep("wa_person", who.id, who)
        system: Json = {"type": "user_changed_number", "body": "changed", "wa_id": new}
        if who.user_id:
            system["user_id"] = who.user_id
        self.traffic.system(number, who, old, system)
