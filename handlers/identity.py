"""/identitas and [Lihat identitas]: a name is told to one person, in private, for a reason, and it is written down."""

from __future__ import annotations

from dataclasses import replace

from complaints.model import Complaint, Entry, Role
from complaints.number import find_numbers
from conversations import identity
from conversations.answers import argument_of, scope_of
from conversations.messages import Channel, Choice, Command, Inbound, Quoted, Text, Words, say, words
from handlers import bot_names, roles
from handlers.group_visit import Visit
from handlers.joining_visit import Done
from handlers.services import Ack, Services
from storage.records import Chat, Lane, Outgoing
from storage.unit_of_work import UnitOfWork

#: Of the bubble whose reply is the reason.
KIND = "identity"
#: History line, event of the audit.
SEEN = "identity"


async def on_staff(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> Done | None:
    """What concerns a reporter's identity; None for all else."""
    visit = Visit(inbound=inbound, chat=chat, uow=uow, services=services, lane=Lane.STAFF)
    content = inbound.content
    if isinstance(content, Command) and content.name == "identitas":
        return Done(await _command(visit, content.args))
    if isinstance(content, Choice) and scope_of(content.data) == identity.SCOPE:
        return Done(await _ask(visit, argument_of(content.data)))
    if isinstance(content, Text) and inbound.reply_to and not inbound.edited:
        bubble = await uow.bubbles.find(chat.key, inbound.reply_to)
        if bubble is not None and bubble.kind == KIND and (bubble.data or {}).get("number"):
            return Done(await _look(visit, str(bubble.data["number"]), content.body))
    return None


async def _command(visit: Visit, args: str) -> Ack | None:
    numbers = find_numbers(args)
    if not numbers:
        return await visit.tell("identity.how")
    reason = args.split(maxsplit=1)[1] if len(args.split()) > 1 else ""
    return await (_look(visit, numbers[0], reason) if reason else _ask(visit, numbers[0]))


async def _ask(visit: Visit, number: str) -> Ack | None:
    """For what? The reply is the reason."""
    if await visit.uow.complaints.for_staff().get(number) is None:
        return await visit.tell("staff.not_found", alert=True)
    question = say(words("identity.why", number=number))
    await visit.post(question, kind=KIND, number=number)
    return None


async def _look(visit: Visit, number: str, reason: str) -> Ack | None:
    uow, by = visit.uow, visit.actor(Role.STAFF)
    if not await roles.may_see_identity(uow, by.key):
        return await visit.tell("role.refused.observer")
    case = await uow.complaints.for_staff().get(number)
    if case is None:
        return await visit.tell("staff.not_found")
    reason = " ".join(reason.split())[:300]
    if not identity.reason_given(reason):
        return await _ask(visit, number)
    private = await private_of(visit)
    if private is None:
        message = identity.open_private(await uow.meta.get(bot_names.USERNAME) or "")
        await visit.post(message, kind=KIND, number=number)
        return None
    told = identity.shown(case, await _contact(uow, case), reason)
    await uow.outbox.put(Outgoing(chat_key=private.key, message=told, case=case.id, lane=Lane.REPLY))
    entry = Entry(
        at=visit.at, action=SEEN, by=by, before=case.status, after=case.status, agency_id=case.agency_id, note=reason
    )
    await uow.complaints.note(case.id, entry)
    await uow.audit.add(at=visit.at, actor=by, event="identity.seen", case=case.id, detail={"reason": reason})
    return await visit.tell("identity.sent", number=number, name=Quoted(by.name))


async def private_of(visit: Visit) -> Chat | None:
    """Their own chat with the desk bot, where they have opened it."""
    address = replace(visit.inbound.address, chat=visit.inbound.sender.id, thread=None)
    chat = await visit.uow.chats.get(visit.services.chat_key(address))
    return chat if chat is not None and chat.reachable else None


async def _contact(uow: UnitOfWork, case: Complaint) -> Words | Quoted:
    """How the reporter is reached without us."""
    paper = await uow.papers.of_case(case.id)
    if paper is not None and paper.contact:
        return words("identity.paper", contact=Quoted(paper.contact))
    chat = await uow.chats.get(case.chat_key)
    if chat is None or chat.address.channel is Channel.PAPER:
        return Words("identity.no_contact")
    if chat.address.channel is Channel.WHATSAPP:
        return words("identity.whatsapp", id=Quoted(chat.address.chat))
    return words("identity.telegram", id=Quoted(chat.address.chat))
