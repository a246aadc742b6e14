"""`narahubung qr`: the same link for the same counter, a picture that is that link, a poster that says all it must."""

from __future__ import annotations

import asyncio
import base64
import io
import re
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

import simulator
from bot.cli.qr import command
from bot.poster import QUIET, Poster, code, pdf, png
from simulator.client import SimClient
from storage.registry_file import seed_registry

OFFICE = "2171.disdukcapil"
LINK = "https://t.me/lapor_batam_bot?start=Ab3_-xYz0123456789QwEr"
SAID = {name: f"<{name}>" for name in ("title", "headline", "promise", "free", "no_code", "not_emergency")}
SAID |= {f"step{n}": f"<langkah {n}>" for n in (1, 2, 3)}


@pytest.fixture
def runner(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.delenv("NARAHUBUNG_CITIZEN_TOKEN", raising=False)
    return CliRunner()


def qr(runner: CliRunner, *arguments: str) -> Result:
    return runner.invoke(command, [OFFICE, "--username", "@lapor_batam_bot", *arguments])


def token(result: Result) -> str:
    found = re.search(r"https://t\.me/lapor_batam_bot\?start=([A-Za-z0-9_-]{22,64})\t", result.output)
    assert found, result.output
    return found[1]


def test_a_counter_keeps_its_link_until_a_new_one_is_made(runner: CliRunner) -> None:
    first = token(qr(runner, "--counter", "Loket 4"))
    assert token(qr(runner, "--counter", "loket 4")) == first
    assert token(qr(runner, "--counter", "Loket 5")) != first
    assert token(qr(runner, "--counter", "Loket 4", "--new")) != first
    revoked = qr(runner, "--counter", "Loket 4", "--revoke")
    assert revoked.exit_code == 0 and "dicabut" in revoked.output


def test_an_unknown_agency_is_one_sentence(runner: CliRunner) -> None:
    result = runner.invoke(command, ["tidak.ada", "--username", "x"])
    assert result.exit_code == 1 and "Cari dengan: narahubung registry find" in result.output


def test_without_a_token_and_a_name_it_says_what_is_missing(runner: CliRunner) -> None:
    result = runner.invoke(command, [OFFICE])
    assert result.exit_code == 1 and "NARAHUBUNG_CITIZEN_TOKEN" in result.output


def test_both_files_are_written(runner: CliRunner, tmp_path: Path) -> None:
    result = qr(runner, "--counter", "Loket 4", "--png", "a.png", "--poster", "a.pdf")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    text = words((tmp_path / "a.pdf").read_bytes())
    assert "Dinas Kependudukan dan Pencatatan Sipil" in text and "Loket 4" in text
    for said in ("Ada keluhan di sini?", "GRATIS", "112", "t.me/lapor_batam_bot", "Arahkan kamera"):
        assert said in text, said


async def test_the_name_is_asked_of_the_channel(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = await simulator.start(port=0, data_dir=None)
    try:
        async with SimClient(server.url) as sim:
            bot = await sim.bot("Pengaduan Batam")
            monkeypatch.setenv("NARAHUBUNG_CITIZEN_TOKEN", str(bot["token"]))
            monkeypatch.setenv("NARAHUBUNG_TELEGRAM_API_URL", server.url)
            result = await asyncio.to_thread(runner.invoke, command, [OFFICE])
    finally:
        await server.stop()
    assert f"https://t.me/{bot['username']}?start=" in result.output


def test_the_picture_is_the_link() -> None:
    """Every module of the picture is the module of the code, with the white around it that readers need."""
    picture = Image.open(io.BytesIO(png(LINK, scale=5))).convert("1")
    matrix = code(LINK).matrix
    assert picture.size == ((len(matrix) + 2 * QUIET) * 5,) * 2
    seen = [
        [picture.getpixel(((x + QUIET) * 5 + 2, (y + QUIET) * 5 + 2)) == 0 for x in range(len(matrix))]
        for y in range(len(matrix))
    ]
    assert seen == [[bool(module) for module in row] for row in matrix]
    assert all(picture.getpixel((x, 5 * QUIET - 1)) for x in range(picture.width))


def poster(agency: str = "Dinas Sosial Kota Batam", counter: str = "") -> bytes:
    return pdf(Poster(LINK, "t.me/lapor_batam_bot", agency, counter, SAID.__getitem__))


def words(document: bytes) -> str:
    """The text of the page, without a PDF library."""
    (stream,) = re.findall(rb"stream\r?\n(.+?)endstream", document, re.DOTALL)
    page = zlib.decompress(base64.a85decode(b"<~" + stream.strip(), adobe=True))
    return " ".join(found.decode("cp1252") for found in re.findall(rb"\((.*?)\) Tj", page))


def test_the_poster_is_one_upright_a5_page_with_every_sentence() -> None:
    document = poster(counter="Loket 4")
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+)", document)
    assert box and (round(float(box[1]) * 25.4 / 72), round(float(box[2]) * 25.4 / 72)) == (148, 210)
    assert document.count(b"/Type /Page\n") == 1
    text = words(document)
    for name, said in SAID.items():
        assert name == "title" or said in text, name
    assert "Dinas Sosial Kota Batam" in text and "Loket 4" in text


def test_the_longest_name_still_fits_and_the_same_poster_is_the_same_file() -> None:
    long = max((agency.name for agency in seed_registry().agencies.values()), key=len)
    text = words(poster(long, "Loket Pelayanan Perekaman KTP Elektronik dan Kartu Identitas Anak Lantai Dua"))
    assert all(word in text for word in long.split())
    assert poster() == poster()


def test_every_module_of_the_code_is_on_the_poster() -> None:
    """As rectangles: their areas add up to the dark modules."""
    (stream,) = re.findall(rb"stream\r?\n(.+?)endstream", poster(), re.DOTALL)
    page = zlib.decompress(base64.a85decode(b"<~" + stream.strip(), adobe=True))
    sizes = [(float(w), float(h)) for w, h in re.findall(rb"[\d.]+ [\d.]+ ([\d.]+) ([\d.]+) re", page)]
    module = min(h for _, h in sizes)
    dark = sum(round(w / module) for w, h in sizes if abs(h - module) < 0.01)
    assert dark == sum(map(sum, code(LINK).matrix))
