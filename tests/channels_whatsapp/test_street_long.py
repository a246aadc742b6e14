"""A long answer reaches a WhatsApp phone in order, whole, once: with the window open and with it shut."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.channels_whatsapp.test_outside_window import answers, filed
from tests.street import street

LONG = "\n\n".join(f"Syarat {n}. " + "Silakan membawa resi dan fotokopi KTP ke loket 4. " * 7 for n in range(1, 12))


@pytest.mark.parametrize("shut", [False, True])
async def test_every_word_arrives_in_its_order(tmp_path: Path, shut: bool) -> None:
    async with street(tmp_path, whatsapp=True) as here:
        phone = await here.neighbour("Siti")
        await filed(here, phone)
        if shut:
            await here.sim.passes(hours=25)
        await answers(here, LONG)
        if shut:
            assert "tanggapan" in (await phone.reads()).text.lower()
            await phone.writes("buka")
        said, heard = "", 0
        while "Berikutnya" not in said:
            said, heard = said + "\n" + (await phone.reads()).text, heard + 1
        assert re.findall(r"Syarat (\d+)", said) == [str(n) for n in range(1, 12)]
        assert re.findall(r"bagian \d dari \d", said) == [f"bagian {n} dari {heard}" for n in range(1, heard + 1)]
