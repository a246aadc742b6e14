"""Who is behind a case, as the one member of staff who asked for it reads it, and the words around it. Pure."""

from __future__ import annotations

from complaints.model import Complaint
from conversations.messages import Message, Option, Quoted, Words, words

SCOPE = "identity"
#: A reason that says something has so many letters at least.
SHORTEST_REASON = 5


def button(number: str) -> Option:
    """[Lihat identitas] under a case in the staff group."""
    return Option(id=f"identity:ask:{number}", label=Words("identity.button"), row=True)


def reason_given(text: str) -> bool:
    """Does it say why?"""
    return sum(char.isalpha() for char in text) >= SHORTEST_REASON


def shown(case: Complaint, contact: Words | Quoted, reason: str) -> Message:
    """Name and contact, with the reason that was given."""
    name: Words | Quoted = Quoted(case.reporter) if case.reporter else Words("identity.no_name")
    lines: list[Words | Quoted] = [
        words("identity.head", number=case.number),
        words("identity.name", name=name),
        words("identity.contact", contact=contact),
    ]
    if case.anonymous:
        lines.append(words("identity.hidden"))
    lines.append(words("identity.reason", reason=Quoted(reason)))
    return Message(lines=tuple(lines))


def open_private(username: str) -> Message:
    """The bot cannot write first to somebody who never opened it."""
    link = f"https://t.me/{username}"
    options = (Option(id="identity:open", label=Words("identity.open"), url=link),) if username else ()
    return Message(lines=(words("identity.open_first"),), options=options)
