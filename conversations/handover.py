"""The words around passing a case on: the office named, the offices found, the one chosen. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.ears import Office
from conversations.messages import Message, Option, Quoted, Words, words


def split_reason(text: str) -> tuple[str, str]:
    """First line the office, the rest why: "BP Batam" / "jalan utama kawasan"."""
    name, _, reason = text.strip().partition("\n")
    return name.strip(), " ".join(reason.split())


def offices_options(token: str, found: Sequence[Office]) -> tuple[Option, ...]:
    """One button an office, and a way out."""
    picks = tuple(
        Option(id=f"hand:pick:{token}.{place}", label=Quoted(office.name), short=Quoted(office.short), row=True)
        for place, office in enumerate(found)
    )
    return (*picks, Option(id=f"hand:drop:{token}", label=Words("desk.button.cancel"), row=True))


#: What the list asks, and for whom its reason is, by what it is for.
ASKS = {
    "handover": ("desk.handover.ask", "desk.handover.reason"),
    "unit": ("desk.unit.ask", "desk.handover.reason"),
    "joint": ("desk.joint.ask", "desk.joint.reason"),
    "lead": ("desk.joint.lead_ask", "desk.joint.reason"),
}


def offices_message(number: str, reason: str, options: tuple[Option, ...], *, purpose: str = "handover") -> Message:
    """To whom? The reason is shown with who will read it."""
    ask, why = ASKS[purpose]
    because = (Words(why, {"text": Quoted(reason)}),) if reason else ()
    return Message(lines=(Words(ask, {"number": number}), *because), options=options)


def chosen_message(number: str, to: str, *, by: str, at: str) -> Message:
    """What the list becomes."""
    return Message(lines=(words("desk.handover.done", number=number, to=Quoted(to), by=Quoted(by), at=at),))
