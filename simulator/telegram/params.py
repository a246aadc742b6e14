"""What a bot sent with a call: JSON, form or multipart, read into one shape with typed getters."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from .errors import ApiError, bad

UPLOAD_LIMIT = 50 * 1024 * 1024


@dataclass(slots=True)
class Upload:
    name: str
    mime: str
    data: bytes


@dataclass(slots=True)
class Params:
    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else value if isinstance(value, str) else str(value)

    def number(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad(f"invalid {name} specified") from None

    def real(self, name: str) -> float | None:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return float(value)
        except (TypeError, ValueError):
            raise bad(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes")

    def json(self, name: str) -> Any:
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {name}: can't parse JSON object") from None

    def attached(self, name: str) -> Upload | None:
        """The upload under `name`, sent as a part of that name or by attach://part."""
        if name in self.uploads:
            return self.uploads[name]
        value = self.values.get(name)
        return self.follow(value) if isinstance(value, str) else None

    def follow(self, value: str) -> Upload | None:
        if not value.startswith("attach://"):
            return None
        upload = self.uploads.get(value.removeprefix("attach://"))
        if upload is None:
            raise bad("wrong file identifier/HTTP URL specified")
        return upload


async def read_params(request: web.Request) -> Params:
    params = Params(dict(request.query))
    kind = request.content_type
    if not request.can_read_body:
        return params
    if kind == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            raise bad("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad("can't parse JSON object: object expected")
        params.values.update(body)
    elif kind == "application/x-www-form-urlencoded":
        params.values.update(await request.post())
    elif kind == "multipart/form-data":
        await _read_parts(request, params)
    return params


async def _read_parts(request: web.Request, params: Params) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        if part.filename is None:
            params.values[part.name] = await part.text()
            continue
        data = bytes(await part.read(decode=True))
        if len(data) > UPLOAD_LIMIT:
            raise ApiError(413, "Request Entity Too Large")
        mime = part.headers.get("Content-Type", "application/octet-stream")
        params.uploads[part.name] = Upload(part.filename, mime.split(";")[0], data)
