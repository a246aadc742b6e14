"""Files on their way in: fetched once, counted once, refused kindly, kept waiting while the disk is full."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot import fetcher
from bot.cleaning import cleaned
from bot.fetcher import Fetcher
from conversations.messages import Media
from storage.attachments_store import FileStore
from storage.errors import StoreFull
from tests.handlers.builders import CITIZEN_BOT, House
from tests.handlers.citizens import Citizen, listening
from tests.handlers.conftest import house, migrated

__all__ = ["house", "migrated"]

STORY = "ktp saya di disdukcapil batam ditolak tanpa alasan kemarin"


class Wire:
    """Hands over bodies by their ref."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}

    async def download(self, ref: str, *, max_bytes: int) -> bytes:
        return self.bodies[ref]


class Disk(FileStore):
    """A store whose disk may be full."""

    full = False

    async def put(self, body: bytes) -> str:
        if self.full:
            raise StoreFull
        return await super().put(body)


def photo(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "JPEG")
    return out.getvalue()


class Desk:
    """A citizen, a wire, a disk."""

    def __init__(self, house: House, folder: Path) -> None:
        self.siti, self.wire, self.disk = Citizen(listening(house)), Wire(), Disk(folder, house.keyring)
        self.fetcher = Fetcher(
            house.database, {CITIZEN_BOT: self.wire}, house.services, self.disk, max_bytes=20_000_000  # type: ignore[dict-item]
        )  # fmt: skip

    async def sends(self, body: bytes, name: str = "foto.jpg", *, kind: str = "photo", **more: object) -> str:
        ref = f"r{len(self.wire.bodies)}"
        self.wire.bodies[ref] = body
        media = Media(kind=kind, ref=ref, name=name, size=more.pop("size", len(body)))  # type: ignore[arg-type]
        return await self.siti.does(media, **more)

    async def fetch(self) -> None:
        while await self.fetcher.run_once():
            pass
        await self.siti.house.deliver()

    async def files(self) -> int:
        draft = (await self.siti.talk()).draft
        return len(draft.attachments) if draft else -1


@pytest.fixture
async def desk(house: House, tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(house, tmp_path / "files")
    await made.siti.says(STORY, "setuju", "ya", "1")
    yield made


async def test_the_same_photo_twice_counts_once(desk: Desk) -> None:
    await desk.sends(photo("red"))
    await desk.sends(photo("red"))
    await desk.sends(photo("blue"))
    await desk.fetch()
    assert await desk.files() == 2
    await desk.siti.says("kirim")
    case = await desk.siti.house.case((await desk.siti.talk()).last["number"])
    assert len(case.attachments) == 2
    shown = [b for b in desk.siti.house.seen("-100100") if b.row.message and b.row.message.files]
    assert sum(len(b.row.message.files) for b in shown if b.row.message) == 2


async def test_after_filing_it_counts_once_too(desk: Desk) -> None:
    await desk.sends(photo("red"))
    await desk.siti.says("kirim")
    number = (await desk.siti.talk()).last["number"]
    await desk.siti.presses("Tambah keterangan")
    await desk.sends(photo("red"))
    await desk.fetch()
    assert len((await desk.siti.house.case(number)).attachments) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"MZ\x90\x00" + b"\0" * 40, "bisa berbahaya"), (b"\0\x01\xff" * 50, "tidak kami kenali"), (b"", "kosong")],
)
async def test_a_refused_file_is_told_and_not_counted(desk: Desk, body: bytes, words: str) -> None:
    await desk.sends(body, "surat.pdf", kind="document")
    await desk.fetch()
    assert words in desk.siti.house.last("501").text
    assert "tetap berjalan" in desk.siti.house.last("501").text
    assert await desk.files() == 0


async def test_too_large_is_told_without_fetching(desk: Desk) -> None:
    await desk.sends(photo("red"), size=21_000_000)
    await desk.fetch()
    assert "20 MB" in desk.siti.house.last("501").text and await desk.files() == 0


async def test_an_album_is_answered_once(desk: Desk) -> None:
    before = len(desk.siti.house.seen("501"))
    for colour in ("red", "green", "blue", "white"):
        await desk.sends(photo(colour), album="a1")
    assert len(desk.siti.house.seen("501")) == before + 1
    assert await desk.files() == 4


async def test_a_full_disk_is_said_once_and_the_file_comes_when_there_is_room(desk: Desk) -> None:
    desk.disk.full = True
    await desk.sends(photo("red"))
    await desk.fetch()
    assert "tidak perlu dikirim ulang" in desk.siti.house.last("501").text
    said = len(desk.siti.house.seen("501"))
    for _ in range(4):
        desk.siti.house.clock += timedelta(hours=1)
        await desk.fetch()
    assert len(desk.siti.house.seen("501")) == said
    desk.disk.full = False
    desk.siti.house.clock += timedelta(hours=1)
    await desk.siti.says("kirim")
    await desk.fetch()
    assert any(b.row.message and b.row.message.files for b in desk.siti.house.seen("-100100"))


async def test_a_voice_note_begins_a_report(house: House, tmp_path: Path) -> None:
    desk = Desk(house, tmp_path / "files2")
    desk.siti = Citizen(house, "777", "Ani")
    await desk.sends(b"OggS" + b"\0" * 60, kind="voice", name="")
    assert "Rekamannya sudah kami terima" in await desk.siti.says("setuju")


async def test_a_file_that_breaks_the_reader_is_given_up_and_holds_up_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reader(body: bytes, name: str | None) -> tuple[bytes, str]:
        if body == b"broken":
            raise IndexError("a library's surprise")
        return cleaned(body, name)

    monkeypatch.setattr(fetcher, "cleaned", reader)
    await desk.sends(b"broken")
    await desk.sends(photo("red"))
    for _ in range(6):
        await desk.fetch()
        desk.siti.house.clock += timedelta(hours=1)
    assert "tetap berjalan" in desk.siti.house.last("501").text
    assert await desk.files() == 1
