"""Lepas mitra: who helped with a joint case helps no longer, at the word of the lead or of staff.

The lead holds the case as before, so the citizen is told nothing new.
"""

from __future__ import annotations

from hashlib import sha256

from complaints.model import ENDED, Actor, Complaint, Entry
from conversations.colleagues import partners_list, released_card
from conversations.messages import Quoted, say, words
from handlers import answering, cases, desk_cards, notes
from handlers.either_side import EitherSide
from handlers.focal_point_case import toast
from handlers.group_visit import Visit, clock
from handlers.services import Ack


async def _offer(visit: Visit, case: Complaint) -> Ack | None:
    found = {mark(each): await answering.short_name(visit.uow, each) for each in await _helping(visit, case)}
    if not found:
        return await visit.tell("desk.joint.alone", number=case.number)
    minute = int(visit.at.timestamp() // 60)
    await visit.post(
        partners_list(case.number, found), kind="partners", number=case.number, case=case.id,
        dedup=f"partners:{visit.chat.key}:{case.id}:{case.version}:{minute}",
    )  # fmt: skip
    return toast(visit, "desk.ack.shown")


async def _release(visit: Visit, case: Complaint, token: str, by: Actor) -> Ack | None:
    uow, services = visit.uow, visit.services
    partner = next((each for each in await _helping(visit, case) if mark(each) == token), None)
    if partner is None:
        return await visit.tell("desk.joint.over", number=case.number)
    before = await desk_cards.partner_groups(uow, case)
    await uow.partners.remove(case.id, partner)
    entry = Entry(
        at=visit.at, action="released", by=by, before=case.status, after=case.status,
        agency_id=case.agency_id, note=await answering.short_name(uow, partner),
    )  # fmt: skip
    await notes.keep(uow, case, entry)
    view = await cases.view(uow, services, case)
    at = clock(visit.at, now=visit.at, zone=view.zone)
    left = await desk_cards.partner_groups(uow, case)
    for chat_key in before:
        if chat_key not in left:
            stub = released_card(view, at=at)
            await desk_cards.edit_card(uow, case, stub, chat_key, kind="joint_card")
            posted = await uow.bubbles.latest(chat_key, f"card:{case.number}")
            told = say(words("desk.joint.released_told", number=case.number, agency=Quoted(view.agency or "")))
            dedup = f"released:{case.id}:{partner}:{chat_key}:{at}"
            await desk_cards.under_card(uow, case, told, chat_key, posted, kind="released", dedup=dedup)
    await desk_cards.redraw(uow, services, case)
    name = Quoted(await answering.short_name(uow, partner))
    done = say(words("desk.joint.released", number=case.number, agency=name, by=Quoted(by.name), at=at))
    await visit.rewrite(done, kind="partners", number=case.number, case=case.id)
    return toast(visit, "desk.ack.released")


async def _helping(visit: Visit, case: Complaint) -> list[str]:
    return [] if case.status in ENDED else await visit.uow.partners.of_case(case.id)


def mark(agency_id: str) -> str:
    """An agency in a button: its id may be longer than a button takes."""
    return sha256(agency_id.encode()).hexdigest()[:8]


#: [Lepas mitra] in the lead's group, /mitra NOMOR among staff.
RELEASE = EitherSide(_offer, _release)
