"""Methods that send and fetch files: photo, document, voice, video, video note, audio, albums."""

from __future__ import annotations

import mimetypes
from typing import Any

from simulator.telegram.blobs import picture_size
from simulator.telegram.calls import CAPTION_LIMIT, Call, method
from simulator.telegram.errors import ApiError, bad
from simulator.telegram.model import File
from simulator.telegram.objects import open_file_id, wanted_file
from simulator.telegram.params import Upload

from .edit import own_message, replace
from .send import Json, answer, caption_content, deliver, text_content

PHOTO_LIMIT, DOWNLOAD_LIMIT = 10 * 1024 * 1024, 20 * 1024 * 1024
FOLDERS = {"photo": "photos", "video_note": "video_notes", "voice": "voice", "audio": "music",
           "video": "videos", "sticker": "stickers", "animation": "animations"}  # fmt: skip
_ALBUM = {"photo", "video", "document", "audio"}
_MIMES = {"photo": "image/jpeg", "voice": "audio/ogg", "video": "video/mp4",
          "video_note": "video/mp4", "audio": "audio/mpeg"}  # fmt: skip


def keep_upload(call: Call, kind: str, upload: Upload, duration: int = 0) -> File:
    if not upload.data:
        raise bad("file must be non-empty")
    size = picture_size(upload.data)
    if kind == "photo":
        if len(upload.data) > PHOTO_LIMIT:
            raise ApiError(413, "Request Entity Too Large")
        if size is None:
            raise bad("IMAGE_PROCESS_FAILED")
    wide, high = size or (0, 0)
    mime = upload.mime
    if mime in ("", "application/octet-stream"):
        mime = mimetypes.guess_type(upload.name)[0] or _MIMES.get(kind, mime)
    return call.world.add_file(upload.data, kind, upload.name, mime,
                               width=wide, height=high, duration=duration)  # fmt: skip


def find_file(call: Call, kind: str, value: str, upload: Upload | None) -> File:
    """A new upload, or the id of a file that this bot has seen before."""
    duration = call.params.number("duration") or 0
    if upload is not None:
        return keep_upload(call, kind, upload, duration)
    if not value:
        raise bad(f"there is no {kind} in the request")
    if value.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content: the simulator fetches nothing")
    file = wanted_file(call.world, call.bot.id, value)
    if file.kind != kind and kind != "document":
        raise bad(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def _sender(kind: str) -> Any:
    def send(call: Call) -> Json:
        chat = call.chat()
        params = call.params
        content = {} if kind == "video_note" else caption_content(call)
        file = find_file(call, kind, params.text(kind), params.attached(kind))
        if params.flag("has_spoiler"):
            content["has_media_spoiler"] = True
        return answer(call, deliver(call, chat, content, {"kind": kind, "file": file.unique}))

    return send


for _kind in ("photo", "document", "voice", "video", "video_note", "audio", "sticker", "animation"):
    method(f"send{_kind.replace('_', '')}")(_sender(_kind))


@method("sendMediaGroup")
def send_media_group(call: Call) -> list[Json]:
    chat, items = call.chat(), call.params.json("media")
    if not isinstance(items, list) or not 2 <= len(items) <= 10:
        raise bad("there must be 2-10 items to send as an album")
    kinds = {item.get("type") for item in items}
    if not kinds <= _ALBUM or (len(kinds) > 1 and kinds & {"document", "audio"}):
        raise bad("can't mix this type of media in one album")
    album = str(call.world.next_rev()) + str(int(call.world.clock.now()))
    ready = [_album_item(call, item) for item in items]
    return [answer(call, deliver(call, chat, c, m, album=album)) for c, m in ready]


def _album_item(call: Call, item: Json) -> tuple[Json, Json]:
    value = str(item.get("media") or "")
    file = find_file(call, item["type"], value, call.params.follow(value))
    text, marks = call.marked(str(item.get("caption") or ""),
                              str(item.get("parse_mode") or "").lower(),
                              item.get("caption_entities"), CAPTION_LIMIT)  # fmt: skip
    content = text_content(text, marks, "caption") if text else {}
    return content, {"kind": item["type"], "file": file.unique}


def file_path(file: File) -> str:
    suffix = "." + file.name.rsplit(".", 1)[-1] if "." in file.name else ""
    return f"{FOLDERS.get(file.kind, 'documents')}/file_{file.number}{suffix}"


@method("getFile")
def get_file(call: Call) -> Json:
    text = call.params.text("file_id")
    file = open_file_id(call.world, call.bot.id, text)
    if file is None:
        raise bad("invalid file_id" if text else "file_id not specified")
    if file.size > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    unique = "AQAD" + file.unique[-16:]
    return {"file_id": text, "file_unique_id": unique, "file_size": file.size,
            "file_path": file_path(file)}  # fmt: skip


@method("editMessageMedia")
def edit_message_media(call: Call) -> Json:
    chat = call.chat()
    message = own_message(call, chat)
    item = call.params.json("media")
    if not isinstance(item, dict) or not message.media:
        raise bad("there is no media in the message to edit")
    content, media = _album_item(call, item)
    return replace(call, chat, message, content, media)
