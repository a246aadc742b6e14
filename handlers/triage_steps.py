"""[Lainnya] on a case in the staff group: asks what the step needs, shows what it will do, does it once.

A step lives in the group's memory until it ended; whatever is pressed later shows how it ended.
"""

from __future__ import annotations

from classifiers.topic import codes
from complaints.model import Complaint
from complaints.number import find_numbers
from conversations import triage
from conversations.answers import resolve
from conversations.messages import Choice, Option, Quoted, Text, Words
from conversations.staff import StaffAction
from conversations.triage import KINDS, ME, NOBODY, REASONS, Step
from conversations.vocabulary import fold
from handlers import cases, in_hand, merging, staff_cards, triage_endings
from handlers.focal_point_case import toast
from handlers.group_visit import Visit
from handlers.services import Ack

KIND, MENU, SHELF = "step", "triage_menu", "steps"
#: Steps that can be taken back by the same step: done at once, without a preview.
AT_ONCE = frozenset({"kind", "topic", "person"})
LONGEST = 1000
#: As it is written in a reply instead of a colleague's name.
PEOPLE = {ME: "saya", NOBODY: "lepas"}


async def more(visit: Visit, meant: StaffAction) -> Ack | None:
    """The steps that are rarely needed."""
    case = await visit.uow.complaints.for_staff().get(meant.number)
    if case is None:
        return await visit.tell("staff.not_found", alert=True)
    if not triage.open_steps(case):
        return await _ended(visit, case)
    minute = int(visit.at.timestamp() // 60)
    dedup = f"menu:{case.id}:{case.version}:{minute}"
    await visit.post(triage.menu(case), kind=MENU, number=case.number, case=case.id, dedup=dedup)
    return toast(visit, "desk.ack.shown")


async def begin(visit: Visit, meant: StaffAction) -> Ack | None:
    """A step by its button, or by its verb with the words behind it."""
    case = await visit.uow.complaints.for_staff().get(meant.number)
    if case is None:
        return await visit.tell("staff.not_found", alert=True)
    if meant.task not in triage.open_steps(case):
        return await _ended(visit, case)
    if meant.task == "ask" and not await triage_endings.hears(visit, case):
        return await visit.tell("triage.nobody_hears", alert=True)
    deed = str(meant.task)
    choices, names = await in_hand.people(visit, case) if deed == "person" else (await _choices(visit, case, deed), ())
    step = Step(token=visit.token(deed), deed=deed, number=case.number, choices=choices, names=names)
    if meant.text:
        return await _answered(visit, case, step, meant.text)
    await _ask(visit, case, step)
    return toast(visit, "desk.ack.prompted")


async def pick(visit: Visit, meant: StaffAction) -> Ack | None:
    """One of the choices."""
    found = await _standing(visit, meant.token)
    if not isinstance(found, tuple):
        return found
    step, case = found
    if not 0 <= meant.place < len(step.choices):
        return await visit.tell("desk.old_button")
    return await _go_on(visit, case, step.given(chosen=step.choices[meant.place]))


async def said(visit: Visit, meant: StaffAction) -> Ack | None:
    """Words in reply to a step: its answer, also instead of an earlier one."""
    found = await _standing(visit, meant.token)
    if not isinstance(found, tuple):
        return found
    step, case = found
    return await _answered(visit, case, step, meant.text)


async def yes(visit: Visit, meant: StaffAction) -> Ack | None:
    """The preview is right."""
    found = await _standing(visit, meant.token)
    if not isinstance(found, tuple):
        return found
    step, case = found
    if not step.ready:
        return await visit.tell("desk.old_button")
    return await _do(visit, case, step)


async def no(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Batal]: nothing happens."""
    step = remembered(visit, meant.token)
    if step is None or step.end:
        return await visit.tell("desk.old_button")
    await _end(visit, step, "dropped", Words("triage.dropped", {"number": step.number}))
    return toast(visit, "desk.ack.cancelled")


def remembered(visit: Visit, token: str) -> Step | None:
    """The step of that token, however it ended."""
    kept = visit.remembered(SHELF).get(token)
    return Step.from_json(kept) if kept else None


async def offered(visit: Visit, token: str) -> tuple[Option, ...]:
    """The buttons of a step that still goes on, for words and numbers in reply to it."""
    step = remembered(visit, token)
    if step is None or step.end:
        return ()
    return triage.preview_options(step) if step.ready else triage.choices(step, _labels(visit, step))


async def menu_of(visit: Visit, number: str) -> tuple[Option, ...]:
    """The buttons of the menu of a case."""
    case = await visit.uow.complaints.for_staff().get(number) if number else None
    return triage.menu_options(case) if case is not None else ()


async def _standing(visit: Visit, token: str) -> tuple[Step, Complaint] | Ack | None:
    """The step and its case where it can still be done; else what became of it."""
    step = remembered(visit, token)
    case = await visit.uow.complaints.for_staff().get(step.number) if step else None
    if step is None or case is None:
        return await visit.tell("desk.old_button")
    if step.end == "done":
        return await visit.tell("triage.was_done", number=step.number, by=Quoted(step.by), alert=True)
    if step.end or step.deed not in triage.open_steps(case):
        return await _ended(visit, case)
    return step, case


async def _choices(visit: Visit, case: Complaint, deed: str) -> tuple[str, ...]:
    if deed == "archive":
        return REASONS
    if deed == "kind":
        return tuple(kind for kind in KINDS if kind != case.kind)
    if deed == "topic":
        return tuple(code for code in codes() if code != case.topic)
    return tuple(one.number for one in await merging.alike(visit.uow, visit.services, case)) if deed == "merge" else ()


def _labels(visit: Visit, step: Step) -> list[Words | Quoted]:
    if step.deed == "archive":
        return [Words(f"triage.reason_label.{reason}") for reason in step.choices]
    if step.deed == "kind":
        return [Words(f"kind.{kind}") for kind in step.choices]
    if step.deed == "person":
        named = zip(step.choices, step.names, strict=True)
        return [Quoted(name) if name else Words(f"triage.person.{key}") for key, name in named]
    if step.deed == "topic":
        return [Quoted(visit.services.topic_name(code)) for code in step.choices]
    return [Quoted(number) for number in step.choices]


async def _ask(visit: Visit, case: Complaint, step: Step) -> None:
    visit.remember(SHELF, step.token, step.to_json())
    message = triage.question(step, triage.choices(step, _labels(visit, step)))
    await visit.post(
        message, kind=KIND, number=case.number, token=step.token, case=case.id, dedup=f"step:{step.token}"
    )


async def _answered(visit: Visit, case: Complaint, step: Step, text: str) -> Ack | None:
    """Words of staff: a choice by its name, a number of a case, a reason, a question."""
    text = text.strip()
    if len(text) > LONGEST:
        return await visit.tell("triage.too_long", n=len(text), most=LONGEST)
    if step.deed in ("ask", "archive"):
        return await _go_on(visit, case, step.given(text=text))
    if step.deed == "merge":
        numbers = find_numbers(text)
        return await _go_on(visit, case, step.given(chosen=numbers[0] if numbers else text[:20]))
    names = [_named(visit, step, code) for code in step.choices]
    found = resolve(Text(text), triage.choices(step, [Quoted(name) for name in names]))
    if found is None:
        near = [code for code, name in zip(step.choices, names, strict=True) if _part(text, name)]
        if len(near) != 1:
            await _ask(visit, case, step)
            return None
        return await _go_on(visit, case, step.given(chosen=near[0]))
    place = int(found.id.rpartition(".")[2])
    return await _go_on(visit, case, step.given(chosen=step.choices[place]))


def _part(text: str, name: str) -> bool:
    """Three letters of a topic's name are enough where no other name has them."""
    return len(fold(text)) > 2 and fold(text) in fold(name)


def _named(visit: Visit, step: Step, code: str) -> str:
    if step.deed == "person":
        return step.names[step.choices.index(code)] or PEOPLE[code]
    return visit.services.topic_name(code) if step.deed == "topic" else code.replace("_", " ")


async def _go_on(visit: Visit, case: Complaint, step: Step) -> Ack | None:
    """Done at once, or shown before it is done."""
    if step.deed in AT_ONCE:
        return await _do(visit, case, step)
    view = None
    story = ""
    if step.deed == "merge":
        main = await visit.uow.complaints.for_staff().get(step.chosen)
        refusal = merging.refusal(case, main)
        if main is None or refusal:
            return await visit.tell(refusal or "staff.not_found", alert=True)
        view = await cases.view(visit.uow, visit.services, main)
        story = await staff_cards.story_of(visit.uow, main)
    visit.remember(SHELF, step.token, step.to_json())
    reason: Words | Quoted = Quoted(step.text) if step.text else Words(f"triage.reason.{step.chosen}")
    message = triage.preview(step, reason=reason, main=view, story=story)
    if isinstance(visit.inbound.content, Choice):
        await visit.rewrite(message, kind=KIND, number=step.number, token=step.token, case=case.id)
    else:
        await visit.post(message, kind=KIND, number=step.number, token=step.token, case=case.id)
    return toast(visit, "staff.ack.confirm")


async def _do(visit: Visit, case: Complaint, step: Step) -> Ack | None:
    done = await triage_endings.DO[step.deed](visit, case, step)
    if isinstance(done, str):
        return await visit.tell(done, alert=True)
    await _end(visit, step, "done", done)
    return toast(visit, "triage.ack.done")


async def _end(visit: Visit, step: Step, end: str, what: Words) -> None:
    """The question becomes what was done; it can be done once."""
    spent = {"text": "", "choices": [], "names": []}
    kept = {**step.to_json(), "end": end, "by": visit.inbound.sender.name, **spent}
    visit.remember(SHELF, step.token, kept)
    case = await visit.uow.complaints.for_staff().get(step.number)
    message = triage.ended(what)
    await visit.rewrite(message, kind=KIND, number=step.number, token=step.token, case=case.id if case else None)


async def _ended(visit: Visit, case: Complaint) -> Ack | None:
    """The step is not open in this state."""
    status = Words(f"status.{case.status}")
    if isinstance(visit.inbound.content, Choice):
        return Ack("triage.not_open_toast", (("number", case.number),), alert=True)
    return await visit.tell("triage.not_open", number=case.number, status=status)
