"""The bot comes into a unit's group: by the link, by its code, by being added; rights are looked at and explained.

A code is the authority: who has it may choose the group. Staff always hear which group was bound by whom.
"""

from __future__ import annotations

from dataclasses import replace

from conversations import joining as talk
from conversations.messages import ChatKind, Inbound, Membership, Quoted, Words, say, words
from handlers import answering, bot_names, desk_binding, tour
from handlers.joining_visit import JoiningVisit
from handlers.notices import tell_staff
from handlers.services import Services
from storage.people_records import FocalPoint, Invite
from storage.records import Chat
from storage.unit_of_work import UnitOfWork

RIGHTS = "rights"


async def on_membership(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> bool:
    """The bot was added or its rights changed; True where the group serves a unit and has been spoken to."""
    content = inbound.content
    if not isinstance(content, Membership) or content.state not in ("member", "administrator"):
        return False
    chat = await uow.chats.get(chat.key) or chat  # the router may have renamed it in this transaction
    visit = JoiningVisit(inbound=inbound, chat=chat, uow=uow, services=services)
    await uow.desks.set_reachable(chat.key, True)
    waiting = await uow.invites.groups_of(visit.person, visit.at)
    # Somebody who brings in two units says by the code which of them this group is.
    fresh = len({each.offer.agency_id for each in waiting}) == 1 and await _bind(visit, waiting[-1])
    await _rights(visit, content, anew=fresh)
    await visit.leave()
    return bool(await uow.desks.of_chat(chat.key))


async def on_code(visit: JoiningVisit, code: str) -> None:
    """/gabung KODE, or the /start that Telegram sends for the link."""
    invite = await visit.uow.invites.find(code_of(code))
    if invite is None or invite.kind != "group":
        personal = await visit.uow.invites.find(code)
        await visit.say(words("join.code.unknown" if personal is None else "join.code.personal"))
        return
    if invite.used_by == visit.chat.key:
        return  # the link and the code both arrive: said once
    if not await _bind(visit, invite):
        await visit.say(words("join.code.over"))
        return
    kept = visit.memory.get(RIGHTS) or {}
    line = talk.rights_line(**kept["may"]) if kept else None
    if line is not None:
        await visit.say(line)
        visit.memory[RIGHTS] = {**kept, "said": True}


def code_of(code: str) -> str:
    """As it is read from a screen: small letters, a dash in the middle."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


async def _bind(visit: JoiningVisit, invite: Invite) -> bool:
    """The group serves the unit from now on, and the unit's open cases appear in it."""
    uow, services, agency_id = visit.uow, visit.services, invite.offer.agency_id
    if not await uow.invites.use(invite, visit.chat.key, visit.at):
        return False
    title, name = visit.chat.name, await answering.named(uow, agency_id)
    await visit.say(words("join.bound", agency=name))
    await tour.offer(uow, visit.chat.key)
    await desk_binding.bind(uow, services, agency_id, visit.chat.address, title=title)
    who = Quoted(visit.inbound.sender.name)
    told = words("join.staff.bound", agency=name, title=Quoted(title), who=who)
    await tell_staff(uow, services, say(told), dedup=f"bound:{invite.id}")
    await uow.audit.add(
        at=visit.at, actor=visit.by(agency_id), event="desk.bound", case=None,
        detail={"agency": agency_id, "invite": invite.id},
    )  # fmt: skip
    return True


async def _rights(visit: JoiningVisit, content: Membership, *, anew: bool) -> None:
    """What the bot may do, kept with the group; missing rights are said once, thanks only to who heard that."""
    now = {
        "admin": content.state == "administrator", "forum": content.forum, "topics": content.can_manage_topics,
    }  # fmt: skip
    kept = visit.memory.get(RIGHTS) or {}
    before, said = kept.get("may"), bool(kept.get("said"))
    line = talk.rights_line(**now)
    had = before is not None and talk.rights_line(**before) is None
    # A group bound long ago is not lectured when the bot is first seen in it.
    tell = line is not None and before != now and (anew or had or said)
    if line is not None and tell:
        await visit.say(line)
    elif line is None and said:
        await visit.say(words("join.rights.ok"))
    visit.memory[RIGHTS] = {"may": now, "said": line is not None and (said or tell)}
    if line is not None and had:
        await _tell_rights_lost(visit)


async def _tell_rights_lost(visit: JoiningVisit) -> None:
    for desk in await visit.uow.desks.of_chat(visit.chat.key):
        name = await answering.named(visit.uow, desk.agency_id)
        told = say(words("join.staff.rights_lost", agency=name, who=Quoted(visit.inbound.sender.name)))
        await tell_staff(visit.uow, visit.services, told, dedup=f"rights:{visit.token(desk.agency_id)}")


async def group_lost(uow: UnitOfWork, services: Services, chat_key: str) -> None:
    """Sending says that the group is gone or has put us out: staff know once, the cases stay."""
    desks = [desk for desk in await uow.desks.of_chat(chat_key) if desk.active]
    await uow.desks.set_reachable(chat_key, False)
    for desk in desks:
        name = await answering.named(uow, desk.agency_id)
        told = say(words("join.staff.group_lost", agency=name, n=await answering.open_cases(uow, desk.agency_id)))
        day = await answering.today(uow, services, desk.agency_id)
        await tell_staff(uow, services, told, dedup=f"group_lost:{desk.agency_id}:{chat_key}:{day.isoformat()}")


async def ask_for_group(visit: JoiningVisit, person: FocalPoint, first: Words) -> None:
    """After what there was to say first, the one guided step with a new code; older codes of the unit end."""
    uow, agency_id = visit.uow, person.agency_id
    name = await answering.short_name(uow, agency_id)
    desks = [desk for desk in await uow.desks.of_agency(agency_id) if desk.active]
    if desks:
        await tour.offer(uow, desks[0].chat_key)
        known = words("join.group.known", agency=Quoted(name), title=Quoted(desks[0].title))
        await visit.put(say(first, known, "join.leave_hint"))
        return
    for old in await uow.invites.groups_of(visit.person, visit.at):
        if old.offer.agency_id == agency_id:
            await uow.invites.revoke(old)
    invite, code = await uow.invites.for_group(replace(person, person_key=visit.person), at=visit.at)
    username = await uow.meta.get(bot_names.USERNAME) or ""
    until = invite.expires_at.astimezone(visit.services.zone).date()
    await visit.put(talk.bring_in(first, name, code, username, until))


async def officer_left(
    uow: UnitOfWork, services: Services, chat: Chat, *, person_key: str
) -> list[FocalPoint]:
    """Who of the units of this group has just gone out of it."""
    if chat.kind is not ChatKind.GROUP:
        return []
    here = {desk.agency_id for desk in await uow.desks.of_chat(chat.key)}
    return [each for each in await uow.focal_points.of_person(person_key) if each.agency_id in here]
