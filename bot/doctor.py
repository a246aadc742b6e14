"""Looks an installation over and says one line of advice for each thing found; changes nothing.

Each check gives a Finding; the command prints them, scripts read the exit code.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.channels.base import Revoked
from bot.channels.telegram_desk import TelegramDesk
from bot.config import Settings
from bot.holidays import OVERRIDES, load_calendar, missing_year, read_overrides, require_this_year
from bot.webhook_telegram import path_of
from complaints.calendar import CalendarMissing
from conversations.messages import Moved, SendError
from storage.database import Database
from storage.errors import StorageError
from storage.keys import Keyring
from storage.records import Desk

#: Below this the next days of photos do not fit.
ROOM = 1_000_000_000
#: Seconds that a clock may differ: promised hours and retries go by it, and Telegram's word is a second wide.
SKEW = 5.0
#: Where the bot cannot speak: what it is there -> how that is said.
DUMB = {"out": "tidak ada di", "muted": "tidak boleh menulis di"}
#: Groups asked about at once.
AT_ONCE = 8
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
    settings: Settings, channels: list[tuple[str, TelegramDesk]], now: Callable[[], datetime]
) -> AsyncIterator[Finding]:
    """Everything that can be looked at from here, the foundations first."""
    yield _disk(settings.data_dir)
    yield _calendar(settings, now())
    desks: list[Desk] = []
    async for finding in _memory(settings, now, desks):
        yield finding
    for name, channel in channels:
        async for finding in _bot(name, channel, settings.webhook_url):
            yield finding
    if channels and (told := await _date_of(settings.telegram_api_url)):
        yield _clock("Telegram", told, now())
    for name, channel in channels:
        if name == "desk":
            async for finding in _groups(settings.staff_chat, channel, desks):
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


async def _memory(
    settings: Settings, now: Callable[[], datetime], desks: list[Desk]
) -> AsyncIterator[Finding]:
    """What is stored; `desks` is filled on the way with the groups that serve an agency."""
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
            clock = _clock("basis data", await uow.leases.clock(), now())
            desks += await uow.desks.all()
            waiting, oldest = await uow.inbox.waiting(at=now())
            dead = len(await uow.inbox.dead(100)) + len(await uow.outbox.dead_letters(100))
            longer = [f"{who} {code}" for who, own in (await uow.agency_rules.all()).items() for code in own.ignored]
            broken = [f"{who} {one.kind} {one.address}" for who, one in await uow.agency_profiles.broken()]
        yield clock
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


async def _bot(name: str, channel: TelegramDesk, wanted: str) -> AsyncIterator[Finding]:
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


def _clock(whose: str, theirs: datetime, ours: datetime) -> Finding:
    ahead = (ours - theirs).total_seconds()
    where = "di depan" if ahead > 0 else "di belakang"
    advice = f"Jam mesin ini {abs(ahead):.0f} detik {where} jam {whose}. Nyalakan NTP di keduanya."
    return Finding(f"jam dan {whose}", abs(ahead) > SKEW, advice if abs(ahead) > SKEW else "")


async def _date_of(url: str) -> datetime | None:
    """The moment in the answer of that server; None where it does not say, which the tokens tell in better words."""
    try:
        async with ClientSession(timeout=ClientTimeout(total=10)) as session, session.head(url) as answer:
            return parsedate_to_datetime(answer.headers["Date"])
    except (ClientError, TimeoutError, LookupError, ValueError):
        return None


async def _groups(staff_chat: str, desk: TelegramDesk, desks: list[Desk]) -> AsyncIterator[Finding]:
    """Can the desk bot speak where it has to?"""
    if staff_chat:
        yield await _staff_group(staff_chat, desk)
    groups = [one for one in desks if one.address.account == desk.account]
    turn = asyncio.Semaphore(AT_ONCE)

    async def stands(one: Desk) -> str:
        async with turn:
            with suppress(SendError):  # a moment's trouble with one of many
                return await desk.standing(one.address.chat)
        return ""

    told = zip(groups, await asyncio.gather(*map(stands, groups)), strict=True)
    dumb = [f"{one.agency_id} ({DUMB[standing]} grupnya)" for one, standing in told if standing in DUMB]
    advice = f"{len(dumb)} dari {len(groups)}: {', '.join(dumb[:5])}. Tambahkan bot petugas, beri hak menulis."
    yield Finding("grup instansi", bool(dumb), advice if dumb else "")


async def _staff_group(chat: str, desk: TelegramDesk) -> Finding:
    try:
        standing = await desk.standing(chat)
    except Moved as moved:
        return Finding("grup petugas", True, f"Grup itu kini bernomor {moved.new_chat}: isi NARAHUBUNG_STAFF_CHAT.")
    except SendError as error:
        return Finding("grup petugas", True, f"Tidak dapat diperiksa ({type(error).__name__}). Coba lagi.")
    if standing not in DUMB:
        return Finding("grup petugas", False)
    advice = f"Bot petugas {DUMB[standing]} {chat}: tambahkan, beri hak menulis, atau ganti NARAHUBUNG_STAFF_CHAT."
    return Finding("grup petugas", True, advice)
