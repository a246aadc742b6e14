"""/instansi ubah|tambah|alias|gabung|pindah|tutup: an office is chosen, asked about, shown, saved, and put back.

The deed is worked out anew from the registry as it is when it is saved: a preview of yesterday saves nothing unseen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from complaints.errors import RegistryChangeError
from complaints.model import Role
from complaints.registry_care import Care as Registry
from complaints.registry_care import Change
from conversations import registry_care
from conversations.messages import Choice, Message, Option, Quoted, Words, say, words
from conversations.registry_care import Care
from conversations.staff import StaffAction
from handlers.focal_point_case import toast
from handlers.group_visit import Visit, clock
from handlers.services import Ack

KIND, SHELF = "care", "care"
MOST, HISTORY = 5, 10


async def begin(visit: Visit, deed: str, rest: str) -> Ack | None:
    """The deed is named, the office perhaps too."""
    if deed == "history":
        return await _history(visit)
    care = Care(token=visit.token(deed), deed=deed)
    if not rest:
        return await _show(visit, care, registry_care.question(care))
    return await _search(visit, care, rest)


async def said(visit: Visit, meant: StaffAction) -> Ack | None:
    """Words in reply: a name of an office, or what the deed asks for."""
    care = await _standing(visit, meant.token)
    if not isinstance(care, Care):
        return care
    if care.wants in ("agency", "other"):
        return await _search(visit, care, meant.text)
    return await _preview(visit, replace(care, text=meant.text.strip()))


async def pick(visit: Visit, meant: StaffAction) -> Ack | None:
    """One of the offices."""
    care = await _standing(visit, meant.token)
    if not isinstance(care, Care):
        return care
    if not 0 <= meant.place < len(care.choices):
        return await visit.tell("desk.old_button")
    return await _go_on(visit, care.chose(care.choices[meant.place]))


async def save(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Simpan]: every index of the registry is built anew within seconds."""
    care = await _standing(visit, meant.token)
    if not isinstance(care, Care):
        return care
    if care.wants:
        return await visit.tell("desk.old_button")
    by = visit.actor(Role.STAFF)
    try:
        changes = await _changes(visit, care)
        await visit.uow.registry_history.save(changes, deed=care.deed, by=by, at=visit.at, batch=care.token)
    except RegistryChangeError as error:
        return await _refused(visit, error)
    await visit.uow.audit.add(at=visit.at, actor=by, event=f"registry.{care.deed}", detail={"batch": care.token})
    at = clock(visit.at, now=visit.at, zone=visit.services.zone)
    await _end(visit, care, "saved", registry_care.saved(care, changes[0].after.name, by=by.name, at=at))
    return toast(visit, "care.ack.saved")


async def drop(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Batal]: nothing happens."""
    care = await _standing(visit, meant.token)
    if not isinstance(care, Care):
        return care
    await _end(visit, care, "dropped", say("care.dropped"))
    return toast(visit, "desk.ack.cancelled")


async def undo(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Urungkan]: as a whole, while nobody has changed these offices since."""
    care = remembered(visit, meant.token)
    if care is None or care.end not in ("saved", "undone"):
        return await visit.tell("desk.old_button")
    by = visit.actor(Role.STAFF)
    try:
        back = await visit.uow.registry_history.undo(care.token, by=by, at=visit.at)
    except RegistryChangeError as error:
        return await _refused(visit, error)
    await visit.uow.audit.add(at=visit.at, actor=by, event="registry.undo", detail={"batch": care.token})
    at = clock(visit.at, now=visit.at, zone=visit.services.zone)
    told = words("care.undone", name=Quoted(back[-1].after.name), by=Quoted(by.name), at=at)
    await _end(visit, care, "undone", say(told))
    return toast(visit, "care.ack.undone")


def remembered(visit: Visit, token: str) -> Care | None:
    """The deed of that token, however it ended."""
    kept = visit.remembered(SHELF).get(token)
    return Care.from_json(kept) if kept else None


def offered(visit: Visit, token: str) -> tuple[Option, ...]:
    """The buttons that stand, for words and numbers in reply."""
    care = remembered(visit, token)
    if care is None or care.end:
        return ()
    if not care.wants:
        return registry_care.preview_options(care)
    known = [visit.services.ears.office(agency_id) for agency_id in care.choices]
    return registry_care.choice_options(care, [office for office in known if office is not None])


async def _standing(visit: Visit, token: str) -> Care | Ack | None:
    care = remembered(visit, token)
    if care is None:
        return await visit.tell("desk.old_button")
    if care.end:
        return await visit.tell("care.was_ended", by=Quoted(care.by), alert=True)
    return care


async def _search(visit: Visit, care: Care, name: str) -> Ack | None:
    """By id, or by the names people use."""
    text = name.strip()
    if await visit.uow.agencies.get(text) is not None:
        return await _go_on(visit, care.chose(text))
    found = visit.services.ears.search(text, region=visit.services.home_region, limit=MOST) if text else ()
    if not found:
        return await _show(visit, care, say(words("care.not_found", name=Quoted(text[:100]))))
    care = replace(care, choices=tuple(office.id for office in found))
    return await _show(visit, care, registry_care.choices(care, found))


async def _go_on(visit: Visit, care: Care) -> Ack | None:
    if not care.wants:
        return await _preview(visit, care)
    agency = await visit.uow.agencies.get(care.agency)
    return await _show(visit, care, registry_care.question(care, agency.name if agency else care.agency))


async def _preview(visit: Visit, care: Care) -> Ack | None:
    try:
        changes = await _changes(visit, care)
    except RegistryChangeError as error:
        visit.remember(SHELF, care.token, replace(care, text="", other="").to_json())
        return await _refused(visit, error, token=care.token)
    counts = await visit.uow.complaints.for_staff().open_by_agency()
    message = registry_care.preview(care, changes, open_cases=counts.get(care.agency, 0))
    return await _show(visit, care, message)


async def _changes(visit: Visit, care: Care) -> list[Change]:
    """What the deed does to the registry as it is now; raises RegistryChangeError."""
    agencies = visit.uow.agencies
    today = visit.at.astimezone(visit.services.zone).date()
    names = [line.strip() for line in care.text.splitlines() if line.strip()] or [""]
    known = await agencies.around([id for id in (care.agency, care.other) if id], names)
    changes = _done(Registry(known), care, names, today)
    if care.deed == "add":  # the new id is only known now, and may be somebody's
        known |= await agencies.named([one.after.id for one in changes])
        return _done(Registry(known), care, names, today)
    return changes


def _done(registry: Registry, care: Care, names: list[str], today: date) -> list[Change]:
    first, *others = names
    match care.deed:
        case "rename":
            return registry.rename(care.agency, first, short=others[0] if others else "", today=today)
        case "add":
            return registry.add(care.agency, first, short=others[0] if others else "")
        case "alias":
            fewer = [name[1:].strip() for name in names if name.startswith("-")]
            return registry.alias(care.agency, [name for name in names if not name.startswith("-")], remove=fewer)
        case "merge":
            return registry.merge(care.agency, care.other, today=today)
        case "move":
            return registry.move(care.agency, care.other)
    return registry.retire(care.agency, _day(first, today), today=today)


def _day(said: str, today: date) -> date:
    day = registry_care.day_of(said, today)
    if day is None:
        raise RegistryChangeError("care.refused.day", {})
    return day


async def _show(visit: Visit, care: Care, message: Message) -> Ack | None:
    """A press turns its own bubble over; words are answered at the end of the talk."""
    visit.remember(SHELF, care.token, care.to_json())
    if isinstance(visit.inbound.content, Choice):
        await visit.rewrite(message, kind=KIND, token=care.token)
    else:
        await visit.post(message, kind=KIND, token=care.token)
    return toast(visit, "desk.ack.shown")


async def _refused(visit: Visit, error: RegistryChangeError, *, token: str = "") -> Ack | None:
    """Why not; nothing was changed, and a reply to it tries again."""
    if isinstance(visit.inbound.content, Choice):
        return Ack(error.msgid, tuple((name, str(value)) for name, value in error.params.items()), alert=True)
    await visit.post(say(Words(error.msgid, error.params)), kind=KIND, token=token)
    return None


async def _end(visit: Visit, care: Care, end: str, message: Message) -> None:
    visit.remember(SHELF, care.token, replace(care, end=end, by=visit.inbound.sender.name).to_json())
    await visit.rewrite(message, kind=KIND, token=care.token)


async def _history(visit: Visit) -> Ack | None:
    zone, now = visit.services.zone, visit.at
    found = [
        (one.deed, clock(one.at, now=now, zone=zone), one.by, one.name, one.n)
        for one in await visit.uow.registry_history.newest(HISTORY)
    ]
    await visit.post(registry_care.history(found), kind="help", reply=False)
    return None
