"""/usulan: what corrections teach, put before staff once; an approved wording is in the matcher within seconds."""

from __future__ import annotations

from typing import Any

from classifiers.personal_data import mask
from complaints.errors import RegistryChangeError
from complaints.model import Actor, Role
from complaints.registry_care import Care
from conversations import lessons
from conversations.lessons import Shown
from conversations.messages import Choice, Words
from conversations.staff import StaffAction
from handlers.focal_point_case import toast
from handlers.group_visit import Visit
from handlers.services import Ack

KIND, SHELF = "lesson", "lessons"
#: Mentions that are read again, the newest; more would keep the group waiting.
READ, MOST = 300, 6


async def show(visit: Visit, meant: StaffAction) -> Ack | None:
    """The newest proposals nobody has decided on."""
    token = visit.token(KIND)
    items = await _open(visit)
    visit.remember(SHELF, token, {"items": [item.to_json() for item in items]})
    await visit.post(lessons.page(token, items), kind=KIND, token=token, reply=False)
    return None


async def approve(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Setujui]."""
    return await _decide(visit, meant, approved=True)


async def refuse(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Tolak]: never proposed again."""
    return await _decide(visit, meant, approved=False)


async def _open(visit: Visit) -> list[Shown]:
    """Read from the corrections as they are now."""
    uow = visit.uow
    pairs = [(mention, chosen) for mention, chosen in await uow.matches.newest(READ) if chosen]
    decided = await uow.learned.decided()
    found = []
    for lesson in visit.services.ears.lessons(pairs):
        target = lesson.concept or lesson.agency_id or ""
        if uow.learned.mark(lesson.alias, target) in decided:
            continue
        office = await uow.agencies.get(lesson.agency_id) if lesson.agency_id else None
        name = lesson.concept_name if lesson.concept else office.name if office else target
        found.append(
            Shown(
                alias=lesson.alias, concept=lesson.concept or "", agency=lesson.agency_id or "", name=name,
                times=lesson.times, example=mask(lesson.examples[0])[:120] if lesson.examples else "",
            )
        )  # fmt: skip
        if len(found) == MOST:
            break
    return found


async def _decide(visit: Visit, meant: StaffAction, *, approved: bool) -> Ack | None:
    kept: dict[str, Any] = visit.remembered(SHELF).get(meant.token) or {}
    items = [Shown.from_json(item) for item in kept.get("items", ())]
    if not 0 <= meant.place < len(items):
        return await visit.tell("desk.old_button")
    item, by = items[meant.place], visit.actor(Role.STAFF)
    target = item.concept or item.agency
    known = await visit.uow.learned.by(item.alias, target)
    if known is None:
        if approved and item.agency and (refusal := await _into_registry(visit, item, by)) is not None:
            return refusal
        concept = item.concept or None
        await visit.uow.learned.decide(
            item.alias, target, approved=approved, concept=concept, by=by, at=visit.at
        )
        if approved and concept:
            await visit.uow.agencies.touch()
        await visit.uow.audit.add(
            at=visit.at, actor=by, event="match.approved" if approved else "match.refused", detail={"target": target}
        )
        known = by.name, approved
    items[meant.place] = item.decided(by=known[0], approved=known[1])
    visit.remember(SHELF, meant.token, {"items": [one.to_json() for one in items]})
    await visit.rewrite(lessons.page(meant.token, items), kind=KIND, token=meant.token)
    return toast(visit, "lesson.ack.approved" if known[1] else "lesson.ack.refused")


async def _into_registry(visit: Visit, item: Shown, by: Actor) -> Ack | None:
    """A wording for this very office stands with it, and is undone like any change; an Ack where it cannot."""
    registry = Care(await visit.uow.agencies.around([item.agency], [item.alias]))
    try:
        changes = registry.alias(item.agency, [item.alias])
        await visit.uow.registry_history.save(changes, deed="alias", by=by, at=visit.at)
    except RegistryChangeError as error:
        if error.msgid == "care.refused.same":
            return None
        if isinstance(visit.inbound.content, Choice):
            return Ack(error.msgid, tuple((name, str(value)) for name, value in error.params.items()), alert=True)
        return await visit.answer(Words(error.msgid, error.params)) or Ack(error.msgid)
    return None
