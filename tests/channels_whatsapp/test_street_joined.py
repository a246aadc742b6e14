"""One person on Telegram and on WhatsApp: joined by a code when both sides agree, and not otherwise."""

from __future__ import annotations

from pathlib import Path

from tests.channels_whatsapp.test_outside_window import answers, filed
from tests.street import street


async def test_two_chats_of_one_person_become_one(tmp_path: Path) -> None:
    async with street(tmp_path, whatsapp=True) as here:
        phone, telegram = await here.neighbour("Siti"), await here.citizen("Siti Aminah")
        receipt = await filed(here, phone)
        number = receipt.text.split("Nomor laporan: ")[1].split("\n")[0]
        await telegram.writes("gabung")
        code = (await telegram.reads()).text.split("G-")[1][:9]
        thief = await here.neighbour("Pencuri")
        await thief.writes(f"G-{code}")
        await thief.reads()
        await thief.presses("Gabungkan")
        await thief.reads()
        asked = await telegram.reads()
        assert "Pencuri" in asked.text
        await telegram.presses("Tidak")
        await telegram.reads()
        await thief.writes("status")
        assert "Belum ada laporan" in (await thief.reads()).text

        await telegram.writes("gabung")
        code = (await telegram.reads()).text.split("G-")[1][:9]
        await telegram.writes(f"G-{code}")
        assert "percakapan ini" in (await telegram.reads()).text
        await phone.writes(f"kodenya g-{code.lower()}")
        assert "Siti Aminah" in (await phone.reads()).text
        await phone.presses("Gabungkan")
        assert "Tinggal satu langkah" in (await phone.reads()).text
        assert "Siti" in (await telegram.reads()).text
        await telegram.presses("Gabungkan")
        assert "sudah digabung" in (await telegram.reads()).text

        await telegram.writes("status")
        assert number in (await telegram.reads()).text
        await answers(here, "blanko sudah datang, silakan ambil")
        assert "blanko" in (await telegram.reads()).text.lower()
        assert await phone.hears_nothing(for_=0.3), "news goes where the person last wrote"
        await phone.writes("status")
        assert number in (await phone.reads()).text
        await phone.presses("Sudah selesai")
        assert number in (await phone.reads()).text
        await phone.writes("gabung")
        assert "sudah digabung" in (await phone.reads()).text


async def test_a_code_dies_after_a_quarter_of_an_hour(tmp_path: Path) -> None:
    async with street(tmp_path, whatsapp=True) as here:
        phone, telegram = await here.neighbour("Siti"), await here.citizen("Siti Aminah")
        await phone.writes("gabung")
        code = (await phone.reads()).text.split("G-")[1][:9]
        await here.sim.passes(seconds=16 * 60)
        await telegram.writes(f"G-{code}")
        assert "tidak berlaku" in (await telegram.reads()).text
