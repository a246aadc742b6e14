"""Words and commands that mean the same at every step: menu, status, batal, bantuan, petugas and the rest."""

from __future__ import annotations

from conversations.answers import bare, words_of
from conversations.messages import Choice, Command, Content, Text
from conversations.tongues import chosen
from conversations.vocabulary import BEFORE_WISHES, LET_GO, fold

COMMANDS: dict[str, str] = {
    "start": "start",
    "lapor": "report",
    "status": "status",
    "batal": "cancel",
    "bantuan": "help",
    "help": "help",
    "menu": "menu",
    "petugas": "person",
    "bahasa": "language",
    "ubahbahasa": "language",
    "berhenti": "mute",
    "mulai": "unmute",
    "privasi": "privacy",
    "dataku": "data",
    "hapusdata": "erase",
}
WORDS: dict[str, str] = {
    "status": "status",
    "cek status": "status",
    "cek laporan": "status",
    "laporan saya": "status",
    "menu": "menu",
    "bantuan": "help",
    "help": "help",
    "tolong bantuan": "help",
    "petugas": "person",
    "hubungi petugas": "person",
    "bicara dengan petugas": "person",
    "berhenti": "mute",
    "stop": "mute",
    "bahasa": "language",
    "english": "language",
    "data saya": "data",
    "hapus data": "erase",
    "hapus data saya": "erase",
    "lapor": "report",
    "buat laporan": "report",
    "buat pengaduan": "report",
    "laporan baru": "report",
    "lapor baru": "report",
    "mulai": "begin",
    "check status": "status",
    "my reports": "status",
    "report": "report",
    "new report": "report",
    "staff": "person",
    "language": "language",
    "my data": "data",
    "delete my data": "erase",
    "erase my data": "erase",
    "0": "menu",
}
#: Only while a draft is open; elsewhere they are answers or chatter.
DRAFT_WORDS: dict[str, str] = {
    "batal": "cancel",
    "batalkan": "cancel",
    "batalin": "cancel",
    "batalkan laporan": "cancel",
    "batalin laporan": "cancel",
    "cancel": "cancel",
    "lanjutkan": "resume",
    "lanjutkan laporan": "resume",
    "go on": "resume",
    "continue": "resume",
} | dict.fromkeys(LET_GO, "cancel")
BUTTONS: dict[str, str] = {"menu:report": "report", "menu:status": "status", "menu:person": "person"}


def meant(content: Content, *, drafting: bool) -> str | None:
    """The global meaning of what was said, or None: then it belongs to the standing question."""
    if isinstance(content, Choice):
        return BUTTONS.get(content.data)
    if isinstance(content, Command):
        return COMMANDS.get(content.name)
    if not isinstance(content, Text):
        return None
    said = fold(words_of(content))
    if said.startswith("status ") and len(said.split()) <= 4:
        return "status"
    if said.startswith("bahasa ") and chosen(said, "id"):
        return "language"
    known = WORDS | DRAFT_WORDS if drafting else WORDS
    return next((known[wish] for wish in (said, bare(said), _wish(said)) if wish in known), None)


def _wish(said: str) -> str:
    """What is wanted, without the polite words around it."""
    heard = bare(said).split()
    while len(heard) > 1 and heard[0] in BEFORE_WISHES:
        heard.pop(0)
    return " ".join(heard)
