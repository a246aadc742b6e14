"""What a file really is, and the file without what it should not carry; knows bytes, no people and no case.

Type by content, never by name; places (EXIF, GPS) leave photos and films; programs, archives, bombs and files
that are two things at once are refused (handbook systems §7 row 26). A place is kept only when it is shared as one.
"""

from __future__ import annotations

import io
import re
import zipfile

import filetype
from PIL import Image, ImageOps

#: EICAR's test string, and the beginnings of programs and scripts.
_DANGEROUS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"X5O!P%@AP", b"\xcf\xfa\xed\xfe")
_EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_ALLOWED = frozenset(
    "image/jpeg image/png image/webp image/gif "
    "audio/ogg audio/mpeg audio/mp4 audio/x-m4a audio/aac "
    "audio/amr audio/x-wav video/mp4 video/quicktime video/webm video/3gpp video/x-matroska video/x-m4v "
    "application/pdf "
    "application/msword application/vnd.openxmlformats-officedocument.wordprocessingml.document "
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet application/vnd.ms-excel".split()
)
#: Pictures are written anew: nothing but the picture survives, whatever was hung on it.
_REDRAWN = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "PNG"}
_OFFICE = "application/vnd.openxmlformats"
#: What an office document or a PDF has no business to carry.
_MACROS = re.compile(rb"vbaProject|\.(?:exe|js|vbs|bat|cmd|scr|jar)$", re.IGNORECASE)
_ACTIVE_PDF = re.compile(rb"/JavaScript\b|/JS\b|/Launch\b|/EmbeddedFile\b|<script\b", re.IGNORECASE)
_SCRIPT = re.compile(
    rb"<script\b|<\?php|javascript:|powershell|wscript\.shell|^\s*@echo off", re.IGNORECASE | re.MULTILINE
)
#: ISO 6709, as phones write it into films: "+01.1307+104.0531+012.000/".
_FILMED_AT = re.compile(rb"[+-]\d{2}\.\d{2,8}[+-]\d{3}\.\d{2,8}(?:[+-]\d{1,5}(?:\.\d{1,5})?)?/")
MAX_PIXELS = 50_000_000  # a decompression bomb is larger
MAX_SIDE = 2560
MAX_UNPACKED, MAX_ENTRIES = 100_000_000, 2_000


class Refused(Exception):
    """This file is not taken; `reason` names the msgid ending."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def cleaned(body: bytes, name: str | None) -> tuple[bytes, str]:
    """The bytes to keep and their true type; raises Refused."""
    if not body:
        raise Refused("empty")
    if body.startswith(_DANGEROUS) or _EICAR in body[:4096]:
        raise Refused("dangerous")
    mime = filetype.guess_mime(body)
    if mime is None:
        return _text(body), "text/plain"
    if mime == "image/heic":
        raise Refused("heic")  # its place data cannot be taken out here
    if mime not in _ALLOWED:
        raise Refused("dangerous" if mime.startswith("application/") else "unknown")
    if mime in _REDRAWN:
        return _picture(body, mime)
    if mime.startswith(_OFFICE):
        _unpacked(body)
    elif mime == "application/pdf" and (_ACTIVE_PDF.search(body) or b"PK\x03\x04" in body[-66_000:]):
        raise Refused("dangerous")
    elif mime.startswith("video/"):
        # Blanked, not cut: every offset inside the film stays true.
        body = _FILMED_AT.sub(lambda found: b" " * len(found[0]), body)
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
            kind = _REDRAWN[mime]
            if kind == "JPEG" and upright.mode not in ("RGB", "L"):
                upright = upright.convert("RGB")
            clean = Image.new(upright.mode, upright.size)
            clean.paste(upright)
            if upright.mode == "P" and (palette := upright.getpalette()):
                clean.putpalette(palette)
            clean.save(out, kind, quality=88)
    except Image.DecompressionBombError:
        raise Refused("too_big") from None
    except (OSError, ValueError, SyntaxError):
        raise Refused("unknown") from None
    return out.getvalue(), f"image/{kind.lower()}"


def _unpacked(body: bytes) -> None:
    """An office document is an archive: how large it would become is asked before anybody opens it."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused("unknown") from None
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("dangerous")
    if any(_MACROS.search(entry.filename.encode()) for entry in entries):
        raise Refused("dangerous")


def _text(body: bytes) -> bytes:
    """Plain words; a script by another name is none."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("unknown") from None
    if not all(char.isprintable() or char in "\r\n\t\ufeff" for char in text[:20_000]):
        raise Refused("unknown")
    if _SCRIPT.search(body):
        raise Refused("dangerous")
    return body
