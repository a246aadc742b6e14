"""Takes what is to be said out of the outbox and says it; no transaction is open while it speaks.

Claim (lease, at the pace of the token) -> render -> channel -> settle. A crash in between leaves a lease that
the reaper frees: at least once, in order within a chat, and a broadcast is dropped rather than doubled.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot import metrics
from bot.channels.base import Channel, Congested, Revoked
from bot.dossier import Dossiers
from bot.group_commit import GroupCommit
from bot.i18n import Catalogues
from bot.moment import now as wall_clock
from bot.pace import Pace
from bot.phrasing import Voice
from bot.render import render
from bot.slip import Slips
from bot.wake import Wake
from bot.window_gate import WAIT_FOR_STATUS, Gate, Overtaken
from conversations.messages import (
    Blocked,
    Gone,
    Moved,
    Rejected,
    Rendered,
    SendError,
    Throttled,
    Unchanged,
    Unknown,
    WindowClosed,
)
from handlers import broadcast_results, joining, topics, trouble
from handlers.services import Services
from storage.attachments_store import FileStore
from storage.broadcasts import Result
from storage.database import Database
from storage.errors import Unavailable
from storage.records import Lane, OutboxRow

log = structlog.get_logger(__name__)
LEASE = timedelta(seconds=30)
BATCH = 30
#: Sends under way at once: a slow answer of one chat holds up nobody else's. Of a notice to many fewer
#: (storage.buckets.Rate.under_way), because a kill leaves their fate unknown.
MOST_AT_ONCE = BATCH
#: What is done to a forum topic instead of said.
TOPIC_ACTIONS = ("topic_open", "topic_title", "topic_close", "topic_reopen")
MAX_ATTEMPTS = 12
#: Seconds.
GATHER = 0.01
#: An Unknown outcome (timeout after the request left) is tried again after a pause that grows.
BACKOFF = (1, 2, 5, 10, 30, 60, 120, 300)


class Sender:
    """One sender; `owner` names its leases."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        services: Services,
        words: Catalogues,
        files: FileStore,
        *,
        owner: str,
        pace: Callable[[Channel], Pace] = lambda _: Pace(),
        clock: Callable[[], datetime] = wall_clock,
    ) -> None:
        self._database, self._channels, self._services = database, channels, services
        self._words, self._files, self._owner = words, files, owner
        self._papers = Dossiers(database, services, words)
        self._slips = Slips(database, words)
        self._pace = {account: pace(channel) for account, channel in channels.items()}
        # The machine's own clock: a messenger counts real seconds, whatever day a demo plays.
        self._clock = clock
        self._under_way: set[asyncio.Task[None]] = set()
        self._bulk: Counter[str] = Counter()  # of them, notices to many by account
        self._full = False  # the last claim took as much as there was room for
        self._gate = Gate(database, services, words)
        self._settled = GroupCommit(self._settle)
        self._parts: dict[int, tuple[str, ...]] = {}  # parts of a long message that went out before a retry

    async def run_once(self) -> int:
        """Send one batch; the number of messages dealt with."""
        rows, _ = await self._claim()
        if rows:
            await asyncio.gather(*(self._deliver(row) for row in rows))
        return len(rows)

    async def step(self, bell: Wake) -> bool:
        """Begin what the pace allows and go on while it is under way; False when nothing is due.

        Waiting for each batch would send as many a second as answers come: 20 ms more a call and the pace is lost.
        """
        if self._under_way:  # a claim for what gathered meanwhile, instead of one for each that landed
            if self._full:  # more wait than there was room for: nothing has to gather
                await asyncio.wait(self._under_way, timeout=GATHER)
            else:
                await asyncio.sleep(GATHER)
        if len(self._under_way) >= MOST_AT_ONCE:
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
        room = MOST_AT_ONCE - len(self._under_way)
        rows, wait = await self._claim(room)
        self._full = len(rows) == room
        for row in rows:
            task = asyncio.create_task(self._deliver(row))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            if row.lane is Lane.BROADCAST:
                self._bulk[row.address.account] += 1
                task.add_done_callback(partial(self._landed, row.address.account, bell))
            else:
                task.add_done_callback(lambda _: bell.ring())  # the next of that chat was waiting for it
        if wait:
            await bell.wait(wait)
        return bool(rows or wait)

    def _landed(self, account: str, bell: Wake, _: object) -> None:
        """There is room for another copy of a notice to many; who waits for that is told."""
        if self._bulk[account] >= self._pace[account].rate.under_way:
            bell.ring()
        self._bulk[account] -= 1

    async def _claim(self, limit: int = BATCH) -> tuple[list[OutboxRow], float]:
        """Rows that may go now, paid for; and how long the others have to wait, 0 where there are none."""
        accounts = [(channel.name, account) for account, channel in self._channels.items()]
        async with self._database.begin(here=True) as uow:
            at = self._services.now()
            # Looked at before any bucket is locked: an idle sender asks five times a second and holds up nobody.
            if not (busy := await uow.outbox.busy(accounts, at)):
                return [], 0.0
            buckets = {}
            for name in sorted({name for _, name in busy}):  # in one order, or two processes lock each other out
                pace = self._pace[name.partition(":")[2]]
                buckets[name] = await uow.buckets.open(name, pace.rate, self._clock())
                pace.begin(after_others=bool(buckets[name].recent), now=time.monotonic())
            bulk = {name: buckets[name].rate.under_way - self._bulk[name.partition(":")[2]] for name in buckets}
            rows = await uow.outbox.claim(
                owner=self._owner, at=at, limit=limit, lease=LEASE, accounts=accounts, buckets=buckets, busy=busy,
                bulk=bulk,
            )  # fmt: skip
            for bucket in buckets.values():
                await uow.buckets.pay(bucket)
        return rows, min((bucket.wait for bucket in buckets.values() if bucket.starved), default=0.0)

    async def reap(self, *, alone: bool = False) -> None:
        """Free what a dead sender held; `alone` on the database, every lease found at start is a dead one's."""
        at = self._services.now() + (LEASE if alone else timedelta())
        async with self._database.begin() as uow:
            await uow.outbox.reap(at=at)

    async def release(self) -> None:
        """Give back what is still leased, at a graceful end; what is under way comes home first."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=10)
        try:
            async with self._database.begin() as uow:
                await uow.outbox.release(self._owner)
        except Unavailable:  # the leases end by themselves; an end is no reason to wait for the database
            log.warning("outbox.not_released")

    async def _deliver(self, row: OutboxRow) -> None:
        account = row.address.account
        pace, now = self._pace[account], time.monotonic()
        wait = pace.wait(row.address.chat, group=row.address.chat.startswith("-"), now=now)
        if wait > 0:
            await self._later(row, wait, "pace", count=False)
            return
        if row.thread is None and (row.data or {}).get("topic"):
            async with self._database.read() as uow:
                row = replace(row, address=replace(row.address, thread=await topics.thread_of(row, uow)))
        try:
            sent = await self._say(row)
        except Throttled as error:
            metrics.SENT.labels(account, "throttled").inc()
            if pace.refused(row.address.chat, error.seconds, now=now) or isinstance(error, Congested):
                await self._quiet(row, error.seconds)
            if isinstance(error, Congested) and error.alert:
                await self._gate.alert(error.alert)
            await self._later(row, error.seconds, "Throttled", count=False)
        except Unknown:
            metrics.SENT.labels(account, "unknown").inc()
            if row.on_ambiguous == "drop":
                await self._dead(row, "Unknown", Result.UNCERTAIN)
            elif self._channels[account].caps.confirms:
                await self._later(row, WAIT_FOR_STATUS, "Unknown")
            else:
                await self._later(row, BACKOFF[min(row.attempts, len(BACKOFF)) - 1], "Unknown")
        except Blocked:
            metrics.SENT.labels(account, "blocked").inc()
            await self._blocked(row)
        except Moved as error:
            async with self._database.begin() as uow:
                await uow.chats.moved(row.chat_key, replace(row.address, chat=error.new_chat, thread=None))
            await self._later(row, 0, "Moved")
        except Gone:
            await self._without_thread(row)
        except Overtaken:
            await self._later(row, 0, "Overtaken", count=False)
        except Revoked:
            # Nothing is wrong with the message: it waits for a token that works.
            metrics.SENT.labels(account, "revoked").inc()
            log.error("outbox.token_revoked", account=account)
            await self._later(row, 60, "Revoked", count=False)
        except (Rejected, SendError) as error:
            if row.action in TOPIC_ACTIONS:
                await self._no_topics(row)
            else:
                await self._dead(row, type(error).__name__)
        except Exception as error:
            log.exception("outbox.failed", outbox=row.id, kind=type(error).__name__)
            await self._later(row, BACKOFF[min(row.attempts, len(BACKOFF)) - 1], type(error).__name__)
        else:
            self._parts.pop(row.id, None)
            await self._settled.put([(row, sent)])
            metrics.SENT.labels(account, "sent").inc()
            log.info("outbox.sent", outbox=row.id)

    async def _settle(self, landed: Sequence[tuple[OutboxRow, tuple[str, ...]]]) -> None:
        """What arrived in the same moments in one commit; where that fails, each by itself: one holds back none."""
        try:
            await self._settle_together(landed)
        except Exception:
            if len(landed) == 1:
                raise
            ended = [await self._alone(one) for one in landed]
            if failed := next((error for error in ended if error is not None), None):
                raise failed from None

    async def _alone(self, one: tuple[OutboxRow, tuple[str, ...]]) -> Exception | None:
        try:
            await self._settle_together([one])
        except Exception as error:
            return error
        return None

    async def _settle_together(self, landed: Sequence[tuple[OutboxRow, tuple[str, ...]]]) -> None:
        at = self._services.now()
        async with self._database.begin(here=True) as uow:
            for row, _ in sorted(landed, key=lambda each: each[0].chat_key):
                await self._gate.settling(row, uow)
            ours = await uow.outbox.sent_together({row.id: sent for row, sent in landed}, self._owner, at)
            for row, sent in landed:
                channel = self._channels[row.address.account]
                waits = await self._gate.note(channel, row, sent, uow, ours=row.id in ours)
                await broadcast_results.note(row, Result.WAITING if waits else Result.SENT, uow, self._services)
        for row, _ in landed:
            self._gate.settled(row)

    async def _say(self, row: OutboxRow) -> tuple[str, ...]:
        """Send or edit; the external ids of what stands in the chat now."""
        channel = self._channels[row.address.account]
        if row.action in TOPIC_ACTIONS:
            return await self._topic(channel, row)
        assert row.message is not None
        rendered = render(
            row.message,
            language=row.language,
            zone=str(self._services.zone),
            caps=channel.caps,
            catalogue=self._words,
        )
        if row.action == "edit" and row.ref:
            async with self._database.read() as uow:
                bubble = await uow.bubbles.latest(row.chat_key, row.ref)
            if bubble is not None:
                try:
                    async with self._pace[row.address.account].turn():
                        await channel.edit(row.address, bubble.external_id, rendered[-1])
                    return (bubble.external_id,)
                except Unchanged:
                    return (bubble.external_id,)
                except Gone:
                    log.info("outbox.edit_gone", outbox=row.id)
        passed = await self._gate.check(channel, row)
        if passed:
            with suppress(WindowClosed):
                return await self._send_parts(channel, row, rendered)
        async with self._pace[row.address.account].turn():
            return await self._gate.outside(channel, row, refused=passed)

    async def _without_thread(self, row: OutboxRow) -> None:
        """The topic is gone: say it in the group itself, once."""
        if row.address.thread is None:
            await self._dead(row, "Gone")
            return
        async with self._database.begin() as uow:
            await topics.lost(row, uow, self._services)
            if row.action in TOPIC_ACTIONS:
                await uow.outbox.dropped(row.id, self._owner, error="Gone")
                return
        plain = replace(row, address=replace(row.address, thread=None))
        try:
            sent = await self._say(replace(plain, action="send"))
        except SendError as error:
            await self._dead(row, type(error).__name__)
            return
        async with self._database.begin() as uow:
            await uow.outbox.sent(row.id, self._owner, sent, self._services.now())

    async def _send_parts(self, channel: Channel, row: OutboxRow, parts: list[Rendered]) -> tuple[str, ...]:
        sent = self._parts.get(row.id) or await self._gate.known(channel, row)
        for number, part in enumerate(parts[len(sent) :], len(sent)):
            if number and parts[number - 1].files:
                await self._gate.arrived(channel, sent[-1])
            part = replace(part, tag=f"{row.id}.{number}", bulk=row.lane is Lane.BROADCAST)
            if part.files:
                blobs = [await self._bytes(file.key) for file in part.files]
                part = replace(part, blobs=tuple(blobs))
            async with self._pace[row.address.account].turn():
                ids = await channel.send(row.address, part)
            sent = (*sent, ids[-1])
            self._parts[row.id] = sent
        return sent

    async def _bytes(self, key: str) -> bytes:
        """A stored file, or a dossier or slip that is made now and stored nowhere."""
        if Slips.names(key):
            return await self._slips.body(key)
        return await (self._papers.body(key) if Dossiers.names(key) else self._files.get(key))

    async def _topic(self, channel: Channel, row: OutboxRow) -> tuple[str, ...]:
        """Open, rename, close or open again; the id of a new topic stands for its bubble."""
        assert row.message is not None
        chat, thread = row.address.chat, row.address.thread
        voice = Voice(self._words, row.language, str(self._services.zone))
        title = voice.label(row.message.lines[0])
        if row.action == "topic_open":
            return (await channel.open_topic(chat, title),)
        if thread is None:
            return ()
        if row.action == "topic_reopen":
            await channel.reopen_topic(chat, thread)
        await channel.retitle_topic(chat, thread, title)
        if row.action == "topic_close":
            await channel.close_topic(chat, thread)
        return ()

    async def _no_topics(self, row: OutboxRow) -> None:
        """The group does not let us: nothing is lost, what follows is said in the group itself."""
        async with self._database.begin() as uow:
            await uow.outbox.dropped(row.id, self._owner, error="Rejected")
            await topics.refused(row, uow, self._services)

    async def _later(self, row: OutboxRow, seconds: float, error: str, *, count: bool = True) -> None:
        if count and row.attempts >= MAX_ATTEMPTS:
            await self._dead(row, error)
            return
        due = self._services.now() + timedelta(seconds=seconds)
        async with self._database.begin() as uow:
            await uow.outbox.retry(row.id, self._owner, due_at=due, error=error, count_try=count)

    async def _quiet(self, row: OutboxRow, seconds: float) -> None:
        """The whole account waits, in every process."""
        log.warning("outbox.quiet", account=row.address.account, seconds=seconds)
        async with self._database.begin() as uow:
            name = f"{row.address.channel}:{row.address.account}"
            await uow.buckets.quiet(name, self._clock() + timedelta(seconds=seconds))

    async def _dead(self, row: OutboxRow, error: str, result: Result = Result.FAILED) -> None:
        log.warning("outbox.dead", outbox=row.id, kind=error)
        metrics.SENT.labels(row.address.account, "dead").inc()
        self._parts.pop(row.id, None)
        async with self._database.begin() as uow:
            if await broadcast_results.note(row, result, uow, self._services):
                # A line of the report and no dead letter: sent again it could come twice.
                await uow.outbox.dropped(row.id, self._owner, error=error)
            else:
                await uow.outbox.dead(row.id, self._owner, error=error)
                await trouble.outbox_dead(row, uow, self._services)

    async def _blocked(self, row: OutboxRow) -> None:
        """Blocked or kicked: nothing more is tried until the person comes back."""
        log.info("outbox.blocked", outbox=row.id)
        async with self._database.begin() as uow:
            await uow.outbox.dropped(row.id, self._owner, error="Blocked")  # no dead letter: trying again helps nobody
            await broadcast_results.note(row, Result.BLOCKED, uow, self._services)
            await joining.group_lost(uow, self._services, row.chat_key)
            await uow.chats.mark_unreachable(row.chat_key, self._services.now())
            await uow.outbox.drop_chat(row.chat_key)
            await joining.group_lost(uow, self._services, row.chat_key)
