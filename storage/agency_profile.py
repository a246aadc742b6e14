"""Agencies' own channels and checklists in the database: one row each, the newest word counts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam

from complaints.agency_profile import Done, OwnChannel
from complaints.model import Actor
from storage.tables_profile import agency_channels as channels
from storage.tables_profile import agency_checklist as checklist
from storage.transaction import Repository, upsert

SET_CHANNEL = upsert(channels, "agency_id", "kind", "address")
DROP_CHANNEL = channels.delete().where(
    channels.c.agency_id == bindparam("b_agency"),
    channels.c.kind == bindparam("b_kind"),
    channels.c.address == bindparam("b_address"),
)
CHANNELS = (
    sa.select(channels)
    .where(channels.c.agency_id == bindparam("agency"))
    .order_by(channels.c.kind, channels.c.address)
)
BROKEN = sa.select(channels).where(channels.c.broken_on.is_not(None)).order_by(channels.c.agency_id, channels.c.kind)
SET_DONE = upsert(checklist, "agency_id", "item")
DROP_DONE = checklist.delete().where(
    checklist.c.agency_id == bindparam("b_agency"), checklist.c.item == bindparam("b_item")
)
ITEMS = sa.select(checklist).where(checklist.c.agency_id == bindparam("agency"))


class AgencyProfiles(Repository):
    """Profiles by agency."""

    async def channels(self, agency_id: str) -> list[OwnChannel]:
        """Its channels by kind."""
        return [_channel(row) for row in await self._tx.execute(CHANNELS, {"agency": agency_id})]

    async def broken(self) -> list[tuple[str, OwnChannel]]:
        """(agency, channel) of every channel that nobody answers."""
        return [(row.agency_id, _channel(row)) for row in await self._tx.execute(BROKEN)]

    async def set_channel(self, agency_id: str, channel: OwnChannel, by: Actor, at: datetime) -> None:
        """New, or as it is now."""
        row = {"agency_id": agency_id, "kind": channel.kind, "address": channel.address, "hours": channel.hours,
               "broken_on": channel.broken_on, "edited_by": by.key, "edited_at": at}  # fmt: skip
        await self._tx.execute(SET_CHANNEL, row)

    async def drop_channel(self, agency_id: str, kind: str, address: str) -> bool:
        """False where there was none."""
        given = {"b_agency": agency_id, "b_kind": kind, "b_address": address}
        return (await self._tx.execute(DROP_CHANNEL, given)).rowcount > 0

    async def done(self, agency_id: str) -> dict[str, Done]:
        """Item -> what is done."""
        rows = await self._tx.execute(ITEMS, {"agency": agency_id})
        return {row.item: Done(item=row.item, on=row.done_on, evidence=row.evidence) for row in rows}

    async def set_done(self, agency_id: str, done: Done, by: Actor, at: datetime) -> None:
        """Done, with its evidence."""
        row = {"agency_id": agency_id, "item": done.item, "done_on": done.on, "evidence": done.evidence,
               "edited_by": by.key, "edited_at": at}  # fmt: skip
        await self._tx.execute(SET_DONE, row)

    async def undo(self, agency_id: str, item: str) -> bool:
        """It was not done after all; False where it was not in the list."""
        return (await self._tx.execute(DROP_DONE, {"b_agency": agency_id, "b_item": item})).rowcount > 0


def _channel(row: sa.Row[tuple[object, ...]]) -> OwnChannel:
    return OwnChannel(kind=row.kind, address=row.address, hours=row.hours, broken_on=row.broken_on)
