"""What a Telegram message holds, in the neutral vocabulary; reads the objects of either library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.telegram_kinds import native_kind
from conversations.messages import Contact, Content, Departed, Location, Media, Migrated, Text, Unsupported

#: In the order of asking: an animation comes with a `document` twin for old clients.
_MEDIA = {
    "animation": "video",
    "document": "document",
    "voice": "voice",
    "video": "video",
    "video_note": "video_note",
    "audio": "audio",
}


def content_of(message: Any, raw: Mapping[str, Any]) -> Content:
    if message.text is not None:
        return Text(message.text)
    if (gone := getattr(message, "left_chat_member", None)) is not None:
        return Unsupported("left_chat_member") if gone.is_bot else Departed(str(gone.id))
    if message.migrate_to_chat_id:
        return Migrated(str(message.migrate_to_chat_id))
    if message.photo:
        return _photo(message)
    if message.sticker is not None:
        return _sticker(message.sticker)
    for attribute, kind in _MEDIA.items():
        if (file := getattr(message, attribute)) is not None:
            return _media(kind, file, message.caption)
    return _place_or_person(message) or Unsupported(native_kind(raw))


def _photo(message: Any) -> Media:
    """Telegram sends every size it made; the largest is nearest to what the citizen saw."""
    largest = max(message.photo, key=lambda size: size.width * size.height)
    return _media("photo", largest, message.caption, "image/jpeg")


def _sticker(sticker: Any) -> Media:
    mime = "image/webp"
    if sticker.is_animated:
        mime = "application/x-tgsticker"
    elif sticker.is_video:
        mime = "video/webm"
    return _media("sticker", sticker, None, mime)


def _media(kind: str, file: Any, caption: str | None, mime: str | None = None) -> Media:
    return Media(
        kind=kind,
        ref=file.file_id,
        unique=file.file_unique_id,
        mime=mime or getattr(file, "mime_type", None) or ("video/mp4" if kind == "video_note" else None),
        size=file.file_size,
        name=getattr(file, "file_name", None),
        caption=caption or "",
    )


def _place_or_person(message: Any) -> Content | None:
    if (venue := message.venue) is not None:
        return Location(
            latitude=venue.location.latitude,
            longitude=venue.location.longitude,
            name=venue.title,
            address=venue.address,
        )
    if (spot := message.location) is not None:
        return Location(latitude=spot.latitude, longitude=spot.longitude)
    if (card := message.contact) is not None:
        name = " ".join(part for part in (card.first_name, card.last_name) if part)
        own = card.user_id is not None and message.from_user is not None and card.user_id == message.from_user.id
        return Contact(name=name, phone=card.phone_number, own=own)
    return None
