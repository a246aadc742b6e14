"""Opens memory for a command that needs the database and nothing else: keys, tables, registry, no channel."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from typing import cast
from zoneinfo import ZoneInfo

from bot.config import Settings, bot_of
from bot.holidays import OVERRIDES, load_calendar, read_overrides
from bot.moment import now
from complaints.calendar import WorkingCalendar
from complaints.office_hours import OFFICE_HOURS
from conversations.ears import Ears
from conversations.messages import Address, Channel
from handlers.services import BroadcastRules, Services
from storage.database import Database
from storage.keys import Keyring
from storage.registry_file import national_registry
from storage.schema import bring_to_head


@asynccontextmanager
async def memory(settings: Settings, *, make: bool = True) -> AsyncIterator[tuple[Database, Services]]:
    """The database at head with the registry loaded, and services without ears; closed at the end.

    Without `make` it has to be there: who asks the wrong folder for its dead letters must not be told there are none.
    """
    if make:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    keyring = Keyring.open(settings.key_file, create=make)
    if make:
        await bring_to_head(settings.database)
    database = Database(settings.database, keyring, clock=now, patient=True)
    await database.start()
    try:
        if make:
            async with database.begin() as uow:
                await uow.agencies.load(national_registry())
        yield database, services_of(settings, keyring, cast(Ears, None))
    finally:
        await database.close()


def calendars(settings: Settings) -> Callable[[str], WorkingCalendar]:
    """Days off by region; each is put together once."""
    overrides = read_overrides(settings.holidays or OVERRIDES)
    return cache(lambda region: load_calendar(region, overrides))


def account_of(settings: Settings, which: str) -> str:
    """Bot id of the citizen or desk token, "" where none is set."""
    token = getattr(settings, f"{which}_token")
    return bot_of(token) if token else ""


def services_of(settings: Settings, keyring: Keyring, ears: Ears) -> Services:
    """What deeds may use, from the settings."""
    desk = account_of(settings, "desk")
    chat, by_region = settings.staff_chat, calendars(settings)
    return Services(
        now=now,
        ears=ears,
        calendar=by_region(""),
        hours=OFFICE_HOURS,
        zone=ZoneInfo(settings.service_zone),
        citizen_account=account_of(settings, "citizen"),
        desk_account=desk,
        staff=Address(channel=Channel.TELEGRAM, account=desk, chat=chat) if chat else None,
        chat_key=keyring.chat_key,
        person_key=lambda channel, user: keyring.person_key(Channel(channel), user),
        emergency_numbers=settings.emergency_numbers,
        home_region=settings.home_region or None,
        broadcast=BroadcastRules(
            approval_above=settings.broadcast_approval_above,
            whatsapp_price=settings.whatsapp_message_price,
            paid=settings.paid_broadcast,
            per_second={
                Channel.TELEGRAM: settings.messages_per_second,
                Channel.WHATSAPP: settings.whatsapp_messages_per_second,
            },
        ),
        calendars=by_region,
        whole_case=settings.ombudsman_rule,
        ombudsman_contact=settings.ombudsman_contact,
    )
