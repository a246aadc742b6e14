"""The practice case of /latihan, step by step: the card, the answer, the preview, the end. Pure, nothing is real."""

from __future__ import annotations

from conversations.messages import Message, Option, Quoted, Words, words

#: No number of ours: it fails the check digit, so that nobody finds a case under it.
NUMBER = "NH-CONT-OH01"
#: Press -> steps it may follow.
AFTER = {"accept": frozenset({"card"}), "send": frozenset({"preview"}), "done": frozenset({"sent"})}


def offer() -> Message:
    """To a group that has just got its focal point; the same button as under /bantuan."""
    start = Option(id="tour:tour:start", label=Words("desk.button.tour"))
    return Message(lines=(words("desk.tour.offer"),), options=(start,))


def practice_card(token: str, *, by: str) -> Message:
    """The card, before and after [Terima]."""
    head = (words("desk.tour.mark"), words("desk.tour.card", number=NUMBER), words("desk.tour.story"))
    if not by:
        return Message(lines=(*head, words("desk.tour.step_accept")), options=(_button("accept", token),))
    return Message(lines=(*head, words("desk.tour.accepted", by=Quoted(by)), words("desk.tour.step_answer")))


def preview(token: str, text: str) -> Message:
    """What would go out."""
    lines = (
        words("desk.tour.mark"),
        words("desk.preview.answer", number=NUMBER),
        words("desk.quote", text=Quoted(text)),
        words("desk.tour.step_send"),
    )
    return Message(lines=lines, options=(_button("send", token),))


def sent(token: str, text: str) -> Message:
    """What the citizen would have read."""
    lines = (
        words("desk.tour.mark"),
        words("desk.tour.sent", number=NUMBER),
        words("desk.quote", text=Quoted(text)),
        words("desk.tour.step_done"),
    )
    return Message(lines=lines, options=(_button("done", token),))


def over() -> Message:
    """The end."""
    return Message(lines=(words("desk.tour.mark"), words("desk.tour.over"), words("desk.tour.next")))


def _button(meaning: str, token: str) -> Option:
    label = Words(f"desk.tour.button.{meaning}")
    return Option(id=f"tour:tour:{meaning}.{token}", label=label, style="primary")
