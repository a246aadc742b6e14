"""/antrean: everything that waits for staff, by kind, one page at a time in one bubble."""

from __future__ import annotations

from complaints.bursts import WINDOW, bursts
from complaints.model import Role
from conversations import queue, roles
from conversations.messages import Choice, Message, Quoted
from conversations.queue import LETTERS_PAGE, OF_PERSON, PAGE, SHELVES, Letter
from conversations.staff import StaffAction
from conversations.vocabulary import fold
from handlers import cases, in_hand
from handlers.focal_point_case import toast
from handlers.group_visit import Visit, clock
from handlers.services import Ack
from storage.queue_door import Shelf
from storage.unit_of_work import UnitOfWork

KIND = "queue"
#: Of the newest dead letters so many are counted and shown.
LETTERS = 200
ME = frozenset({"saya", "aku", "me", "mine"})


async def show(visit: Visit, meant: StaffAction) -> Ack | None:
    """The overview; where only one kind has something, its first page. With a name: what that person has in hand."""
    if meant.text:
        return await _of_person(visit, meant.text)
    counts = await count(visit)
    full = [shelf for shelf in SHELVES if counts[shelf]]
    message = await _page(visit, full[0], 0, counts[full[0]]) if len(full) == 1 else queue.overview(counts)
    await visit.post(message, kind=KIND, token=visit.token(KIND), reply=False)
    return None


async def _of_person(visit: Visit, said: str) -> Ack | None:
    """/antrean saya, /antrean agus."""
    key = visit.actor(Role.STAFF).key
    if fold(said) not in ME:
        found = roles.named(await visit.uow.staff_people.all(), said)
        if len(found) != 1:
            return await visit.tell("role.nobody" if not found else "role.several", name=Quoted(said[:100]))
        key = found[0].key
    shelf = f"{OF_PERSON}{key}"
    message = await _page(visit, shelf, 0, len(await in_hand.cases_of(visit, key)))
    await visit.post(message, kind=KIND, token=visit.token(KIND), reply=False)
    return None


async def turn(visit: Visit, meant: StaffAction) -> Ack | None:
    """Another page, or the overview again; counted anew, because others work on the same queue."""
    await redraw(visit, meant.token, max(0, meant.place))
    return toast(visit, "desk.ack.shown")


async def redraw(visit: Visit, shelf: str, page: int) -> None:
    """The pressed bubble as the queue stands now."""
    assert isinstance(visit.inbound.content, Choice)
    counts = await count(visit)
    if shelf.startswith(OF_PERSON):
        counts[shelf] = len(await in_hand.cases_of(visit, shelf.removeprefix(OF_PERSON)))
    if counts.get(shelf):
        size = LETTERS_PAGE if shelf == "letters" else PAGE
        message = await _page(visit, shelf, min(page, (counts[shelf] - 1) // size), counts[shelf])
    else:
        message = queue.overview(counts)
    found = await visit.uow.bubbles.find(visit.chat.key, visit.bubble) if visit.bubble else None
    token = str((found.data or {}).get("token", "")) if found is not None and found.kind == KIND else ""
    if token:
        await visit.rewrite(message, kind=KIND, token=token)
    else:
        await visit.post(message, kind=KIND, token=visit.token(KIND), reply=False)


async def count(visit: Visit) -> dict[str, int]:
    """How much waits of each kind."""
    door = visit.uow.complaints.for_staff()
    counts = {shelf.value: await door.count(shelf, visit.at) for shelf in Shelf}
    counts["letters"] = len(await letters(visit.uow, visit))
    counts["bursts"] = len(bursts(await door.filed_since(visit.at - WINDOW)))
    return counts


async def letters(uow: UnitOfWork, visit: Visit) -> list[Letter]:
    """What could not be handled or sent, the newest first in each direction."""
    zone, now = visit.services.zone, visit.at
    found = [
        Letter(way="in", id=row.id, error=row.error or "", at=clock(row.received_at, now=now, zone=zone))
        for row in await uow.inbox.dead(LETTERS)
    ]
    for letter in await uow.outbox.dead_letters(LETTERS):
        case = await uow.complaints.for_clock().by_id(letter.case) if letter.case else None
        at = clock(letter.due_at, now=now, zone=zone) if letter.due_at else ""
        number = case.number if case else ""
        found.append(Letter(way="out", id=letter.id, error=letter.error or "", at=at, number=number))
    return found


async def _page(visit: Visit, shelf: str, page: int, n: int) -> Message:
    if shelf == "letters":
        found = await letters(visit.uow, visit)
        start = page * LETTERS_PAGE
        more = len(found) > start + LETTERS_PAGE
        return queue.letters(found[start : start + LETTERS_PAGE], n=n, page=page, more=more)
    start = page * PAGE
    door = visit.uow.complaints.for_staff()
    if shelf == "bursts":
        all_ = bursts(await door.filed_since(visit.at - WINDOW))
        return queue.bursts(all_[start : start + PAGE], n=n, page=page, more=len(all_) > start + PAGE)
    if shelf.startswith(OF_PERSON):
        listed = (await in_hand.cases_of(visit, shelf.removeprefix(OF_PERSON)))[start : start + PAGE + 1]
    else:
        listed = await door.shelf(Shelf(shelf), visit.at, limit=PAGE + 1, offset=start)
    views = [await cases.view(visit.uow, visit.services, case) for case in listed[:PAGE]]
    hands = {id: hand.name for id, hand in (await visit.uow.case_staff.of([one.id for one in listed])).items()}
    return queue.cases(shelf, views, n=n, page=page, more=len(listed) > PAGE, hands=hands)
