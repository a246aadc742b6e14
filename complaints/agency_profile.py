"""What is known of an agency besides its cases: its own channels, and how far it is with managing complaints. Pure.

A channel is where a citizen may turn to the agency itself; an item is something UU 25/2009 ps. 36-37 asks of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from complaints.errors import ComplaintError

#: Kinds of channels agencies publish, BPJS' thirteen among them (handbook systems §5 row 15).
KINDS = (
    "loket", "surat", "telepon", "faks", "surel", "situs", "aplikasi", "whatsapp", "telegram", "sms", "medsos",
    "sp4n", "keliling",
)  # fmt: skip
#: Item -> what the law asks (UU 25/2009).
CHECKLIST = {
    "sarana": "sarana pengaduan tersedia (ps. 36)",
    "pejabat": "pejabat pengelola ditunjuk dan berwenang (ps. 36)",
    "pengumuman": "nama dan alamat penanggung jawab diumumkan (ps. 36)",
    "prosedur": "prosedur dan jangka waktu tertulis (ps. 37)",
    "dokumentasi": "pengaduan dan penyelesaiannya dicatat (ps. 37)",
    "pelaporan": "hasil pengelolaan dilaporkan berkala (ps. 37)",
}


class ProfileError(ComplaintError):
    """There is no such kind of channel, or no such item."""

    msgid = "error.profile"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChannel:
    """Where the agency is reached; `broken_on`: since when somebody found that it is not."""

    kind: str
    address: str
    hours: str = ""
    broken_on: date | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ProfileError(f"jenis kanal {self.kind!r} tidak dikenal; yang ada: {', '.join(KINDS)}")
        if not self.address.strip():
            raise ProfileError("alamat kanal masih kosong")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An item of the list, with the day it was done and where that can be seen."""

    item: str
    on: date
    evidence: str

    def __post_init__(self) -> None:
        if self.item not in CHECKLIST:
            raise ProfileError(f"butir {self.item!r} tidak dikenal; yang ada: {', '.join(CHECKLIST)}")
        if not self.evidence.strip():
            raise ProfileError("sebutkan buktinya: tautan atau nomor surat")
