"""The writer of a paper joins on WhatsApp with the code that staff read out."""

from __future__ import annotations

import re
from pathlib import Path

from tests.street import street


async def test_the_writer_of_a_paper_joins_on_whatsapp(tmp_path: Path) -> None:
    async with street(tmp_path, whatsapp=True) as here:
        group = int(here.staff["id"])  # type: ignore[call-overload]

        async def staff(says: str = "", *, presses: str = "") -> str:
            await (here.dewi.presses(presses, in_=group) if presses else here.dewi.writes(says, in_=group))
            return (await here.dewi.reads(group)).text

        await staff("/titip")
        await staff(presses="Surat")
        await staff(presses="Hari ini")
        await staff("KTP anak saya di disdukcapil batam sudah 3 bulan belum jadi, katanya blanko habis.")
        told = await staff(presses="Catat semua")
        number, code = re.search(r"(NH-\S+).*?(K-\w{5}-\w{5})", told, re.DOTALL).groups()  # type: ignore[union-attr]
        phone = await here.neighbour("Siti")
        await phone.writes("K-23456-789AB")
        assert "Kode itu tidak berlaku." in (await phone.reads()).text
        await phone.writes(f"kode {code.lower()}")
        assert f"Laporan {number} sekarang dapat Bapak/Ibu ikuti di sini." in (await phone.reads()).text
        await phone.writes("status")
        assert number in (await phone.reads()).text
