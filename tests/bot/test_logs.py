"""A NIK, a phone, a story and the tokens go through the whole house; no output and no file may show them."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.logs import set_up
from tests.street import CITIZEN_TOKEN, DESK_TOKEN, street

NIK, PHONE, NAME = "2171010203040005", "081234567890", "Zulaikha Perempuan Rahasia"
STORY = f"nik saya {NIK} hp {PHONE}, ktp di disdukcapil batam belum jadi sejak kemarin, nama Zulaikha"


@pytest.fixture
def output(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Everything that is logged, libraries included, at the noisiest level."""
    told = io.StringIO()
    monkeypatch.setattr("sys.stderr", told)
    set_up("DEBUG")
    logging.getLogger().setLevel(logging.DEBUG)
    yield told
    structlog.reset_defaults()
    logging.basicConfig(force=True)


@pytest.mark.timeout(90)
async def test_logs_and_database_show_no_number_no_name_and_no_token(tmp_path: Path, output: io.StringIO) -> None:
    async with street(tmp_path) as here:
        person = await here.citizen(NAME)
        await person.writes(STORY)
        for answer in ("setuju", "benar", "tampilkan", "kirim"):
            await person.reads(timeout=10)
            await person.writes(answer)
        await person.reads(timeout=10)
        card = await here.officers["disdukcapil"].reads(here.groups["disdukcapil"], timeout=10)
        await here.sim.raw_update(here.bot, {"chat": {"id": NIK}, "text": STORY, "from": 7}, kind="message")
        await here.sim.breaks("error", "sendMessage", times=1, code=400, description=f"bad {NIK}")
        await person.writes("status")
        await person.writes("status")
        await person.reads(timeout=10)
    told = output.getvalue()
    assert "inbox.done" in told, "the test hears the log"
    for secret in (NIK, PHONE, "Zulaikha", "blanko", CITIZEN_TOKEN, DESK_TOKEN, "SIMULATOR-"):
        assert secret not in told, f"{secret!r} stands in the log"
    assert NIK not in card.text, "the card masks the number"
    assert PHONE not in card.text
    search_files(tmp_path, NIK, PHONE, "Zulaikha", str(person.id))


def search_files(folder: Path, *secrets: str) -> None:
    """Nothing on disk shows them: database, write-ahead log, attachments, keys."""
    for file in folder.rglob("*"):
        body = file.read_bytes() if file.is_file() else b""
        for secret in secrets:
            assert secret.encode() not in body, f"{secret!r} stands in {file.name}"
