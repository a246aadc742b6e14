"""Who a notice reaches, as SQL over chats: counted before, walked through by key while it runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from conversations.broadcast_audience import Audience
from storage.tables import agencies, chats, complaints


def reached(audience: Audience, zone: ZoneInfo) -> sa.ColumnElement[bool]:
    """People with whom we may and can talk about this.

    Who said /berhenti is told of nothing but a case of their own that is open.
    """
    able = sa.and_(chats.c.kind == "private", chats.c.reachable)
    if audience.everyone:
        return sa.and_(able, chats.c.notices, chats.c.consent_version.is_not(None))
    cases = _cases(audience, zone)
    if audience.only_open:
        return sa.and_(able, cases())
    return sa.and_(able, cases(), sa.or_(chats.c.notices, cases(complaints.c.is_open)))


def _cases(audience: Audience, zone: ZoneInfo) -> Callable[..., sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = [complaints.c.chat_key == chats.c.key]
    if audience.agencies:
        where.append(complaints.c.agency_id.in_(audience.agencies))
    if audience.region:
        inside = sa.or_(agencies.c.region == audience.region, agencies.c.region.startswith(f"{audience.region}."))
        where.append(complaints.c.agency_id.in_(sa.select(agencies.c.id).where(inside)))
    if audience.topics:
        where.append(complaints.c.topic.in_(audience.topics))
    if audience.only_open:
        where.append(complaints.c.is_open)
    where.append(complaints.c.status.in_(audience.statuses))
    if audience.since:
        where.append(complaints.c.filed_at >= _midnight(audience.since, zone))
    if audience.until:
        where.append(complaints.c.filed_at < _midnight(audience.until, zone) + timedelta(days=1))
    return lambda *more: sa.exists().where(*where, *more)


def _midnight(day: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), zone)
