"""Cards in the staff group: cases that no agency holds, and cases whose agency cannot be reached."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.personal_data import mask
from complaints.lifecycle import HELD_BY_STAFF, Status
from complaints.model import ENDED, Complaint
from conversations import staff
from conversations.card import nameless
from conversations.ears import Office
from conversations.messages import ChatKind, Message, Quoted, Words, say, words
from conversations.paper import came as came_from
from handlers import cases, in_hand, match_evidence
from handlers.services import Services
from storage.papers import Paper
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
    ids = [office.id for office in candidates(services, case, offered)]
    dedup = None if anew else f"triage:{case.id}:{case.version}"
    await post(uow, services, case, await card(uow, services, case, ids), ids, dedup=dedup)


async def answered(uow: UnitOfWork, services: Services, case: Complaint, heard: str) -> None:
    """The citizen answered what staff had asked: the question which agency, with what the answer sounds like."""
    sounds = services.ears.search(heard, region=services.home_region, limit=MOST) if heard else ()
    named = [office.id for office in (*sounds, *candidates(services, case))]
    ids = list(dict.fromkeys(named))[:MOST]
    message = await card(uow, services, case, ids, heard)
    await post(uow, services, case, message, ids, dedup=f"triage:{case.id}:{case.version}")


async def shown(uow: UnitOfWork, services: Services, case: Complaint) -> None:
    """A case that is no question to staff, on demand: where it is, and what may still be done with it."""
    view = await cases.view(uow, services, case)
    message = staff.looked_up(view, await story_of(uow, case), await in_hand.line(uow, case))
    await post(uow, services, case, message, [])


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


async def redraw(uow: UnitOfWork, services: Services, case: Complaint) -> None:
    """The card as it stands now, where there is one: another topic, another state, the same offices."""
    chat_key = await room(uow, services)
    bubble = await uow.bubbles.latest(chat_key, f"triage:{case.number}") if chat_key else None
    if bubble is None or case.status not in HELD_BY_STAFF:
        return
    ids = [str(one) for one in bubble.data.get("offices", ())]
    await edit(uow, services, case, await card(uow, services, case, ids), ids)


async def card(
    uow: UnitOfWork, services: Services, case: Complaint, ids: Sequence[str], heard: str = ""
) -> Message:
    """The question which agency is meant, with these offices and why they are on it."""
    known = [office for agency_id in ids if (office := services.ears.office(agency_id)) is not None]
    view = await cases.view(uow, services, case)
    because = match_evidence.because(services, case, known, heard)
    paper = await uow.papers.of_case(case.id)
    came = (came_of(paper),) if paper else ()
    return staff.triage(view, await story_of(uow, case), known, (*await in_hand.line(uow, case), *came, *because))


def came_of(paper: Paper) -> Words:
    """From which box or letter, and whether its writer can be asked."""
    return came_from(paper.source, paper.label, paper.received_on, joined=paper.claimed_at is not None)


async def story_of(uow: UnitOfWork, case: Complaint) -> str:
    """The story as staff read it in their group: without numbers of identity and without the reporter's name."""
    whole = await uow.complaints.for_staff().by_id(case.id)  # the door it came through may hide the name as well
    return nameless(mask(case.story), whole.reporter if whole else case.reporter)


async def refresh(uow: UnitOfWork, services: Services, case: Complaint) -> None:
    """A case that ended or was taken up elsewhere is no question to staff any more."""
    chat_key = await room(uow, services)
    if chat_key is None or await uow.bubbles.latest(chat_key, f"triage:{case.number}") is None:
        return
    if case.status in ENDED and case.status is not Status.ARCHIVED:  # who archived it says so in its place
        await edit(uow, services, case, say(words("staff.triage.closed", number=case.number)), [])
