"""What memory can refuse or fail at; knows sentences for people and operators, not how anything is stored.

StorageError
├── KeyLost         the key file is missing, unreadable, too open, or belongs to another database
├── Tampered        one stored value does not open with the right key: changed or moved by hand
├── SchemaMismatch  the tables are older or newer than this program
├── Damaged         the file is no database, or no longer one
├── Occupied        another process works on this database
├── Unavailable     the database does not answer; nothing was stored, try again
├── StoreFull       no room for an attachment; nothing half-written stays
├── Fenced          another process leads here by now: what we held back is not written
├── Stale           somebody else changed it meanwhile: run the turn again
├── AlreadyFiled    this draft is a complaint already (carried as `existing`)
└── NumberTaken     draw another number
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from complaints.errors import ComplaintError

if TYPE_CHECKING:
    from pathlib import Path

    from complaints.model import Complaint


class StorageError(ComplaintError):
    """Memory refuses this."""

    msgid = "error.storage"


class KeyLost(StorageError):
    """The key of the stored data is not there: names the file and the way out."""

    def __init__(self, path: Path, reason: str, way_out: str) -> None:
        super().__init__(f"Berkas kunci {path} {reason}. {way_out}")
        self.path = path


class Tampered(StorageError):
    """A stored value was changed or moved outside the program."""


class SchemaMismatch(StorageError):
    """The tables of the database do not fit this program."""


class Damaged(StorageError):
    """Berkas basis data rusak atau bukan basis data SQLite. Pulihkan dari cadangan."""


class Occupied(StorageError):
    """Another process works on this database, and only one may."""


class Unavailable(StorageError):
    """Basis data tidak menjawab; tidak ada yang tersimpan. Coba lagi sebentar lagi."""

    msgid = "error.unavailable"


class StoreFull(StorageError):
    """Tidak ada ruang lagi untuk menyimpan lampiran."""

    msgid = "error.store_full"


class Fenced(StorageError):
    """Another process took over this lease; nothing of ours is written."""


class Stale(StorageError):
    """Somebody else changed it meanwhile: run the turn again on fresh values."""

    msgid = "error.stale"


class AlreadyFiled(StorageError):
    """This draft was filed before; `existing` is what became of it."""

    def __init__(self, existing: Complaint) -> None:
        super().__init__()
        self.existing = existing


class NumberTaken(StorageError):
    """A complaint with this number exists: draw another."""
