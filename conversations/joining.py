"""A focal point's own talk with the desk bot: the invite, the group, leaves; what is said and what was meant.

Pure: the deep link's words arrive as values, nothing here knows a chat or a token's hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from complaints.appointments import Appointment
from conversations.answers import argument_of, meaning_of, scope_of
from conversations.invitation import facts, role, term
from conversations.leave import Away, Back, Unclear, read_leave
from conversations.messages import Choice, Command, Content, Message, Option, Quoted, Text, Words, words
from conversations.vocabulary import fold

TELEGRAM = "https://t.me"
#: Answers in words to the question whether somebody is still there.
STILL = frozenset({"masih", "ya masih", "masih bertugas", "masih di sini", "masih aktif", "still"})
MOVED = frozenset({"pindah", "sudah pindah", "sdh pindah", "mutasi", "sudah tidak", "tidak lagi", "pensiun"})


class Doing(StrEnum):
    """What a focal point can do outside of cases."""

    OPEN = "open"  # a deep link or a code
    CONFIRM = "yes"
    DENY = "no"
    STILL = "still"
    MOVED = "moved"
    SURE = "sure"
    STAY = "stay"
    CODE = "code"
    AWAY = "away"
    BACK = "back"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """One understood deed."""

    doing: Doing
    token: str = ""
    away: Away | None = None


_SCOPES = {
    "join": frozenset({Doing.CONFIRM, Doing.DENY, Doing.CODE}),
    "post": frozenset({Doing.STILL, Doing.MOVED, Doing.SURE, Doing.STAY}),
}


def parse(content: Content, today: date) -> Meant | None:
    """What was meant, in a private chat or a group; None for everything else."""
    match content:
        case Choice(data=data):
            meaning = meaning_of(data)
            if meaning in _SCOPES.get(scope_of(data), ()):
                return Meant(doing=Doing(meaning), token=argument_of(data))
        case Command(name="start" | "gabung", args=args) if args.strip():
            return Meant(doing=Doing.OPEN, token=args.strip())
        case Command(name="cuti", args=args):
            return _leave(f"cuti {args}", today)
        case Text(body=body):
            return _spoken(body, today)
    return None


def _spoken(body: str, today: date) -> Meant | None:
    said = fold(body)
    if said in STILL:
        return Meant(doing=Doing.STILL)
    if said in MOVED:
        return Meant(doing=Doing.MOVED)
    return _leave(body, today)


def _leave(text: str, today: date) -> Meant | None:
    match read_leave(text, today):
        case Away() as away:
            return Meant(doing=Doing.AWAY, away=away)
        case Back():
            return Meant(doing=Doing.BACK)
        case Unclear():
            return Meant(doing=Doing.UNCLEAR)
    return None


def invited(token: str, offer: Appointment, agency: str) -> Message:
    """Is it you? The unit's whole name, because much hangs on it."""
    return Message(
        lines=(
            Words("join.hello"),
            words("join.confirm", who=facts(offer, agency)),
            term(offer),
        ),
        options=confirm_options(token),
    )


def confirm_options(token: str) -> tuple[Option, ...]:
    """[Ya, benar] [Bukan saya]."""
    return (
        Option(id=f"join:yes:{token}", label=Words("join.button.yes"), style="primary"),
        Option(id=f"join:no:{token}", label=Words("join.button.no")),
    )


def bring_in(first: Words, agency: str, code: str, username: str, until: date) -> Message:
    """The one guided step: the bot into the unit's group, by a tap or by a code."""
    lines = [
        first,
        words("join.group.ask", agency=Quoted(agency)),
        words("join.group.code", code=code, until=until),
        Words("join.leave_hint"),
    ]
    link = f"{TELEGRAM}/{username}?startgroup={code}&admin=manage_topics"
    options = (Option(id="join:group", label=Words("join.button.group"), url=link),) if username else ()
    return Message(lines=tuple(lines), options=options)


def start_link(token: str, username: str) -> Words | Quoted:
    """Where the invited person taps; without the bot's name, what they type."""
    if username:
        link = f"{TELEGRAM}/{username}?start={token}"
        return Quoted(link)
    return words("join.invite.by_hand", token=token)


def about(held: Appointment, agency: str) -> Words:
    """Who we think they are."""
    if held.end is None:
        return words("join.known_open", role=role(held.role), agency=Quoted(agency))
    return words("join.known", role=role(held.role), agency=Quoted(agency), end=held.end)


def rights_line(*, admin: bool, forum: bool, topics: bool) -> Words | None:
    """The one sentence about what the bot may not do yet, None where all is well."""
    if not admin:
        return Words("join.rights.admin")
    return Words("join.rights.topics") if forum and not topics else None
