"""A small house for tests of deeds: real storage, a clock, the router, and a street that reads the outbox.

Every step opens its own transaction and everything is read back from the database in between; what was
"sent" can be read as Indonesian text, edited bubbles included.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.holidays import load_calendar
from bot.i18n import Catalogues
from bot.phrasing import Voice, plain
from complaints.agency import Agency
from complaints.calendar import WorkingCalendar
from complaints.lifecycle import Status
from complaints.model import Actor, Complaint, Role
from complaints.number import new_number
from complaints.office_hours import OFFICE_HOURS
from conversations.ears import Heard, Offer, Office
from conversations.messages import (
    Address,
    Channel,
    ChatKind,
    Choice,
    Command,
    Content,
    File,
    Inbound,
    Media,
    Message,
    Option,
    Sender,
    Text,
)
from handlers import cases, desk_cards, topics
from handlers.router import route
from handlers.services import Ack, Services
from storage.database import Database
from storage.keys import Keyring
from storage.records import OutboxRow

CITIZEN_BOT, DESK_BOT = "7000000001", "7000000002"
STAFF_GROUP = "-100900"
ACCOUNTS = [(Channel.TELEGRAM, CITIZEN_BOT), (Channel.TELEGRAM, DESK_BOT)]
#: Friday, 20 November 2026, 10.00 WIB.
FRIDAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)

AGENCIES = (
    Agency(
        id="2171.disdukcapil",
        name="Dinas Kependudukan dan Pencatatan Sipil Kota Batam",
        short="Disdukcapil Kota Batam",
        kind="opd",
        region="21.71",
    ),
    Agency(
        id="2171.dlh", name="Dinas Lingkungan Hidup Kota Batam", short="DLH Kota Batam", kind="opd", region="21.71"
    ),
    Agency(id="2171.bpbatam", name="BP Batam", short="BP Batam", kind="kawasan", region="21.71"),
    Agency(id="2171.dinsos", name="Dinas Sosial Kota Batam", short="Dinsos Kota Batam", kind="opd", region="21.71"),
)
GROUPS = {"2171.disdukcapil": "-100100", "2171.dlh": "-100200", "2171.bpbatam": "-100300"}


@cache
def _catalogues() -> Catalogues:
    return Catalogues.load(strict=True)


@cache
def _calendar() -> WorkingCalendar:
    return load_calendar()


class SmallEars:
    """Ears for four offices: an office is meant when a word of its name is said."""

    def __init__(self) -> None:
        self._offices = {a.id: Office(id=a.id, name=a.name, short=a.short, region=a.region) for a in AGENCIES}

    def hear(self, text: str, *, at: datetime) -> Heard:
        return Heard()

    def offer(self, text: str, *, region: str | None, topic: str | None) -> Offer:
        return Offer(decision="choose", offices=self.search(text, region=region, limit=5))

    def day(self, text: str, *, at: datetime) -> None:
        return None

    def office(self, agency_id: str) -> Office | None:
        return self._offices.get(agency_id)

    def summary(self, text: str) -> str:
        return text

    def alike(self, one: str, other: str) -> bool:
        return bool(set(one.casefold().split()) & set(other.casefold().split()))

    def search(self, text: str, *, region: str | None, limit: int) -> tuple[Office, ...]:
        said = {word for word in text.casefold().split() if len(word) > 1} - {"kota", "batam", "dinas"}
        found = [o for o in self._offices.values() if said & set(f"{o.name} {o.short}".casefold().split())]
        return tuple(found[:limit])


@dataclass
class Bubble:
    """What stands in a chat: its text in Indonesian, its buttons by label."""

    id: str
    text: str
    options: tuple[Option, ...]
    labels: dict[str, str]
    row: OutboxRow
    edits: int = 0

    @property
    def buttons(self) -> list[str]:
        return list(self.labels)

    @property
    def files(self) -> tuple[File, ...]:
        return self.row.message.files if self.row.message else ()

    @property
    def reply_to(self) -> str | None:
        return self.row.message.reply_to if self.row.message else None


@dataclass
class House:
    """The house with everything in it; `people` speak, `chat(...)` is what they see."""

    database: Database
    keyring: Keyring
    clock: datetime = FRIDAY
    words: Catalogues = field(default_factory=_catalogues)
    chats: dict[str, list[Bubble]] = field(default_factory=dict)
    acks: list[Ack | None] = field(default_factory=list)
    #: how far the sender looks ahead: an answer leaves at once, unless a test wants to undo it
    ahead: timedelta = timedelta(hours=1)
    #: forum topics by chat and thread: [title, open]
    topics: dict[tuple[str, str], list[object]] = field(default_factory=dict)
    #: chats that refuse topics, topics that somebody deleted
    no_topics: set[str] = field(default_factory=set)
    _events: int = 0

    def __post_init__(self) -> None:
        self.staff = Address(channel=Channel.TELEGRAM, account=DESK_BOT, chat=STAFF_GROUP)
        self.services = Services(
            now=lambda: self.clock,
            ears=SmallEars(),
            calendar=_calendar(),
            hours=OFFICE_HOURS,
            zone=ZoneInfo("Asia/Jakarta"),
            citizen_account=CITIZEN_BOT,
            desk_account=DESK_BOT,
            staff=self.staff,
            chat_key=self.keyring.chat_key,
            person_key=lambda channel, user: self.keyring.person_key(Channel(channel), user),
            emergency_numbers="112",
            home_region="21.71",
        )

    async def open(self) -> House:
        """Four agencies, three of them with a group."""
        operator = Actor(role=Role.STAFF, key="test")
        async with self.database.begin(here=True) as uow:
            for agency in AGENCIES:
                await uow.agencies.upsert(agency, operator)
            for agency_id, group in GROUPS.items():
                address = Address(channel=Channel.TELEGRAM, account=DESK_BOT, chat=group)
                await uow.desks.bind(agency_id, address, agency_id, FRIDAY)
        return self

    async def file(
        self,
        story: str = "KTP anak belum jadi 3 bulan, alasan blanko habis.",
        *,
        agency: str | None = "2171.disdukcapil",
        citizen: str = "501",
        name: str = "Siti Aminah",
        anonymous: bool = False,
        wanted: str = "",
        received: bool = False,
    ) -> Complaint:
        """A case filed by a citizen, with its card on the way."""
        self._events += 1
        address = Address(channel=Channel.TELEGRAM, account=CITIZEN_BOT, chat=citizen)
        status = Status.RECEIVED if agency is None or received else Status.FORWARDED
        async with self.database.begin(here=True) as uow:
            chat = await uow.chats.ensure(address, ChatKind.PRIVATE, name, at=self.clock)
            case = Complaint(
                id=f"{self._events:032x}",
                number=new_number(),
                status=status,
                topic="ADM",
                chat_key=chat.key,
                reporter=name,
                story=story,
                agency_id=agency,
                wanted=wanted,
                anonymous=anonymous,
                draft_id=f"draft-{self._events}",
                filed_at=self.clock,
                forwarded_at=self.clock if status is Status.FORWARDED else None,
            )
            case = await cases.clocked(uow, self.services, case, at=self.clock, paused=[])
            await uow.complaints.add(case, case.submitted(by=Actor(role=Role.CITIZEN, key=chat.key, name=name)))
            await desk_cards.case_filed(uow, self.services, case)
        await self.deliver()
        return case

    async def act(
        self,
        group: str,
        content: Content,
        *,
        by: str = "Rina",
        reply_to: str | None = None,
        private: bool = False,
        **more: object,
    ) -> Ack | None:
        """Somebody does something; the answers are delivered before this returns."""
        self._events += 1
        self.clock += timedelta(seconds=5)
        inbound = Inbound(
            event_id=str(self._events),
            address=Address(channel=Channel.TELEGRAM, account=CITIZEN_BOT if private else DESK_BOT, chat=group),
            chat_kind=ChatKind.PRIVATE if private else ChatKind.GROUP,
            sender=Sender(id=group if private else f"u-{by}", name=by),
            sent_at=self.clock,
            content=content,
            message=None if isinstance(content, Choice) else str(more.pop("message", f"in-{self._events}")),
            reply_to=reply_to,
            **more,  # type: ignore[arg-type]
        )
        async with self.database.begin(here=True) as uow:
            ack = await route(inbound, uow, self.services)
        self.acks.append(ack)
        await self.deliver()
        return ack

    async def press(self, group: str, label: str, *, by: str = "Rina", bubble: Bubble | None = None) -> Ack | None:
        """Press a button by what it says, on the newest bubble that has it."""
        target = bubble or next(b for b in reversed(self.seen(group)) if label in b.labels)
        return await self.act(group, Choice(target.labels[label], query="q", bubble=target.id), by=by)

    async def reply(self, group: str, to: Bubble, text: str, *, by: str = "Rina", **more: object) -> Ack | None:
        """Answer a bubble with words."""
        return await self.act(group, Text(text), by=by, reply_to=to.id, **more)

    async def command(self, group: str, name: str, args: str = "", *, by: str = "Rina") -> Ack | None:
        """/name args."""
        return await self.act(group, Command(name, args), by=by)

    async def photo(self, group: str, to: Bubble, caption: str = "", **more: object) -> Ack | None:
        """A picture in reply."""
        media = Media(kind="photo", ref=f"file-{self._events}", mime="image/jpeg", caption=caption)
        return await self.act(group, media, reply_to=to.id, **more)  # type: ignore[arg-type]

    async def deliver(self) -> None:
        """Send all that waits, as the sender would."""
        while True:
            async with self.database.begin(here=True) as uow:
                rows = await uow.outbox.claim(owner="t", at=self.clock + self.ahead, limit=200, accounts=ACCOUNTS)
            if not rows:
                return
            for row in rows:
                self.clock += timedelta(milliseconds=1)
                await self._send(row)

    async def _send(self, row: OutboxRow) -> None:
        chat = self.chats.setdefault(row.address.chat, [])
        assert row.message is not None
        if row.action.startswith("topic_"):
            await self._topic(row)
            return
        bubble = None
        if row.action == "edit" and row.ref:
            async with self.database.read() as uow:
                found = await uow.bubbles.latest(row.chat_key, row.ref)
            bubble = next((b for b in chat if found and b.id == found.external_id), None)
        text, labels = self.spoken(row.message)
        if bubble is None:
            bubble = Bubble(f"m{len(chat) + 1}@{row.address.chat}", text, row.message.options, labels, row)
            chat.append(bubble)
        else:
            bubble.text, bubble.options, bubble.labels = text, row.message.options, labels
            bubble.edits += 1
        async with self.database.begin(here=True) as uow:
            await uow.outbox.sent(row.id, "t", [bubble.id], self.clock)

    async def _topic(self, row: OutboxRow) -> None:
        """Open, rename, close and open again, as the sender does."""
        assert row.message is not None
        title, _ = self.spoken(row.message)
        async with self.database.begin(here=True) as uow:
            thread = await topics.thread_of(row, uow)
            if row.address.chat in self.no_topics:
                await uow.outbox.dropped(row.id, "t")
                await topics.refused(row, uow, self.services)
                return
            if row.action == "topic_open":
                thread = f"t{len(self.topics) + 1}"
            if thread is not None:
                self.topics[row.address.chat, thread] = [title, row.action != "topic_close"]
            await uow.outbox.sent(row.id, "t", [thread] if row.action == "topic_open" and thread else [], self.clock)

    def spoken(self, message: Message) -> tuple[str, dict[str, str]]:
        """The words and the buttons, in Indonesian."""
        voice = Voice(self.words, "id", "Asia/Jakarta")
        lines = [plain(voice.say(line)) for line in message.lines]
        return "\n".join(lines), {voice.label(o.label): o.id for o in message.options}

    def toast(self, ack: Ack | None) -> str:
        """The words of a toast."""
        return self.words.text(ack.msgid, "id", dict(ack.params)).replace("*", "") if ack else ""

    def seen(self, group: str) -> list[Bubble]:
        """The bubbles of a chat, oldest first."""
        return self.chats.get(group, [])

    def last(self, group: str) -> Bubble:
        """The newest bubble."""
        return self.seen(group)[-1]

    def card(self, group: str, number: str) -> Bubble:
        """The newest card of a case in a group."""
        ref = f"card:{number}"
        return next(b for b in reversed(self.seen(group)) if b.row.ref == ref)

    async def case(self, number: str) -> Complaint:
        """The case as stored."""
        async with self.database.read() as uow:
            found = await uow.complaints.for_staff().get(number)
        assert found is not None
        return found
