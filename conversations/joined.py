"""The code that joins two chats of one person: its shape, the words that ask for it, and the two questions. Pure."""

from __future__ import annotations

import re
from datetime import timedelta

from conversations.messages import Choice, Command, Content, Message, Option, Quoted, Text, Words, say, words
from conversations.vocabulary import fold

#: Without look-alikes (0 O, 1 I L) and without the G it begins with, so that it survives being read out.
LETTERS = "23456789ABCDEFHJKMNPQRSTUVWXYZ"
LENGTH = 8
LIFE = timedelta(minutes=15)
ASKS = frozenset({"gabung", "gabungkan", "sambungkan", "gabungkan chat", "sambungkan chat"})
_CODE = re.compile(rf"\bG-?([{LETTERS}]{{4}})-?([{LETTERS}]{{4}})\b", re.IGNORECASE)
#: Option ids: "joined:<yes|no>:<key of the code>".
SCOPE = "joined"


def written(letters: str) -> str:
    """As it is shown: G-7K3Q-9DXM."""
    return f"G-{letters[:4]}-{letters[4:]}"


def code_in(content: Content) -> str | None:
    """The eight letters of a code somebody typed."""
    found = _CODE.search(content.body) if isinstance(content, Text) else None
    return (found[1] + found[2]).upper() if found else None


def asked(content: Content) -> bool:
    """ "gabung": a code, please."""
    if isinstance(content, Command):
        return content.name == "gabung"
    return isinstance(content, Text) and fold(content.body) in ASKS


def answered(content: Content) -> tuple[bool, str] | None:
    """Yes or no to one of the two questions, and the key of its code."""
    if not isinstance(content, Choice) or not content.data.startswith(f"{SCOPE}:"):
        return None
    _, meaning, key = content.data.split(":", 2)
    return meaning == "yes", key


def offer(letters: str) -> Message:
    """The code, to be typed in the other chat."""
    return say(words("link.offer", code=written(letters)))


def question(where: str, *, channel: str, name: str, key: str) -> Message:
    """Asked in the chat that typed the code ("here") and in the one that gave it ("there")."""
    line = words(f"link.ask_{where}", channel=Quoted(channel), name=Quoted(name))
    options = (
        Option(id=f"joined:yes:{key}", label=Words("button.link_yes"), style="primary"),
        Option(id=f"joined:no:{key}", label=Words("button.link_no")),
    )
    return Message(lines=(line,), options=options)
