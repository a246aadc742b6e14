"""What a file really is, and the file without what it should not carry; knows bytes, no people and no case.

Type by content, never by name; places (EXIF, GPS) leave photos; programs and archives are refused
(handbook systems §7 row 26).
"""

from __future__ import annotations

import io

import filetype
from PIL import Image, ImageOps

#: EICAR's test string, and the beginnings of programs and scripts.
_DANGEROUS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"X5O!P%@AP", b"\xcf\xfa\xed\xfe")
_ALLOWED = frozenset(
    "image/jpeg image/png image/webp image/gif image/heic "
    "audio/ogg audio/mpeg audio/mp4 audio/x-m4a audio/aac "
    "audio/amr audio/x-wav video/mp4 video/quicktime video/webm video/3gpp video/x-matroska application/pdf "
    "application/msword application/vnd.openxmlformats-officedocument.wordprocessingml.document "
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet application/vnd.ms-excel".split()
)
MAX_PIXELS = 50_000_000  # a decompression bomb is larger
MAX_SIDE = 2560


class Refused(Exception):
    """This file is not taken; `reason` names the msgid ending."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def cleaned(body: bytes, name: str | None) -> tuple[bytes, str]:
    """The bytes to keep and their true type; raises Refused."""
    if not body:
        raise Refused("empty")
    head = body[:4096]
    if head.startswith(_DANGEROUS) or b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE" in head:
        raise Refused("dangerous")
    mime = filetype.guess_mime(body)
    if mime is None:
        if _is_text(head) and b"<script" not in head.lower():
            return body, "text/plain"
        raise Refused("unknown")
    if mime not in _ALLOWED:
        raise Refused("dangerous" if mime.startswith("application/") else "unknown")
    if mime in ("image/jpeg", "image/png", "image/webp"):
        return _picture(body, mime)
    return body, mime


def _picture(body: bytes, mime: str) -> tuple[bytes, str]:
    """The picture anew, turned as the camera meant it, without any metadata."""
    try:
        with Image.open(io.BytesIO(body)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Refused("too_big")
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((MAX_SIDE, MAX_SIDE))
            out = io.BytesIO()
            kind = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}[mime]
            if kind == "JPEG" and upright.mode not in ("RGB", "L"):
                upright = upright.convert("RGB")
            clean = Image.new(upright.mode, upright.size)
            clean.paste(upright)
            if upright.mode == "P" and (palette := upright.getpalette()):
                clean.putpalette(palette)
            clean.save(out, kind, quality=88)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused("unknown") from None
    return out.getvalue(), mime


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8", errors="strict" if len(head) < 4096 else "ignore")
    except UnicodeDecodeError:
        return False
    return all(char.isprintable() or char in "\r\n\t" for char in text)
