"""What the bots say of themselves to the messenger: commands, description, in both languages."""

from __future__ import annotations

from bot.channels.base import Channel
from bot.i18n import Catalogues

CITIZEN = ("lapor", "status", "bantuan", "batal", "petugas", "bahasa", "berhenti", "mulai", "privasi",
           "dataku", "hapusdata", "ombudsman")  # fmt: skip
DESK = ("tugas", "cari", "rekap", "templat", "cuti", "gabung", "antrean", "siaran", "undang", "cakupan",
        "instansi", "usulan", "kotak", "titip", "peran", "identitas", "ekspor", "bantuan", "id",
        "latihan", "kelas", "mitra")  # fmt: skip


async def introduce(channel: Channel, words: Catalogues, *, citizen: bool) -> None:
    """Set command list and descriptions; '' is for languages we do not speak."""
    who, names = ("citizen", CITIZEN) if citizen else ("desk", DESK)
    tongues = {"": "id", "id": "id", "en": "en"}
    commands = {
        code: [(name, words.text(f"command.{who}.{name}", language)) for name in names]
        for code, language in tongues.items()
    }
    long = {code: words.text(f"about.{who}.long", language) for code, language in tongues.items()}
    short = {code: words.text(f"about.{who}.short", language) for code, language in tongues.items()}
    await channel.introduce(commands, long, short)
