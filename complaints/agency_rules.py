"""What an agency settled for itself: shorter limits, its hours, its zone; a value, stored and read elsewhere.

A limit of its own counts only where it is shorter (handbook domain §1.4: other agencies publish other limits).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from complaints.office_hours import OfficeHours, zone_named
from complaints.rules import RuleError, rule_named, source_of

#: Clocks of officials. Those of the citizen (lengkapi, tutup_otomatis) and of the law nobody shortens.
OFFICIAL = (
    "verifikasi", "admin", "respon_awal", "penghubung", "penyelesaian_5", "penyelesaian_14", "penyelesaian_60",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRules:
    """Of one agency; what is not said here is as everywhere."""

    days: Mapping[str, int] = field(default_factory=dict)  # code of complaints.rules -> its own limit
    hours: OfficeHours | None = None
    zone: str | None = None  # IANA, WIB, WITA or WIT

    def __post_init__(self) -> None:
        for code, days in self.days.items():
            if code not in OFFICIAL:
                raise RuleError(f"batas {code!r} tidak dapat diatur per instansi; yang dapat: {', '.join(OFFICIAL)}")
            if days < 1:
                raise RuleError(f"batas {code} sedikitnya satu hari, bukan {days}")
        if self.zone is not None:
            zone_named(self.zone)

    @property
    def ignored(self) -> tuple[str, ...]:
        """Limits that are no shorter than everybody's: kept as they were written, never counted with."""
        return tuple(code for code, days in self.days.items() if days >= rule_named(code).days)

    def only_shorter(self) -> AgencyRules:
        """Itself; refuses what would be ignored, in one sentence that names the limit of all and its source."""
        for code in self.ignored:
            most = rule_named(code).days
            raise RuleError(
                f"batas {code} {self.days[code]} hari tidak lebih pendek dari {most} hari kerja yang berlaku umum "
                f"({source_of(code)}); instansi hanya dapat memakai batas yang lebih pendek"
            )
        return self
