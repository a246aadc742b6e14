"""The tables of the focal points and their invites; what identifies a person sits in `Sealed` columns only."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column

from storage.columns import BIG, JSON, KEY, Sealed, Utc
from storage.tables import metadata

__all__ = ["focal_point_changes", "focal_points", "invites", "metadata"]

focal_points = sa.Table(
    "focal_points",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("agency_id", sa.String(128), nullable=False, index=True),
    Column("role", sa.String(32), nullable=False),
    Column("start", sa.Date, nullable=False),
    Column("end", sa.Date, index=True),
    Column("deputy_of", KEY),
    Column("left_on", sa.Date),
    Column("verified_on", sa.Date),
    Column("person_key", KEY, index=True),  # keyed hash of the messenger account, once joined
    Column("chat_key", KEY),  # their private chat with the desk bot
    Column("marks", JSON, nullable=False),  # reminders and questions already sent
    Column("version", sa.Integer, nullable=False),
    Column("person", Sealed, nullable=False),  # name, decree number, contacts, days of leave
)

#: Append-only: there is no statement that changes a line.
focal_point_changes = sa.Table(
    "focal_point_changes",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("uid", KEY, nullable=False),
    Column("focal_point_id", KEY, nullable=False, index=True),
    Column("at", Utc, nullable=False),
    Column("event", sa.String(32), nullable=False),
    Column("role", sa.String(32), nullable=False),
    Column("actor", sa.String(64), nullable=False),
    Column("words", Sealed, nullable=False),  # the actor's name, each field before and after
)

invites = sa.Table(
    "invites",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("token", KEY, nullable=False, unique=True),  # keyed hash: the token itself is kept nowhere
    Column("kind", sa.String(32), nullable=False),  # person, group
    Column("agency_id", sa.String(128), nullable=False),
    Column("focal_point_id", KEY),  # of a group invite: who was asked to bring the bot in
    Column("by_person", KEY, index=True),  # of a group invite: their account
    Column("created_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("used_at", Utc),
    Column("used_by", KEY),  # keyed hash: the person, or the group it was typed in
    Column("revoked", sa.Boolean, nullable=False),
    Column("words", Sealed, nullable=False),  # the appointment offered, who offered it
)
