"""What officials say among themselves about a case: notes, guidance, talk of partners. Pure; nothing for citizens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conversations.card import button, head
from conversations.messages import Message, Option, Quoted, Words, words
from conversations.tracking import CaseView


def kept_note(number: str, text: str, *, by: str, at: str) -> tuple[Words, ...]:
    """A note as it is kept."""
    return words("desk.noted", number=number, by=Quoted(by), at=at), words("desk.quote", text=Quoted(text))


def notes_list(number: str, found: Sequence[tuple[str, str, str]]) -> Message:
    """(text, by whom, when), oldest first."""
    if not found:
        return Message(lines=(words("desk.notes.none", number=number),))
    lines = [words("desk.notes.title", number=number, n=len(found))]
    lines += [words("desk.notes.line", at=at, by=Quoted(by), text=Quoted(text)) for text, by, at in found]
    return Message(lines=tuple(lines))


def more_steps(
    number: str, *, partners: bool, noted: bool, units: bool, classed: bool = False, ended: bool = False
) -> Message:
    """[Lainnya] opened; of a case that has ended only what is kept among colleagues."""
    options: list[Option] = [button(number, "note")]
    if not ended:
        options = [button(number, "guide"), *options, button(number, "join", row=True)]
    if partners and not ended:
        options += [button(number, "lead"), button(number, "partners")]
    if units and not ended:
        options.append(button(number, "unit"))
    if classed:
        options.append(button(number, "class", row=True))
    if noted:
        options.append(button(number, "notes", row=True))
    return Message(lines=(words("desk.steps", number=number),), options=tuple(options))


def partners_list(number: str, found: Mapping[str, str]) -> Message:
    """Who helps, one button each: mark of the agency -> short name."""
    options = tuple(
        Option(id=f"joint:release:{number}.{mark}", label=Quoted(name), row=True) for mark, name in found.items()
    )
    return Message(lines=(words("desk.joint.release_ask", number=number),), options=options)


def released_card(view: CaseView, *, at: str) -> Message:
    """What stays of the card of who helped: no story, no button."""
    agency = Quoted(view.agency or "")
    return Message(lines=(head(view), words("desk.joint.released_card", agency=agency, at=at)))


def guidance_asked(number: str, agency: str, head: Words, text: str, *, by: str) -> Message:
    """The question in the staff group; a reply to it goes back."""
    return Message(
        lines=(
            words("staff.guidance.asked", number=number, agency=Quoted(agency), by=Quoted(by)),
            head,
            words("desk.quote", text=Quoted(text)),
            words("staff.guidance.how"),
        )
    )


def guided(number: str, text: str, *, by: str) -> Message:
    """The answer of staff under the card."""
    return Message(
        lines=(
            words("desk.guided", number=number, by=Quoted(by)),
            words("desk.quote", text=Quoted(text)),
            words("desk.guided_how"),
        )
    )


def between(msgid: str, number: str, agency: str, text: str, *, by: str, files: int = 0) -> Message:
    """Words of one agency for another about a joint case."""
    lines = [Words(msgid, {"number": number, "agency": Quoted(agency), "by": Quoted(by)})]
    if text:
        lines.append(words("desk.quote", text=Quoted(text)))
    if files:
        lines.append(words("desk.said.files", n=files))
    return Message(lines=tuple(lines))
