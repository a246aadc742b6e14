"""Which limit applies to which step, as one table; knows neither calendars nor cases.

Limits: handbook domain §1.6, from SP4N-LAPOR! practice (3 / 5 / 10 working days), the Batam chain
(3 / 3 / 5-10 / 60 working days) and UU 25/2009 ps. 44 and 50 (30 and 60 days, as the law reads).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from complaints.errors import ComplaintError

#: Stored with every due date; raise it when a limit or the way of counting changes.
RULES_VERSION = "2026.1"


class RuleError(ComplaintError):
    """There is no such rule, or it allows no time at all."""

    msgid = "error.rule"


class Basis(StrEnum):
    """What a day is: hari kerja or hari kalender."""

    WORKING = "working"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """So many days, counted so; on the morning of each day in `warn` a reminder goes out."""

    code: str
    days: int
    basis: Basis = Basis.WORKING
    warn: tuple[int, ...] = ()

    def shortened(self, days: int | None) -> Rule:
        """The rule with an agency's own limit, taken only if it is shorter."""
        if days is None or days >= self.days:
            return self
        if days < 1:
            raise RuleError(f"batas {self.code} sedikitnya satu hari, bukan {days}")
        kept = tuple(day for day in self.warn if day < days)
        return replace(self, days=days, warn=kept or ((days - 1,) if days > 1 else ()))


RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule(code="verifikasi", days=3, warn=(2,)),
        Rule(code="admin", days=3, warn=(2,)),
        Rule(code="respon_awal", days=5, warn=(3, 4)),
        Rule(code="penghubung", days=10, warn=(8,)),
        # By class: information or aspiration; without; with supervision content. 75 % and 90 %.
        Rule(code="penyelesaian_5", days=5, warn=(3, 4)),
        Rule(code="penyelesaian_14", days=14, warn=(10, 12)),
        Rule(code="penyelesaian_60", days=60, warn=(45, 54)),
        # LAPOR!'s other "10": silence of the citizen after an answer, not the focal point's ten.
        Rule(code="tutup_otomatis", days=10, warn=(7,)),
        Rule(code="lengkapi", days=30, basis=Basis.CALENDAR, warn=(7, 21, 28)),
        # The law says 60 hari, the Batam practice 60 hari kerja: both are offered, neither guessed.
        Rule(code="ombudsman", days=60, warn=(50,)),
        Rule(code="ombudsman_kalender", days=60, basis=Basis.CALENDAR, warn=(50,)),
    )
}

#: Where each limit of officials comes from, as an operator may quote it.
SOURCES = {
    "verifikasi": "SP4N-LAPOR!: verifikasi 3 hari kerja",
    "admin": "rantai SP4N di Batam: admin instansi 3 hari kerja",
    "respon_awal": "SP4N-LAPOR!: tindak lanjut pertama 5 hari kerja",
    "penghubung": "rantai SP4N di Batam: pejabat penghubung 5 sampai 10 hari kerja",
    "penyelesaian_5": "standar pelayanan SP4N: permintaan informasi, normatif, dan aspirasi 5 hari kerja",
    "penyelesaian_14": "standar pelayanan SP4N: tidak berkadar pengawasan 14 hari kerja",
    "penyelesaian_60": "standar pelayanan SP4N: berkadar pengawasan 60 hari kerja; UU 25/2009 ps. 50, Perpres 76/2013",
    "tutup_otomatis": "SP4N-LAPOR!: selesai otomatis 10 hari tanpa balasan",
    "lengkapi": "UU 25/2009 ps. 44: 30 hari untuk melengkapi",
    "ombudsman": "UU 25/2009 ps. 50 dalam hari kerja, seperti praktik di Batam",
    "ombudsman_kalender": "UU 25/2009 ps. 50: 60 hari",
}


def source_of(code: str) -> str:
    """The legal or published source of that limit."""
    return SOURCES[rule_named(code).code]


def rule_named(code: str) -> Rule:
    """The rule of that code."""
    if code not in RULES:
        raise RuleError(f"aturan {code!r} tidak dikenal; yang ada: {', '.join(RULES)}")
    return RULES[code]
