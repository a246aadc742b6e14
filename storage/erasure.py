"""Who is to be erased, how far it has come, and the erasing of their ended cases, a batch at a time.

A case stays for the totals under a random name ("ghost"): number, agency, topic, dates. Its words, names,
place and files go (UU 27/2022 ps. 8, 43-45). Nothing here waits for a network or deletes a file's body.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, func, select

from complaints.model import Role
from storage.case_rows import STORY
from storage.columns import Utc
from storage.expiring_files import ExpiringFiles
from storage.lapor_ids import LaporIds
from storage.tables import attachments, bubbles, complaints, entries, matches
from storage.tables_citizen import erasures, exports
from storage.transaction import Repository, insert_new

#: Measured: 100 cases with six history lines each hold the writer for 25-45 ms.
BATCH = 100
#: A mention is kept with the step it was made in; staff's own step is a moment older than its mention.
BESIDE = timedelta(seconds=5)
#: What a citizen's words leave behind in place, pin and story.
NOTHING: dict[str, Any] = {name: None if name in ("latitude", "longitude") else "" for name in STORY}

ASK = insert_new(erasures, "chat_key")
ASKED = select(erasures).where(erasures.c.chat_key == bindparam("chat_key"))
NEXT = (
    select(erasures)
    .where(erasures.c.due_at <= bindparam("at", type_=Utc()))
    .order_by(erasures.c.due_at, erasures.c.chat_key)
    .limit(1)
    .with_for_update(skip_locked=True)
)
KEEP = (
    erasures.update()
    .where(erasures.c.chat_key == bindparam("b_chat_key"))
    .values({n: bindparam(f"b_{n}") for n in ("due_at", "stage", "groups", "cursor", "cases", "files")})
)
END = erasures.delete().where(erasures.c.chat_key == bindparam("chat_key"))

_mine = sa.and_(
    complaints.c.chat_key == bindparam("chat_key"), complaints.c.filed_at <= bindparam("asked_at", type_=Utc())
)
OPEN_ONES = select(func.count()).select_from(complaints).where(_mine, complaints.c.is_open)
ENDED = (
    select(complaints.c.id, complaints.c.number, complaints.c.agency_id, complaints.c.filed_at, complaints.c.story)
    .where(_mine, sa.not_(complaints.c.is_open))
    .order_by(complaints.c.filed_at)
    .limit(bindparam("limit"))
    .with_for_update()
)
EMPTY_CASE = (
    complaints.update()
    .where(complaints.c.id == bindparam("b_id"))
    .values(
        chat_key=bindparam("b_ghost"), reporter=bindparam("b_reporter"), story=bindparam("b_story"),
        attachments=[], version=complaints.c.version + 1,
    )
)  # fmt: skip
_of_cases: sa.BindParameter[str] = bindparam("ids", expanding=True)
LINES = select(entries).where(entries.c.case_id.in_(_of_cases)).order_by(entries.c.case_id, entries.c.id)
EMPTY_LINE = (
    entries.update()
    .where(entries.c.id == bindparam("b_id"), entries.c.case_id == bindparam("b_case_id"))
    .values(actor=bindparam("b_actor"), words=bindparam("b_words"))
)
SHOWN = (
    select(bubbles.c.chat_key, bubbles.c.ref, bubbles.c.case_id)
    .where(bubbles.c.case_id.in_(_of_cases), bubbles.c.chat_key != bindparam("chat_key"))
    .distinct()
)
_loose = sa.and_(attachments.c.chat_key == bindparam("chat_key"), attachments.c.case_id.is_(None))
FILES = select(attachments.c.file_key).where(attachments.c.case_id.in_(_of_cases))
DROP_FILES = attachments.delete().where(attachments.c.case_id.in_(_of_cases))
LOOSE = select(attachments.c.file_key).where(_loose)
DROP_LOOSE = attachments.delete().where(_loose)
NEAR = select(matches).where(
    matches.c.at >= bindparam("since", type_=Utc()), matches.c.at <= bindparam("until", type_=Utc())
)
DROP_MENTION = matches.delete().where(matches.c.id == bindparam("b_id"))
DROP_EXPORT = exports.delete().where(exports.c.chat_key == bindparam("chat_key"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasing:
    """One person's erasure under way. `groups` were shown a case and are still to be cleaned."""

    chat_key: str
    ghost: str
    asked_at: datetime
    due_at: datetime
    stage: str = "cases"
    groups: tuple[str, ...] = ()
    cursor: str = ""
    cases: int = 0
    files: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptied:
    """A case without its person; `shown` are bubbles about it elsewhere, as (chat, ref)."""

    id: str
    number: str
    agency_id: str | None
    shown: tuple[tuple[str, str], ...] = ()


class Erasure(Repository):
    """The queue, and what is done to cases and files."""

    async def ask(self, chat_key: str, at: datetime) -> None:
        """Erase that person; asked twice, it goes on as it was."""
        row = {
            "chat_key": chat_key, "ghost": secrets.token_hex(16), "asked_at": at, "due_at": at,
            "stage": "cases", "groups": [], "cursor": "", "cases": 0, "files": 0,
        }  # fmt: skip
        await self._tx.execute(ASK, row)
        await self._tx.execute(DROP_EXPORT, {"chat_key": chat_key})

    async def of(self, chat_key: str) -> Erasing | None:
        """Their erasure, if it is under way."""
        row = (await self._tx.execute(ASKED, {"chat_key": chat_key})).one_or_none()
        return None if row is None else _erasing(row)

    async def next(self, at: datetime) -> Erasing | None:
        """The one that waits longest for its next batch."""
        row = (await self._tx.execute(NEXT, {"at": at})).one_or_none()
        return None if row is None else _erasing(row)

    async def keep(self, erasing: Erasing) -> None:
        """How far it has come, in the commit that did it."""
        names = ("chat_key", "due_at", "stage", "groups", "cursor", "cases", "files")
        values = {f"b_{name}": getattr(erasing, name) for name in names}
        await self._tx.execute(KEEP, {**values, "b_groups": list(erasing.groups)})

    async def end(self, erasing: Erasing) -> None:
        """Nothing is left to do."""
        await self._tx.execute(END, {"chat_key": erasing.chat_key})

    async def still_open(self, erasing: Erasing) -> int:
        """Cases that were filed before the asking and still go on: they wait for their end."""
        values = {"chat_key": erasing.chat_key, "asked_at": erasing.asked_at}
        count: int = (await self._tx.execute(OPEN_ONES, values)).scalar_one()
        return count

    async def empty_cases(self, erasing: Erasing, at: datetime, limit: int = BATCH) -> tuple[Erasing, list[Emptied]]:
        """Take the person out of some of their ended cases."""
        values = {"chat_key": erasing.chat_key, "asked_at": erasing.asked_at, "limit": limit}
        rows = (await self._tx.execute(ENDED, values)).all()
        if not rows:
            return erasing, []
        ids = [row.id for row in rows]
        shown = (await self._tx.execute(SHOWN, {"ids": ids, "chat_key": erasing.chat_key})).all()
        moments = await self._empty_lines(erasing, ids)
        for row in rows:
            await self._forget_mention(row, [row.filed_at, *moments.get(row.id, ())])
        await LaporIds(self._tx).forget(ids)
        await self._tx.execute(EMPTY_CASE, [self._empty(row.id, erasing.ghost) for row in rows])
        files = await self._drop_files(FILES, DROP_FILES, {"ids": ids}, at)
        groups = dict.fromkeys((*erasing.groups, *sorted({row.chat_key for row in shown})))
        erasing = replace(erasing, groups=tuple(groups), cases=erasing.cases + len(rows), files=erasing.files + files)
        return erasing, [
            Emptied(
                id=row.id, number=row.number, agency_id=row.agency_id,
                shown=tuple((s.chat_key, s.ref) for s in shown if s.case_id == row.id and s.ref),
            )
            for row in rows
        ]  # fmt: skip

    async def drop_loose_files(self, chat_key: str, at: datetime) -> int:
        """Files of drafts and talks, and copies of their data made earlier."""
        await ExpiringFiles(self._tx).hasten(chat_key, at)
        return await self._drop_files(LOOSE, DROP_LOOSE, {"chat_key": chat_key}, at)

    async def _drop_files(self, which: Any, drop: Any, values: dict[str, Any], at: datetime) -> int:
        keys = list((await self._tx.execute(which, values)).scalars())
        await self._tx.execute(drop, values)
        await ExpiringFiles(self._tx).add((key for key in keys if key), at)
        return len(keys)

    def _empty(self, id: str, ghost: str) -> dict[str, Any]:
        return {
            "b_id": id,
            "b_ghost": ghost,
            "b_reporter": self._tx.seal(complaints.c.reporter, id, ""),
            "b_story": self._tx.seal(complaints.c.story, id, NOTHING),
        }

    async def _empty_lines(self, erasing: Erasing, ids: list[str]) -> dict[str, list[datetime]]:
        """Histories without notes and without the citizen; officers stay answerable by name.

        Returns when staff chose an agency: what the citizen called it was kept at that moment too.
        """
        emptied: list[dict[str, Any]] = []
        moments: dict[str, list[datetime]] = {}
        for row in await self._tx.execute(LINES, {"ids": ids}):
            citizen = row.role == Role.CITIZEN
            name = "" if citizen else self._tx.unseal(entries.c.words, row.uid, row.words)["name"]
            # The note of the clock is a rule of ours: without it the totals by hop would change.
            note = self._tx.unseal(entries.c.words, row.uid, row.words)["note"] if row.action == "overdue" else ""
            words = self._tx.seal(entries.c.words, row.uid, {"name": name, "note": note})
            actor = erasing.ghost if citizen else row.actor
            emptied.append({"b_id": row.id, "b_case_id": row.case_id, "b_actor": actor, "b_words": words})
            if row.action == "assign":
                moments.setdefault(row.case_id, []).append(row.at)
        if emptied:
            await self._tx.execute(EMPTY_LINE, emptied)
        return moments

    async def _forget_mention(self, row: Any, moments: list[datetime]) -> None:
        wanted = self._tx.unseal(complaints.c.story, row.id, row.story)["wanted"]
        for moment in moments if wanted else ():
            values = {"since": moment - BESIDE, "until": moment + BESIDE}
            for near in (await self._tx.execute(NEAR, values)).all():
                if self._tx.unseal(matches.c.mention, near.uid, near.mention) == wanted:
                    await self._tx.execute(DROP_MENTION, {"b_id": near.id})


def _erasing(row: Any) -> Erasing:
    return Erasing(**{**row._asdict(), "groups": tuple(row.groups)})
