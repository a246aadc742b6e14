"""The grammar of an agency's group: from what an officer did to a DeskAction, a Misread, or mere chatter.

Pure. Which case is meant is decided by the bubble replied to or the button pressed, never by guessing
from the words; what may be done to it is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from complaints.number import parse_number
from conversations import settlement
from conversations.answers import argument_of, meaning_of, resolve, scope_of
from conversations.messages import Choice, Command, Inbound, Media, Option, Param, Text
from conversations.parts import ROOM, parts
from conversations.previews import LONGEST


class Deed(StrEnum):
    """What an officer can do."""

    ACCEPT = "accept"
    ASK = "ask"
    HAND_OVER = "handover"
    RESOLVE = "resolve"
    ANSWER = "answer"
    STORY = "story"
    FILES = "files"
    SHOW = "show"
    SEND = "send"
    RAW = "raw"
    ANYWAY = "anyway"
    EDIT = "edit"
    CANCEL = "cancel"
    REWORD = "reword"
    MORE = "more"  # one more picture of an album
    CORRECT = "correct"  # the officer edited the message a preview was made from
    UNDO = "undo"
    OTHER = "other"  # the steps that are rarely needed
    GUIDE = "guide"  # Minta arahan
    NOTE = "note"  # Catatan internal
    NOTES = "notes"
    JOIN = "join"  # Libatkan instansi
    LEAD = "lead"  # the lead of a joint case passed to a partner
    TO_LEAD = "tolead"  # words of a partner for the lead, never for the citizen
    TO_PARTNER = "topartner"
    PICK = "pick"  # an office to hand over to, to involve or to lead
    DROP = "drop"  # hand-over given up
    TASKS = "tasks"
    UNITS = "units"  # open cases of the units below
    UNIT = "unit"  # Teruskan ke unit
    PARTNERS = "partners"  # Lepas mitra: which one
    RELEASE = "release"
    CLASS = "class"  # Kelas penyelesaian: which one
    CLASSIFY = "set"
    FIND = "find"
    RECAP = "recap"
    TEMPLATES = "templates"
    TOUR = "tour"
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskAction:
    """One understood deed; `number` names the case, `token` the preview or list, `place` a choice or page."""

    deed: Deed
    number: str = ""
    token: str = ""
    place: int = 0
    text: str = ""
    media: Media | None = None


@dataclass(frozen=True, slots=True)
class Misread:
    """Addressed to the bot but not to be done: the sentence that says why."""

    msgid: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The bubble of ours that was replied to, and the answers it offered."""

    kind: str
    number: str = ""
    token: str = ""
    options: Sequence[Option] = ()


#: A reply to this kind of bubble means this.
REPLIES = {
    "card": Deed.ANSWER,
    "said": Deed.ANSWER,
    "done": Deed.ANSWER,
    "classes": Deed.ANSWER,  # what became of "diterima" once a class was chosen under it
    "ask_prompt": Deed.ASK,
    "close_prompt": Deed.RESOLVE,
    "handover_prompt": Deed.HAND_OVER,
    "offices": Deed.HAND_OVER,
    "edit_prompt": Deed.REWORD,
    "preview": Deed.REWORD,
    "guide_prompt": Deed.GUIDE,
    "guided": Deed.GUIDE,
    "note_prompt": Deed.NOTE,
    "note": Deed.NOTE,
    "join_prompt": Deed.JOIN,
    "joint_card": Deed.TO_LEAD,
    "from_lead": Deed.TO_LEAD,
    "from_partner": Deed.TO_PARTNER,
    "unit_prompt": Deed.UNIT,
    "tour": Deed.TOUR,
}
COMMANDS = {
    "tugas": Deed.TASKS,
    "cari": Deed.FIND,
    "rekap": Deed.RECAP,
    "templat": Deed.TEMPLATES,
    "template": Deed.TEMPLATES,
    "latihan": Deed.TOUR,
    "bantuan": Deed.HELP,
    "help": Deed.HELP,
    "start": Deed.HELP,
}
SCOPES = {
    "desk": frozenset(
        {Deed.ACCEPT, Deed.ASK, Deed.HAND_OVER, Deed.RESOLVE, Deed.STORY, Deed.FILES, Deed.SHOW, Deed.TASKS,
         Deed.OTHER, Deed.GUIDE, Deed.NOTE, Deed.NOTES, Deed.JOIN, Deed.LEAD, Deed.UNIT, Deed.UNITS,
         Deed.PARTNERS, Deed.CLASS}
    ),
    "prev": frozenset({Deed.SEND, Deed.RAW, Deed.ANYWAY, Deed.EDIT, Deed.CANCEL, Deed.UNDO}),
    "hand": frozenset({Deed.PICK, Deed.DROP}),
    "tour": frozenset({Deed.TOUR}),
    "joint": frozenset({Deed.RELEASE}),
    "class": frozenset({Deed.CLASSIFY}),
}  # fmt: skip
#: Buttons that turn a page instead of naming a case.
PAGED = frozenset({Deed.TASKS, Deed.UNITS})
#: "terima NH-7K3Q-9DXM": the words on the buttons, with the number behind them.
SAID = {
    "terima": Deed.ACCEPT,
    "jawab": Deed.ANSWER,
    "tanggapi": Deed.ANSWER,
    "minta data": Deed.ASK,
    "tanya": Deed.ASK,
    "bukan wewenang": Deed.HAND_OVER,
    "alihkan": Deed.HAND_OVER,
    "selesai": Deed.RESOLVE,
    "lihat": Deed.SHOW,
    "kasus": Deed.SHOW,
    "minta arahan": Deed.GUIDE,
    "arahan": Deed.GUIDE,
    "catatan": Deed.NOTE,
    "catat": Deed.NOTE,
    "libatkan": Deed.JOIN,
    "lainnya": Deed.OTHER,
    "kelas": Deed.CLASS,
    "mitra": Deed.PARTNERS,
}
#: Evidence an officer may attach; a voice is not an answer that can be read again.
FILES = frozenset({"photo", "document", "video"})
#: Words that a citizen will read.
FOR_CITIZENS = frozenset({Deed.ANSWER, Deed.ASK, Deed.RESOLVE, Deed.REWORD})
#: Steps that carry no file; whoever sends one with them is told.
WORDS_ONLY = frozenset({Deed.HAND_OVER, Deed.GUIDE, Deed.NOTE, Deed.JOIN, Deed.UNIT, Deed.TOUR})
_SAID = re.compile(
    rf"\s*/?({'|'.join(SAID)})\s+(?:no(?:mor)?\.?\s+)?"
    r"(NH[\s\-._:]*[0-9A-Z]{4}[\s\-._:]{0,3}[0-9A-Z]{4}|[0-9A-Z]{4}-[0-9A-Z]{4})\b[\s:,]*",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"\w")
#: "catatan: blanko datang Kamis" under a card is for colleagues, whatever else a reply there means.
_NOTE = re.compile(r"/?(?:catatan|catat)\b(?: internal)?[\s:,\-]+(?=\S)", re.IGNORECASE)
#: Bubbles under which the class is asked.
_CLASSED = frozenset({"done", "classes"})
#: Replies under which such a note may stand.
_NOTED = frozenset({"card", "said", "done", "classes", "note", "guided"})


def parse(inbound: Inbound, bubble: Known | None) -> DeskAction | Misread | None:
    """What was meant, or None for what officers say among themselves."""
    content = inbound.content
    if isinstance(content, Choice):
        return pressed(content.data)
    if inbound.edited:
        text = _words(content)
        return DeskAction(deed=Deed.CORRECT, text=text) if text else None
    if bubble is not None:
        return _reply(content, bubble)
    if isinstance(content, Media) and inbound.album and not content.caption:
        return DeskAction(deed=Deed.MORE, media=content)
    if isinstance(content, Command) and content.name in COMMANDS:
        return commanded(content)
    return _spoken(_words(content))


def commanded(content: Command) -> DeskAction:
    """/tugas, /tugas 2, /tugas unit, /cari resi hilang: what follows is a page or words."""
    deed, args = COMMANDS[content.name], content.args.strip()
    first, _, rest = args.partition(" ")
    if deed is Deed.TASKS and first.casefold() == "unit":
        deed, args = Deed.UNITS, rest.strip()
    page = args if deed in PAGED and args.isdecimal() else ""
    return DeskAction(deed=deed, place=int(page) - 1 if page else 0, text="" if page else args)


def pressed(data: str) -> DeskAction | Misread:
    """A button, however old."""
    meaning, argument = meaning_of(data), argument_of(data)
    if meaning not in SCOPES.get(scope_of(data), ()):
        return Misread("desk.old_button")
    deed = Deed(meaning)
    if deed in PAGED:
        return DeskAction(deed=deed, place=int(argument) if argument.isdecimal() else 0)
    if scope_of(data) in ("desk", "tour"):
        return DeskAction(deed=deed, number=argument)
    if deed in (Deed.RELEASE, Deed.CLASSIFY):
        number, _, token = argument.partition(".")
        return DeskAction(deed=deed, number=number, token=token or "-")
    token, _, place = argument.partition(".")
    return DeskAction(deed=deed, token=token, place=int(place) if place.isdecimal() else -1)


def _reply(content: object, bubble: Known) -> DeskAction | Misread | None:
    if isinstance(content, Command) and content.name in COMMANDS:
        return commanded(content)
    if bubble.options and isinstance(content, Text) and (chosen := resolve(content, bubble.options)):
        return pressed(chosen.id)
    deed = REPLIES.get(bubble.kind)
    if deed is None:
        return Misread("desk.misread.bubble")
    spoken = SAID.get(" ".join(_words(content).casefold().lstrip("/").split()))
    if bubble.kind == "card" and isinstance(content, Text | Command) and spoken:
        # "terima" under a card is the button, not an answer to the citizen.
        return DeskAction(deed=spoken, number=bubble.number) if spoken is not Deed.ANSWER else None
    media = content if isinstance(content, Media) else None
    text = _words(content)
    if bubble.kind in _CLASSED and (code := settlement.read(text)):  # as an answer to a citizen it would be none
        return DeskAction(deed=Deed.CLASSIFY, number=bubble.number, token=code)
    if bubble.kind in _NOTED and not isinstance(content, Media) and (note := _NOTE.match(text)):
        deed, text = Deed.NOTE, text[note.end() :]
    if media and media.kind not in FILES:
        return Misread("desk.misread.kind")
    if not _SIGNS.search(text):
        if media is not None and deed not in WORDS_ONLY:
            silent = deed if deed in (Deed.TO_LEAD, Deed.TO_PARTNER) else Deed.MORE
            return DeskAction(deed=silent, number=bubble.number, token=bubble.token, media=media)
        return Misread("desk.misread.empty")
    if wrong := _too_long(deed, text):
        return wrong
    return DeskAction(deed=deed, number=bubble.number, token=bubble.token, text=text, media=media)


def _too_long(deed: Deed, text: str) -> Misread | None:
    """An answer may go in several messages, all else in one; a word is never cut."""
    most = LONGEST if deed in FOR_CITIZENS else ROOM
    if len(text) > most:
        return Misread("desk.misread.long", {"n": len(text), "most": most})
    return None if parts(text) or not text else Misread("desk.misread.word", {"most": ROOM})


def _spoken(text: str) -> DeskAction | Misread | None:
    """A deed said in words with its number; a number alone shows the card; all else is chatter."""
    verb = _SAID.match(text)
    if verb is None:
        alone = parse_number(text) if len(text) <= 30 else None
        return DeskAction(deed=Deed.SHOW, number=alone) if alone else None
    deed, rest = SAID[" ".join(verb[1].casefold().split())], text[verb.end() :].strip()
    # A number that cannot be one is answered like a case of somebody else.
    number = parse_number(verb[2]) or verb[2].upper()
    if wrong := _too_long(deed, rest):
        return wrong
    if deed is Deed.CLASS and (code := settlement.read(rest)):
        return DeskAction(deed=Deed.CLASSIFY, number=number, token=code)
    if deed is Deed.ANSWER and not _SIGNS.search(rest):
        return Misread("desk.misread.empty")
    return DeskAction(deed=deed, number=number, text=rest)


def _words(content: object) -> str:
    match content:
        case Text(body):
            return body.strip()
        case Media(caption=caption):
            return caption.strip()
        case Command(name, args):
            return f"/{name} {args}".strip()
    return ""
