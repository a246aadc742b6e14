"""Cards in the staff group: cases that no agency holds, and cases whose agency cannot be reached."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.story import mask
from complaints.lifecycle import Status
from complaints.model import Complaint
from conversations import staff
from conversations.card import nameless
from conversations.ears import Office
from conversations.messages import ChatKind, Message, Quoted, say, words
from handlers import cases
from handlers.services import Services
from storage.records import Lane, Outgoing
from storage.unit_of_work import UnitOfWork

MOST = 5


async def room(uow: UnitOfWork, services: Services) -> str | None:
    """The staff group's key, its row made if need be; None while no group is set."""
    if services.staff is None:
        return None
    chat = await uow.chats.ensure(
        address=services.staff, kind=ChatKind.GROUP, name="", language="id", at=services.now()
    )
    return chat.key


async def ask_which(
    uow: UnitOfWork, services: Services, case: Complaint, offered: Sequence[str] = (), *, anew: bool = False
) -> None:
    """Put the case before staff with the offices it could be; `anew`: shown once more on demand."""
    found = candidates(services, case, offered)
    view = await cases.view(uow, services, case)
    message = staff.triage(view, nameless(mask(case.story), case.reporter), found)
    dedup = None if anew else f"triage:{case.id}:{case.version}"
    await post(uow, services, case, message, [office.id for office in found], dedup=dedup)


def candidates(services: Services, case: Complaint, offered: Sequence[str] = ()) -> list[Office]:
    """What the citizen chose, what was on offer, what the words and the story sound like."""
    ears = services.ears
    named = [ears.office(agency_id) for agency_id in (case.agency_id, *offered) if agency_id]
    sounds: tuple[Office, ...] = ()
    if case.wanted:
        sounds = ears.search(case.wanted, region=services.home_region, limit=MOST)
    if not sounds and not any(named):
        sounds = ears.offer(case.story, region=services.home_region, topic=case.topic).offices
    known = {office.id: office for office in (*named, *sounds) if office is not None}
    return list(known.values())[:MOST]


async def unreachable(uow: UnitOfWork, services: Services, case: Complaint) -> None:
    """The agency has no group that could be told: staff must know at once."""
    agency = await uow.agencies.get(case.agency_id) if case.agency_id else None
    name = Quoted(agency.name if agency else case.agency_id or "")
    message = say(words("staff.unreachable", number=case.number, agency=name))
    await post(uow, services, case, message, [], dedup=f"unreachable:{case.id}:{case.version}")


async def post(
    uow: UnitOfWork,
    services: Services,
    case: Complaint,
    message: Message,
    offices: list[str],
    *,
    dedup: str | None = None,
) -> None:
    """A bubble about a case in the staff group; replying to it names an office."""
    chat_key = await room(uow, services)
    if chat_key is None:
        return
    await uow.outbox.put(
        Outgoing(
            chat_key=chat_key, message=message, ref=f"triage:{case.number}", case=case.id, bubble="triage",
            lane=Lane.STAFF, dedup=dedup, data={"number": case.number, "offices": offices},
        )
    )  # fmt: skip


async def edit(uow: UnitOfWork, services: Services, case: Complaint, message: Message, offices: list[str]) -> None:
    """The last bubble about the case, in place."""
    chat_key = await room(uow, services)
    if chat_key is None:
        return
    await uow.outbox.put(
        Outgoing(
            chat_key=chat_key, message=message, action="edit", ref=f"triage:{case.number}", case=case.id,
            bubble="triage", lane=Lane.STAFF, data={"number": case.number, "offices": offices},
        )
    )  # fmt: skip


async def refresh(uow: UnitOfWork, services: Services, case: Complaint) -> None:
    """A case that ended or was taken up elsewhere is no question to staff any more."""
    chat_key = await room(uow, services)
    if chat_key is None or await uow.bubbles.latest(chat_key, f"triage:{case.number}") is None:
        return
    if case.status is Status.CLOSED:
        await edit(uow, services, case, say(words("staff.triage.closed", number=case.number)), [])
