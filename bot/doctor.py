"""Looks an installation over and says one line of advice for each thing found; changes nothing.

Each check gives a Finding; the command prints them, scripts read the exit code.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.channels.base import Channel, Revoked
from bot.config import Settings
from bot.holidays import OVERRIDES, load_calendar, missing_year, read_overrides, require_this_year
from bot.webhook_telegram import path_of
from complaints.calendar import CalendarMissing
from conversations.messages import SendError
from storage.database import Database
from storage.errors import StorageError
from storage.keys import Keyring

#: Below this the next days of photos do not fit.
ROOM = 1_000_000_000
#: An update older than this has waited too long (engine handbook §6: alert on the oldest age).
LAG = 60.0
#: More than these at Telegram means that its calls do not arrive here.
WAITING = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `bad` needs a person, `advice` says what to do."""

    what: str
    bad: bool
    advice: str = ""


async def examine(
    settings: Settings, channels: list[tuple[str, Channel]], now: Callable[[], datetime]
) -> AsyncIterator[Finding]:
    """Everything that can be looked at from here, the foundations first."""
    yield _disk(settings.data_dir)
    yield _calendar(settings, now())
    async for finding in _memory(settings, now):
        yield finding
    for name, channel in channels:
        async for finding in _bot(name, channel, settings.webhook_url):
            yield finding
    if not settings.staff_chat:
        yield Finding("grup petugas", True, "Ketik /id di grup petugas, lalu isi NARAHUBUNG_STAFF_CHAT.")


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder if folder.exists() else Path.cwd()).free
    advice = f"Tinggal {free // 1_000_000} MB. Kosongkan ruang atau pindahkan NARAHUBUNG_DATA_DIR."
    return Finding("ruang disk", free < ROOM, advice if free < ROOM else "")


def _calendar(settings: Settings, at: datetime) -> Finding:
    table = settings.holidays or OVERRIDES
    calendar = load_calendar(overrides=read_overrides(table))
    try:
        require_this_year(calendar, at.date())
        if (year := missing_year(calendar, at.date())) is not None:
            raise CalendarMissing(year)
    except CalendarMissing as missing:
        return Finding("hari libur", True, f"{missing}. Perbarui paket holidays atau isi {table}.")
    return Finding("hari libur", False)


async def _memory(settings: Settings, now: Callable[[], datetime]) -> AsyncIterator[Finding]:
    try:
        keyring = Keyring.open(settings.key_file, create=False)
        database = Database(settings.database, keyring, clock=now)
    except StorageError as error:
        yield Finding("kunci", True, str(error))
        return
    yield Finding("kunci", False)
    try:
        await database.start()
        yield Finding("skema basis data", False)
        async with database.read() as uow:
            waiting, oldest = await uow.inbox.waiting(at=now())
            dead = len(await uow.inbox.dead(100)) + len(await uow.outbox.dead_letters(100))
            longer = [f"{who} {code}" for who, own in (await uow.agency_rules.all()).items() for code in own.ignored]
            broken = [f"{who} {one.kind} {one.address}" for who, one in await uow.agency_profiles.broken()]
        late = oldest > LAG
        advice = f"{waiting} pesan menunggu, tertua {oldest:.0f} detik. Periksa apakah narahubung run berjalan."
        yield Finding("antrean masuk", late, advice if late else "")
        yield Finding("surat mati", dead > 0, f"{dead} pesan diparkir: narahubung dead list." if dead else "")
        advice = f"Diabaikan karena tidak lebih pendek: {', '.join(longer)}. narahubung agency rules clear."
        unreachable = f"Tidak terjangkau: {', '.join(broken[:5])}. narahubung agency channels."
        yield Finding("kanal instansi", bool(broken), unreachable if broken else "")
        yield Finding("batas instansi", bool(longer), advice if longer else "")
    except StorageError as error:
        yield Finding("basis data", True, str(error))
    finally:
        await database.close()


async def _bot(name: str, channel: Channel, wanted: str) -> AsyncIterator[Finding]:
    try:
        me = await channel.who_am_i()
        info = await channel.webhook_info()
        hook = str(info.get("url") or "")
    except Revoked:
        yield Finding(f"token {name}", True, "Token ditolak Telegram. Ambil yang baru di BotFather.")
        return
    except SendError as error:
        yield Finding(f"token {name}", True, f"Telegram tidak terjangkau ({type(error).__name__}). Periksa jaringan.")
        return
    yield Finding(f"token {name} (@{me.username})", False)
    if not wanted and hook:
        yield Finding(f"webhook {name}", True, "Webhook masih terpasang: narahubung run mencabutnya saat mulai.")
    if wanted:
        ours = hook == wanted + path_of(channel.account)
        yield Finding(f"webhook {name}", not ours, "" if ours else "Belum terpasang: narahubung run memasangnya.")
        if ours and (waiting := int(info.get("pending_update_count") or 0)) > WAITING:
            yield Finding(f"webhook {name}", True, f"{waiting} pesan menunggu di Telegram. Periksa proksi TLS.")
    if name == "desk" and not me.can_read_all_group_messages:
        yield Finding("privasi grup", True, "Matikan di BotFather: /setprivacy, Disable, agar balasan terbaca.")
