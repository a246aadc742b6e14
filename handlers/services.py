"""What a deed may use besides its unit of work: clocks, ears and facts of the installation. No wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from complaints.calendar import WorkingCalendar
from complaints.office_hours import OfficeHours
from conversations.ears import Ears
from conversations.messages import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastRules:
    """What the installation allows a notice to many."""

    approval_above: int = 500  # people; beyond that a second of staff has to agree
    per_second: Mapping[str, float] = field(default_factory=dict)  # by channel, as the ETA counts
    whatsapp_price: int = 357  # rupiah for one message
    paid: bool = False  # Telegram is paid for more than thirty a second

    def seconds(self, counts: Mapping[str, int]) -> int:
        """How long so many take: channels go side by side."""
        return max((round(n / self.per_second.get(channel, 29.0)) for channel, n in counts.items()), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Made once by bot.app; every test makes its own."""

    now: Callable[[], datetime]  # aware, UTC
    ears: Ears
    calendar: WorkingCalendar
    hours: OfficeHours
    zone: ZoneInfo  # of the service, where an agency's own is unknown
    citizen_account: str  # bot id of the public bot
    desk_account: str
    staff: Address | None  # the staff group, None until one is set
    chat_key: Callable[[Address], str]
    person_key: Callable[[str, str], str]  # (channel, user id) -> keyed hash
    emergency_numbers: str
    home_region: str | None = None
    broadcast: BroadcastRules = BroadcastRules()
    #: days off of a region (Kemendagri code), where some are its own; None: the nation's everywhere
    calendars: Callable[[str], WorkingCalendar] | None = None
    whole_case: str = "ombudsman"  # the sixty days in hari kerja, or "ombudsman_kalender": the law does not say
    ombudsman_contact: str = ""  # how the Ombudsman is reached without us
    #: what a topic is called, where that becomes part of an officer's own words (answer templates)
    topic_name: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Ack:
    """What a pressed button answers at once (a toast), sent best effort after the commit."""

    msgid: str
    params: tuple[tuple[str, str], ...] = ()
    alert: bool = False
