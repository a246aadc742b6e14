"""The line with the code that makes the first owner: printed at each start while nobody has claimed the house."""

from __future__ import annotations

from datetime import datetime

from storage.database import Database


async def invitation(database: Database, at: datetime) -> str | None:
    """What to print, with a fresh code in it; None once there is an owner."""
    async with database.begin() as uow:
        if await uow.staff_people.owned():
            return None
        return line(await uow.staff_people.offer_code(at))


def line(code: str) -> str:
    """How a code is told on the console."""
    typed = f"{code[:5]}-{code[5:]}"
    return f"Kode pemilik (sekali pakai, 7 hari): ketik /klaim {typed} di grup petugas atau ke bot petugas."
