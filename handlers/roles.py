"""Who among staff may do what: the first owner claims the house, owners give places, observers only read.

Until somebody claimed it, being in the staff group is the authority, as it always was.
"""

from __future__ import annotations

from dataclasses import replace

from complaints.model import Role
from complaints.number import parse_number
from complaints.standing import ACTS, Standing
from conversations import roles
from conversations.answers import argument_of, meaning_of, scope_of
from conversations.messages import Choice, Command, Inbound, Quoted, Text, say, words
from conversations.registry_care import verb_of
from handlers import staff_cards
from handlers.group_visit import Visit
from handlers.joining_visit import Done
from handlers.services import Ack, Services
from storage.records import Chat, Lane, Outgoing
from storage.staff_people import StaffPerson
from storage.unit_of_work import UnitOfWork

#: What may be read by everybody in the group; whatever is not named here is a deed.
READING = frozenset(
    {"antrean", "antrian", "rekap", "recap", "berulang", "cakupan", "instansi", "bantuan", "help", "start", "kasus"}
)
READ_BUTTONS = frozenset({"triage:show", "queue:page"})


async def standing_of(uow: UnitOfWork, actor_key: str) -> Standing:
    """What that account (keyed hash) is among staff; staff for all while nobody has claimed the house."""
    if not await uow.staff_people.owned():
        return Standing.STAFF
    person = await uow.staff_people.get(actor_key)
    return person.standing if person else Standing.NONE


async def may_see_identity(uow: UnitOfWork, actor_key: str) -> bool:
    """May that member of staff be told who a reporter is? Whoever tells them keeps a line of the audit."""
    return await standing_of(uow, actor_key) in ACTS


async def on_private(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> Done | None:
    """/klaim said to the desk bot alone."""
    content = inbound.content
    if not (isinstance(content, Command) and content.name == "klaim"):
        return None
    visit = Visit(inbound=inbound, chat=chat, uow=uow, services=services)
    return Done(await _claim(visit, content.args))


async def on_staff(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> Done | None:
    """/klaim, /peran and its buttons; and the end of the way for who may not do what they tried."""
    visit = Visit(inbound=inbound, chat=chat, uow=uow, services=services, lane=Lane.STAFF)
    content = inbound.content
    if isinstance(content, Command) and content.name == "klaim":
        return Done(await _claim(visit, content.args))
    if isinstance(content, Command) and content.name == "peran":
        await _noted(visit)
        return Done(await _roles(visit, content.args.strip()))
    if isinstance(content, Choice) and scope_of(content.data) == roles.SCOPE:
        return Done(await _pressed(visit, content.data))
    return await _gate(visit)


async def on_left(uow: UnitOfWork, services: Services, chat: Chat, person: str) -> None:
    """Out of the staff group: the place is gone with it, unless nobody else could give places."""
    known = await uow.staff_people.get(person)
    if known is None or known.standing is Standing.NONE:
        return
    if known.standing is Standing.OWNER and await uow.staff_people.owners() == [known.key]:
        line = say(words("role.owner_left", name=Quoted(known.name)))
        await uow.outbox.put(Outgoing(chat_key=chat.key, message=line, lane=Lane.STAFF))
        return
    await uow.staff_people.keep(replace(known, standing=Standing.NONE, since=services.now()))
    await uow.case_staff.left(person)


async def _gate(visit: Visit) -> Done | None:
    """None for who may act, and for what everybody may read; else one sentence, and nothing is done."""
    now = await standing_of(visit.uow, visit.actor(Role.STAFF).key)
    content = visit.inbound.content
    if isinstance(content, Choice | Command):
        await _noted(visit)
    if now in ACTS:
        return None
    if _reads(visit):
        return None
    if isinstance(content, Choice | Command) or await _to_us(visit):
        return Done(await visit.tell(f"role.refused.{now}", alert=True))
    return Done()  # talk among colleagues; it answers no question that stands


def _reads(visit: Visit) -> bool:
    content = visit.inbound.content
    if isinstance(content, Command):
        return content.name in READING and not (content.name == "instansi" and verb_of(content.args)[0])
    if isinstance(content, Choice):
        return ":".join(content.data.split(":")[:2]) in READ_BUTTONS
    return isinstance(content, Text) and len(content.body) <= 30 and parse_number(content.body) is not None


async def _to_us(visit: Visit) -> bool:
    bubble = visit.inbound.reply_to
    return bool(bubble) and await visit.uow.bubbles.find(visit.chat.key, str(bubble)) is not None


async def _noted(visit: Visit) -> None:
    """Who speaks to us is known from then on: by name to an owner in /peran, and where they are told alone."""
    by, people = visit.actor(Role.STAFF), visit.uow.staff_people
    if not await people.owned():
        return
    known = await people.get(by.key)
    alone = visit.services.chat_key(replace(visit.inbound.address, chat=visit.inbound.sender.id, thread=None))
    if known is None or known.chat_key != alone:
        known = known or StaffPerson(key=by.key, standing=Standing.NONE, since=visit.at, name=by.name)
        await people.keep(replace(known, chat_key=alone))


async def _claim(visit: Visit, code: str) -> Ack | None:
    """/klaim KODE: whoever holds the code from the server's console is owner."""
    by, uow = visit.actor(Role.STAFF), visit.uow
    known = await uow.staff_people.get(by.key)
    if known is not None and known.standing is Standing.OWNER:
        return await visit.tell("role.claim.already")
    if not await uow.staff_people.use_code(code, visit.at):
        return await visit.tell("role.claim.wrong")
    await uow.staff_people.keep(StaffPerson(key=by.key, standing=Standing.OWNER, since=visit.at, name=by.name))
    await uow.audit.add(at=visit.at, actor=by, event="role.claimed", detail={"to": str(Standing.OWNER)})
    told = say(words("role.claim.done", name=Quoted(by.name)), words("role.claim.next"))
    await visit.post(told, kind="done")
    room = await staff_cards.room(uow, visit.services)
    if room is not None and room != visit.chat.key:
        await uow.outbox.put(Outgoing(chat_key=room, message=told, lane=Lane.STAFF))
    return None


async def _owner(visit: Visit) -> bool:
    return await standing_of(visit.uow, visit.actor(Role.STAFF).key) is Standing.OWNER


async def _roles(visit: Visit, args: str) -> Ack | None:
    """/peran lists; /peran NAMA PERAN gives, for owners."""
    people = await visit.uow.staff_people.all()
    wish = roles.written(args)
    if wish is None:
        await visit.post(roles.listing(people, may_change=await _owner(visit)), kind="roles", reply=False)
        return None
    if not await _owner(visit):
        return await visit.tell("role.only_owner")
    found = roles.named(people, wish[0])
    if len(found) != 1:
        return await visit.tell("role.nobody" if not found else "role.several", name=Quoted(wish[0][:100]))
    return await _give(visit, found[0].key, wish[1])


async def _pressed(visit: Visit, data: str) -> Ack | None:
    if not await _owner(visit):
        return await visit.tell("role.only_owner", alert=True)
    meaning, key = meaning_of(data), argument_of(data)
    if meaning == "list":
        return await _roles(visit, "")
    if meaning in list(Standing):
        return await _give(visit, key, Standing(meaning))
    person = await visit.uow.staff_people.get(key)
    if person is None:
        return await visit.tell("desk.old_button")
    await visit.post(roles.question(person), kind="roles", reply=False)
    return None


async def _give(visit: Visit, key: str, what: Standing) -> Ack | None:
    """An owner gives a place or takes it; the last owner stays."""
    uow, by = visit.uow, visit.actor(Role.STAFF)
    person = await uow.staff_people.get(key)
    if person is None:
        return await visit.tell("desk.old_button")
    if person.standing is Standing.OWNER and what is not Standing.OWNER and await uow.staff_people.owners() == [key]:
        return await visit.tell("role.last_owner", alert=True)
    done = roles.given(person.name, what, by=by.name)
    if person.standing is not what:
        await uow.staff_people.keep(replace(person, standing=what, since=visit.at))
        await uow.audit.add(
            at=visit.at, actor=by, event="role.given", detail={"to": str(what), "person": key, "was": person.standing}
        )
        if what not in ACTS:
            await uow.case_staff.left(key)
        await visit.post(say(done), kind="done", reply=False)
    return Ack("role.ack.given") if isinstance(visit.inbound.content, Choice) else None
