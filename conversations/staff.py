"""The staff group: which agency is meant, asked and confirmed by two taps; the queue; grammar of staff deeds.

Pure. A button names its case; the offices on offer travel with the bubble that offers them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from complaints.model import ENDED
from complaints.number import parse_number
from conversations import identity
from conversations import triage as triage_steps
from conversations.answers import argument_of, meaning_of, resolve, scope_of, words_of
from conversations.card import cut, facts, head, nameless
from conversations.desk import Known, Misread
from conversations.ears import Office
from conversations.messages import Choice, Command, Inbound, Media, Message, Option, Quoted, Text, Words, say, words
from conversations.reminders import level
from conversations.tracking import CaseView


class Task(StrEnum):
    """What staff can do; broadcast steps keep their own scope."""

    PICK = "pick"
    YES = "yes"
    BACK = "back"
    NAME = "name"  # an office typed in reply to a case
    SHOW = "show"
    QUEUE = "queue"
    FIND = "find"  # /instansi
    HELP = "help"
    CARE_TEXT = "care text"
    CARE_PICK = "care pick"
    CARE_SAVE = "care save"
    CARE_DROP = "care drop"
    CARE_UNDO = "care undo"
    LESSONS = "lessons"  # /usulan
    LESSON_YES = "lesson yes"
    LESSON_NO = "lesson no"
    QUEUE_PAGE = "queue page"
    LETTER_AGAIN = "letter again"
    LETTER_DROP = "letter drop"
    MORE = "more"  # [Lainnya] of a case
    ASK = "ask"
    KIND = "kind"
    TOPIC = "topic"
    MERGE = "merge"
    PERSON = "person"  # of staff who has the case in hand
    ARCHIVE = "archive"
    STEP_PICK = "step pick"
    STEP_YES = "step yes"
    STEP_NO = "step no"
    STEP_TEXT = "step text"  # words in reply to a step
    GUIDE = "guide"  # an answer to "Minta arahan"
    NOTES = "notes"  # /catatan NOMOR
    CLASS = "class"  # /kelas NOMOR
    CLASSIFY = "set"
    PARTNERS = "partners"  # /mitra NOMOR
    RELEASE = "release"
    RECAP = "recap"
    RECURRING = "recurring"  # /berulang
    EXPORT = "export"
    LAPOR = "lapor"  # /lapor NOMOR ID
    BROADCAST = "broadcast"  # /siaran
    BC_OPEN = "open"
    BC_ALL = "all"
    BC_FILTER = "filter"
    BC_AGENCY = "agency"
    BC_SEND = "send"
    BC_SCHEDULE = "schedule"
    BC_WHEN = "when"
    BC_REVIEW = "back to review"
    BC_APPROVE = "approve"
    BC_EDIT = "edit"
    BC_ENGLISH = "english"
    BC_CANCEL = "cancel"
    BC_PAUSE = "pause"
    BC_RESUME = "resume"
    BC_STOP = "stop"
    BC_REPLY = "reply"  # words for a standing broadcast question


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAction:
    """One understood deed of staff."""

    task: Task
    number: str = ""
    token: str = ""
    place: int = -1
    text: str = ""


COMMANDS = {
    "antrean": Task.QUEUE,
    "antrian": Task.QUEUE,
    "siaran": Task.BROADCAST,
    "instansi": Task.FIND,
    "usulan": Task.LESSONS,
    "catatan": Task.NOTES,
    "kelas": Task.CLASS,
    "mitra": Task.PARTNERS,
    "rekap": Task.RECAP,
    "recap": Task.RECAP,
    "berulang": Task.RECURRING,
    "ekspor": Task.EXPORT,
    "export": Task.EXPORT,
    "lapor": Task.LAPOR,
    "bantuan": Task.HELP,
    "help": Task.HELP,
    "start": Task.HELP,
}
OWN_HELP = (Words("triage.help.steps"), Words("triage.help.registry"), Words("triage.help.lessons"))
#: Scopes whose buttons carry a token and a place: meaning -> task.
OWN: dict[str, dict[str, Task]] = {
    "care": {
        "pick": Task.CARE_PICK, "save": Task.CARE_SAVE, "drop": Task.CARE_DROP, "undo": Task.CARE_UNDO,
    },
    "lesson": {"yes": Task.LESSON_YES, "no": Task.LESSON_NO},
    "queue": {"page": Task.QUEUE_PAGE},
    "letter": {"again": Task.LETTER_AGAIN, "drop": Task.LETTER_DROP},
    "step": {"pick": Task.STEP_PICK, "yes": Task.STEP_YES, "no": Task.STEP_NO},
}
SCOPES: dict[str, frozenset[str]] = {
    "triage": frozenset(
        {Task.PICK, Task.YES, Task.BACK, Task.SHOW, Task.MORE, *(Task(step) for step in triage_steps.STEPS)}
    ),
    "bc": frozenset(task for task in Task if task.name.startswith("BC_")) - {Task.BC_REPLY} | {Task.BACK},
    "class": frozenset({Task.CLASSIFY}),
    "joint": frozenset({Task.RELEASE}),
    **{scope: frozenset(meanings) for scope, meanings in OWN.items()},
}


def parse(inbound: Inbound, bubble: Known | None) -> StaffAction | Misread | None:
    """What was meant; None is talk among colleagues, unless a broadcast question stands."""
    content = inbound.content
    if isinstance(content, Choice):
        return pressed(content.data)
    if inbound.edited:
        return None
    if isinstance(content, Command) and content.name in COMMANDS:
        return StaffAction(task=COMMANDS[content.name], text=content.args.strip())
    if bubble is None:
        said = words_of(content).strip()
        number = parse_number(said.removeprefix("/kasus ")) if len(said) <= 30 else None
        return StaffAction(task=Task.SHOW, number=number) if number else None
    if bubble.kind == "broadcast" and isinstance(content, Media) and content.kind == "photo":
        return StaffAction(task=Task.BC_REPLY, token=bubble.token, text=content.caption.strip())
    if not isinstance(content, Text):
        return Misread("staff.misread.text_only") if bubble.kind in ("triage", "broadcast", "guidance") else None
    if bubble.options and (chosen := resolve(content, bubble.options)):
        return pressed(chosen.id)
    if bubble.kind == "care":
        return StaffAction(task=Task.CARE_TEXT, token=bubble.token, text=content.body.strip())
    if bubble.kind == "step":
        return StaffAction(task=Task.STEP_TEXT, token=bubble.token, text=content.body.strip())
    if bubble.kind == "triage" and (step := _step(content.body, bubble.number)):
        return step
    if bubble.kind == "triage":
        return StaffAction(task=Task.NAME, number=bubble.number, text=content.body.strip())
    if bubble.kind == "guidance":
        return StaffAction(task=Task.GUIDE, number=bubble.number, token=bubble.token, text=content.body.strip())
    if bubble.kind == "broadcast":
        return StaffAction(task=Task.BC_REPLY, token=bubble.token, text=content.body.strip())
    return None


def _step(said: str, number: str) -> StaffAction | None:
    """A reply to a case that begins with what is to be done: "arsipkan bukan pengaduan", "tanya: di kota mana?"."""
    verb, _, rest = said.strip().partition(" ")
    deed = triage_steps.VERBS.get(verb.casefold().rstrip(":,."))
    return StaffAction(task=Task(deed), number=number, text=rest.strip()) if deed else None


def pressed(data: str) -> StaffAction | Misread:
    """A button, however old."""
    meaning, argument = meaning_of(data), argument_of(data)
    if meaning not in SCOPES.get(scope_of(data), ()):
        return Misread("desk.old_button")
    name, _, place = argument.partition(".")
    at = int(place) if place.isdecimal() and place.isascii() else -1
    if scope_of(data) in ("class", "joint"):
        return StaffAction(task=Task(meaning), number=name, token=place or "-")
    if scope_of(data) in OWN:
        return StaffAction(task=OWN[scope_of(data)][meaning], token=name, place=at)
    if scope_of(data) == "bc":
        # "Kembali" stands under two questions; here it leads back to the preview.
        task = Task.BC_REVIEW if meaning == Task.BACK else Task(meaning)
        return StaffAction(task=task, token=name, place=at)
    return StaffAction(task=Task(meaning), number=name, place=at)


def triage(
    view: CaseView, story: str, found: Sequence[Office] | None, because: Sequence[Words] = ()
) -> Message:
    """Which agency? The words the citizen used for it, the story, the offices it could be and why.

    `found` is None where the question already stands further down.
    """
    case = view.case
    called = nameless(case.wanted, case.reporter)
    called = "" if called in story else called
    wanted = words("staff.triage.wanted", text=Quoted(called)) if called else None
    lines = [
        head(view),
        words("card.story", story=Quoted(cut(story))),
        *((wanted,) if wanted else ()),
        facts(case, veiled=True),
        *((level(case.escalation),) if case.escalation else ()),
        *because,
        words("staff.triage.below" if found is None else "staff.triage.choose" if found else "staff.triage.name"),
    ]
    if found is None:
        return Message(lines=tuple(lines))
    aside = (identity.button(case.number), more(case.number))
    return Message(lines=tuple(lines), options=(*picks(case.number, found), *aside))


def more(number: str) -> Option:
    """[Lainnya]: what is rarely needed."""
    return Option(id=f"triage:more:{number}", label=Words("desk.button.other"))


def looked_up(view: CaseView, story: str, because: Sequence[Words] = ()) -> Message:
    """A case as staff look it up: where it is; the rest behind [Lainnya] while it goes on."""
    case = view.case
    held = Quoted(view.agency) if view.agency and case.holder else Words("case.holder.short_staff")
    stands = words("staff.stands", status=Words(f"status.{case.status}"), agency=held)
    lines = (head(view), words("card.story", story=Quoted(cut(story))), facts(case, veiled=True), stands, *because)
    steps = () if case.status in ENDED else (more(case.number),)
    return Message(lines=lines, options=(identity.button(case.number), *steps))


def picks(number: str, found: Sequence[Office]) -> tuple[Option, ...]:
    """First tap: one button an office."""
    return tuple(
        Option(id=f"triage:pick:{number}.{place}", label=Quoted(office.name), short=Quoted(office.short), row=True)
        for place, office in enumerate(found)
    )


def confirm(number: str, place: int, name: str, *, reachable: bool) -> Message:
    """Second tap; an office without a group can be chosen, but not unknowingly."""
    lines: list[Words | Quoted] = [words("staff.triage.confirm", number=number, agency=Quoted(name))]
    if not reachable:
        lines.append(words("staff.triage.no_desk"))
    return Message(lines=tuple(lines), options=confirm_options(number, place))


def confirm_options(number: str, place: int) -> tuple[Option, ...]:
    """[Ya, teruskan] [Pilih lain]."""
    return (
        Option(id=f"triage:yes:{number}.{place}", label=Words("staff.button.yes"), style="primary"),
        Option(id=f"triage:back:{number}", label=Words("staff.button.back")),
    )


def assigned(number: str, name: str, *, by: str, at: str) -> Message:
    """What the question becomes."""
    return Message(lines=(words("staff.assigned", number=number, agency=Quoted(name), by=Quoted(by), at=at),))


def found(offices: Sequence[Office]) -> Message:
    """/instansi: what the matcher would answer, with ids for the commands of an operator."""
    if not offices:
        return say("staff.find.nothing")
    lines = tuple(
        words("staff.find.line", name=Quoted(office.name), id=office.id, sure=round(office.confidence * 100))
        for office in offices
    )
    return Message(lines=(words("staff.find.title"), *lines))


def help_() -> Message:
    """/bantuan for staff."""
    more = (words("recurrence.help"), words("staff.help.steps"), words("paper.help"), words("role.help"), *OWN_HELP)
    return Message(lines=(*(words(f"staff.help.{line}") for line in range(1, 7)), *more))
