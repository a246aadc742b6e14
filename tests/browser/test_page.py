"""A citizen and a focal point on the page: one complaint from the first word to the closing, with pictures."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, Locator, Page

from tests.browser.phone import Panel

#: One demo and one browser where the tests of this file share a worker: opening both costs as much as the tests.
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"


async def picture(what: Page | Locator, name: str) -> None:
    """A screenshot, 256 colours; kept in docs/images when PICTURES=update."""
    body = await what.screenshot()
    assert len(body) > 5_000
    if os.environ.get("PICTURES") == "update":
        with Image.open(io.BytesIO(body)) as drawn:
            drawn.convert("RGB").quantize(256).save(IMAGES / name, optimize=True)


async def test_a_complaint_travels_on_the_page_and_back(browser: Browser, demo: str) -> None:
    page = await browser.new_page(viewport={"width": 2240, "height": 1000})
    await page.goto(demo)
    siti, capil = Panel(page, 0), Panel(page, 2)
    await siti.hears("Setuju?")
    await siti.presses("Setuju")
    await siti.hears("Apakah instansinya benar?")
    await siti.presses("Benar")
    await siti.hears("disembunyikan dari instansi")
    await siti.presses("Tampilkan nama")
    await siti.hears("Periksa sebentar")
    await siti.presses("Kirim")
    await siti.hears("Terkirim. Nomor laporan")
    card = await capil.hears("Belum diterima petugas")
    await picture(card, "kartu.png")
    await capil.presses("Terima")
    await siti.hears("sudah diterima Disdukcapil Kota Batam")
    await capil.replies("Pelapor: Siti Aminah", "blanko sudah datang, silakan ambil di loket 4 mulai senin, bawa resi")
    await picture(await capil.hears("Akan dikirim ke pelapor"), "pratinjau-kartu.png")
    await capil.presses("Kirim")
    await siti.hears("Tanggapan Disdukcapil Kota Batam")
    await picture(page, "demo.png")
    await siti.presses("Sudah selesai")
    await siti.hears("ditutup karena Bapak/Ibu menyatakan selesai")
    await capil.hears("menyatakan sudah selesai")


@pytest.mark.long
async def test_the_page_shows_words_of_people_as_words(browser: Browser, demo: str) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    alerts: list[str] = []
    page.on("dialog", lambda dialog: alerts.append(dialog.message))
    await page.goto(demo)
    budi = Panel(page, 1)
    await budi.hears("Setuju?")
    await budi.writes('<b>tebal</b><img src=x onerror="alert(1)"> antri di disdukcapil batam lama sekali kemarin')
    await budi.hears("Sudah kami catat")
    assert alerts == []
    assert await page.get_by_test_id("banner").is_visible()


@pytest.mark.long
async def test_staff_take_in_a_suggestion_box_on_the_page(browser: Browser, demo: str) -> None:
    page = await browser.new_page(viewport={"width": 2240, "height": 1000})
    await page.goto(demo)
    staff, capil = Panel(page, 4), Panel(page, 2)
    await staff.writes("/kotak lobi disdukcapil batam")
    await staff.hears("ditujukan ke instansi mana")
    await staff.presses("Berbagai instansi")
    await staff.presses("Kemarin")
    await staff.hears("Kertas 1")
    story = "KTP anak saya di disdukcapil batam sudah 3 bulan belum jadi, katanya blanko habis."
    await staff.writes(f"{story}\nNama: Siti Aminah")
    await staff.hears("Kertas 1 tercatat untuk Disdukcapil Kota Batam")
    await staff.writes("Petugas loketnya kurang ramah dan antreannya tidak jelas, mohon diperhatikan.")
    await staff.hears("Kertas 2 tercatat, instansinya ditentukan petugas")
    await staff.presses("Selesai menyalin")
    await picture(await staff.hears("Periksa sebentar: 2 kertas"), "kotak-periksa.png")
    await staff.presses("Catat semua")
    await picture(await staff.hears("Tercatat 2 laporan"), "kotak-kode.png")
    await capil.hears("Dari kotak saran")
    await picture(await staff.hears("Ke instansi mana?"), "kartu-petugas.png")
