"""What is not taken, and what is taken without its place: files as attackers and phones make them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from bot.cleaning import Refused, cleaned

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def photo(kind: str = "JPEG", *, gps: bool = False, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", size, "green")
    exif = Image.Exif()
    if gps:
        exif[0x0110] = "Telepon Siti"
        exif[0x8825] = {1: "N", 2: (1.0, 7.0, 50.0), 3: "E", 4: (104.0, 3.0, 11.0)}
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def bomb_png() -> bytes:
    """A few bytes that call themselves a picture of 900 million pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def document(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr("word/document.xml", "<w:document/>")
        for name, body in entries.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), body)
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (EICAR, "dangerous"),
        (b"MZ\x90\x00" + b"\0" * 64, "dangerous"),
        (b"#!/bin/sh\nrm -rf /\n", "dangerous"),
        (b"@echo off\r\ndel *.*\r\n", "dangerous"),
        (b"<html><script>alert(1)</script></html>", "dangerous"),
        (b"<?php system($_GET['c']); ?>", "dangerous"),
        (PDF + b"2 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj", "dangerous"),
        (PDF + zipfile.ZipFile.__doc__.encode() + b"PK\x03\x04rest", "dangerous"),
        (bomb_png(), "too_big"),
        (b"\0\x01\x02\xff\xfe" * 40, "unknown"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 40, "heic"),
    ],
)
def test_refused_with_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        cleaned(body, "foto.jpg")
    assert caught.value.reason == reason


@pytest.mark.parametrize("entries", [{"word__vbaProject_dot_bin": b"x"}, {"setup_dot_exe": b"MZ"}])
def test_a_document_with_a_program_in_it(entries: dict[str, bytes]) -> None:
    with pytest.raises(Refused, match="dangerous"):
        cleaned(document(**entries), "surat.docx")


def test_a_bomb_in_a_document() -> None:
    with pytest.raises(Refused, match="dangerous"):
        cleaned(document(word__media__besar_dot_bin=b"\0" * 120_000_000), "surat.docx")


def test_an_archive_is_no_evidence() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(Refused, match="dangerous"):
        cleaned(out.getvalue(), "foto.jpg")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_place_leaves_the_photo(kind: str) -> None:
    body, mime = cleaned(photo(kind, gps=True), "foto")
    assert mime == f"image/{kind.lower()}"
    assert not Image.open(io.BytesIO(body)).getexif()
    assert b"Telepon" not in body


def test_what_hangs_on_a_photo_falls_off() -> None:
    body, _ = cleaned(photo() + b"<script>alert(1)</script>PK\x03\x04", "foto.jpg")
    assert b"script" not in body and b"PK\x03\x04" not in body


def test_a_gif_that_is_a_script_becomes_a_picture() -> None:
    out = io.BytesIO()
    Image.new("P", (4, 4)).save(out, "GIF")
    body, mime = cleaned(out.getvalue() + b"/*<script>alert(1)</script>*/", "a.gif")
    assert mime == "image/png" and b"script" not in body


def test_the_place_leaves_the_film_and_the_film_stays_as_long() -> None:
    head, place = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", b"moov\xa9xyz\x00\x12+01.1307+104.0531+012.000/"
    film = head + place + b"\0" * 20
    body, mime = cleaned(film, "video.mp4")
    assert mime == "video/mp4" and len(body) == len(film) and b"104.0531" not in body


def test_the_same_photo_is_the_same_file() -> None:
    assert cleaned(photo(gps=True), "a.jpg") == cleaned(photo(gps=True), "b.jpg")


@pytest.mark.parametrize("body", [PDF, b"surat keterangan\nnomor 12", document()])
def test_ordinary_papers_are_taken_as_they_are(body: bytes) -> None:
    assert cleaned(body, "surat")[0] == body
