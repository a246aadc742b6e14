"""From a finished draft to a case: numbered, routed, clocked, told to citizen and desk, in one commit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from classifiers.personal_data import mask
from complaints.lifecycle import Status
from complaints.model import Actor, Complaint, Role
from complaints.number import new_number
from conversations import tracking
from conversations.draft import Draft
from conversations.messages import words
from handlers import attachments, cases, desk_cards
from handlers.services import Services
from storage.errors import AlreadyFiled
from storage.records import Chat, Lane, Outgoing
from storage.unit_of_work import UnitOfWork

KINDS = frozenset({"pengaduan", "aspirasi", "permintaan_informasi"})


async def submit(
    uow: UnitOfWork, services: Services, chat: Chat, draft: Draft, *, more: bool = False
) -> Complaint:
    """File the draft once; a second call with the same draft gives back the case of the first.

    `more`: another draft is still unfinished, which the receipt says.
    """
    reached = bool(draft.agency and await uow.desks.of_agency(draft.agency))
    at = services.now()
    # Without a group to hand it to, staff hold the case and the citizen is told so.
    case = drawn(draft, chat, at=at, status=Status.FORWARDED if reached else Status.RECEIVED)
    case = await cases.clocked(uow, services, case, at=at, paused=[])
    citizen = Actor(role=Role.CITIZEN, key=chat.key, name=chat.name)
    try:
        await uow.complaints.add(case, case.submitted(by=citizen))
    except AlreadyFiled as filed:
        return filed.existing
    if case.attachments:
        await uow.attachments.attach(case.attachments, case.id)
    await cases.set_timers(uow, case, services)
    await uow.audit.add(
        at=at, actor=citizen, event="case.submit", case=case.id, detail={"status": case.status}
    )
    if draft.wanted:
        await uow.matches.add(mention=case.wanted, offered=list(draft.offered), chosen=draft.agency, at=at)
    await send_receipt(uow, services, case, more=more)
    await desk_cards.case_filed(uow, services, case, draft.offered)
    await attachments.show_case_files(uow, services, case)
    return case


def drawn(draft: Draft, chat: Chat, *, at: datetime, status: Status) -> Complaint:
    """The case of a draft, numbered, no clock counted yet; `at` is when it was received (aware).

    Only the story keeps numbers of identity, sealed: the small fields go as they stand onto cards and into files.
    """
    return Complaint(
        id=uuid4().hex,
        number=new_number(),
        status=status,
        kind=draft.kind if draft.kind in KINDS else "pengaduan",
        topic=draft.topic,
        chat_key=chat.key,
        reporter=chat.name,
        language=chat.language,
        story=draft.story,
        happened_on=draft.happened_on,
        place=mask(draft.place),
        latitude=draft.latitude,
        longitude=draft.longitude,
        agency_id=draft.agency,
        wanted=mask(draft.wanted),
        anonymous=bool(draft.anonymous),
        confidential=draft.confidential,
        on_behalf=mask(draft.proxy),
        draft_id=draft.id,
        filed_at=at,
        forwarded_at=at if status is Status.FORWARDED else None,
        attachments=draft.attachments,
    )


async def send_receipt(uow: UnitOfWork, services: Services, case: Complaint, *, more: bool = False) -> None:
    """The tanda terima, once per case."""
    message = tracking.receipt(await cases.view(uow, services, case))
    if more:
        message = replace(message, lines=(*message.lines, words("draft.still_there")))
    await uow.outbox.put(
        Outgoing(
            chat_key=case.chat_key, message=message, case=case.id, bubble="receipt",
            lane=Lane.REPLY, dedup=f"receipt:{case.id}",
        )
    )  # fmt: skip
