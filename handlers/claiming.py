"""The writer of a paper joins its case by the code on the slip, on any channel; then it is a case like their own.

Wrong, used and expired codes are answered by one and the same sentence: nobody learns that there is a case.
"""

from __future__ import annotations

from complaints.model import Complaint
from conversations import tracking
from conversations.claim_code import code_in
from conversations.messages import Inbound, Message, say, words
from handlers import cases, citizen_cases, desk_cards, reach, staff_cards
from handlers.services import Services
from handlers.talk import say as say_to
from storage.papers import Paper
from storage.records import Chat, Lane, Outgoing
from storage.unit_of_work import UnitOfWork


async def on_private(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> bool:
    """Whether what came in was a code; if so it is dealt with."""
    code = None if inbound.edited else code_in(inbound.content)
    if code is None:
        return False
    paper = await uow.papers.by_code(code) if code else None
    if paper is not None and paper.claimed_by == chat.key:
        case = await uow.complaints.of_citizen(chat.key).by_id(paper.case)
        if case is not None:
            await citizen_cases.say_status(uow, services, chat, case)
            return True
    if paper is None or not paper.open(services.now()) or not await uow.papers.claim(paper, chat.key, services.now()):
        await say_to(uow, chat, say("claim.wrong"))
        return True
    await _join(paper, chat, uow, services)
    return True


async def _join(paper: Paper, chat: Chat, uow: UnitOfWork, services: Services) -> None:
    """All that was filed and said under the paper is theirs, in order; the agency sees that they can be asked."""
    before = await uow.complaints.for_clock().by_id(paper.case)
    assert before is not None, "a paper that is kept has its case"
    await reach.merge(before.chat_key, chat, uow, services.now())
    case = await uow.complaints.of_citizen(chat.key).by_id(paper.case)
    assert case is not None
    await uow.audit.add(
        at=services.now(), actor=citizen_cases.citizen(chat), event="paper.joined", case=case.id,
        detail={"to": chat.address.channel},
    )  # fmt: skip
    # After what waited for them, not before it.
    status = await _status(case, uow, services)
    await uow.outbox.put(
        Outgoing(
            chat_key=chat.key, message=status, case=case.id, bubble="notice", lane=Lane.STATUS, due_at=services.now()
        )
    )  # fmt: skip
    await desk_cards.citizen_said(uow, services, case, "", "writer_joined")
    told = say(words("paper.joined", number=case.number))
    await staff_cards.post(uow, services, case, told, [], dedup=f"joined:{case.id}")


async def _status(case: Complaint, uow: UnitOfWork, services: Services) -> Message:
    message = tracking.status(await cases.view(uow, services, case))
    return Message(lines=(words("claim.done", number=case.number), *message.lines), options=message.options)
