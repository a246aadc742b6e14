"""Joining and leaving as the router calls it: private talk with the desk bot, and a focal point's words in a group.

What is not about a person's own post is left to the deeds on cases.
"""

from __future__ import annotations

from complaints.model import Actor, Role
from conversations import joining as talk
from conversations import renewal
from conversations.answers import resolve, words_of
from conversations.joining import Doing, Meant, parse
from conversations.messages import Choice, Command, Content, Inbound, Membership, Text, say
from conversations.vocabulary import fold
from handlers import answering, joining_group, joining_invite, joining_post
from handlers.joining_visit import Done, JoiningVisit
from handlers.services import Ack, Services
from handlers.succession import leaves_office
from storage.people_records import FocalPoint
from storage.records import Chat
from storage.unit_of_work import UnitOfWork

on_membership = joining_group.on_membership
group_lost = joining_group.group_lost


async def on_private(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> Ack | None:
    """Anything said to the desk bot in private."""
    if isinstance(inbound.content, Membership):
        if inbound.content.state == "blocked":
            await uow.chats.mark_unreachable(chat.key, services.now())
            await uow.outbox.drop_chat(chat.key)
        return None
    if inbound.edited:
        return None
    visit = JoiningVisit(inbound=inbound, chat=chat, uow=uow, services=services)
    held = await visit.held()
    meant = await _meant(visit, held)
    ack = await _private(visit, meant, held)
    await visit.leave()
    return ack


async def _meant(visit: JoiningVisit, held: list[FocalPoint]) -> Meant | None:
    """A button, a command, days of leave; else an answer in words to the question that stands."""
    content = visit.inbound.content
    unit = held[0].agency_id if held else None
    meant = parse(content, await answering.today(visit.uow, visit.services, unit))
    if meant is None and isinstance(content, Text):
        return await _answered(visit, content, held)
    return meant


async def _answered(visit: JoiningVisit, content: Content, held: list[FocalPoint]) -> Meant | None:
    invite = await joining_invite.standing(visit)
    if invite is not None:
        # "Ya, benar" and "bukan saya" are one word and an echo of the button.
        word = Text(next(iter(fold(words_of(content)).split()), ""))
        chosen = resolve(word, talk.confirm_options(invite.id[:12]))
        return parse(Choice(chosen.id), visit.at.date()) if chosen else None
    for person in await joining_post.own(visit, held):
        probed, verified = person.marks.probed_on, person.appointment.verified_on
        if probed is not None and (verified is None or verified < probed):
            chosen = resolve(content, renewal.probe_options(person.id[:12]))
            return parse(Choice(chosen.id), visit.at.date()) if chosen else None
    return None


async def _private(visit: JoiningVisit, meant: Meant | None, held: list[FocalPoint]) -> Ack | None:
    if meant is not None and meant.doing is Doing.OPEN:
        await joining_invite.open_link(visit, meant.token)
        return None
    if meant is not None and meant.doing in (Doing.CONFIRM, Doing.DENY):
        invite = await joining_invite.asked(visit, meant.token)
        if invite is None:
            return await visit.tell("join.old_button")
        deed = joining_invite.confirm if meant.doing is Doing.CONFIRM else joining_invite.deny
        return await deed(visit, invite)
    mine = await joining_post.own(visit, held, meant.token if meant else "")
    if meant is not None and mine:
        return await joining_post.speak(visit, meant, mine)
    if isinstance(visit.inbound.content, Choice):
        return await visit.tell("join.old_button")
    if (invite := await joining_invite.standing(visit)) is not None:
        await joining_invite.ask(visit, invite)
        return None
    return await _about(visit, mine)


async def _about(visit: JoiningVisit, mine: list[FocalPoint]) -> Ack | None:
    """Who they are to us, and what can be done here; a stranger is shown the way out."""
    if not mine:
        await visit.put(say("desk.private"))
        return None
    for person in mine:
        name = await answering.short_name(visit.uow, person.agency_id)
        await joining_group.ask_for_group(visit, person, talk.about(person.appointment, name))
    return None


async def on_group(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> Done | None:
    """A code, a leave, an answer to "masih bertugas?" in a group; None for all that is about cases."""
    content = inbound.content
    if inbound.edited or not isinstance(content, Choice | Command | Text):
        return None
    meant = parse(content, services.now().astimezone(services.zone).date())
    if meant is None or not await _is_said_to_us(inbound, chat, uow, meant):
        return None
    visit = JoiningVisit(inbound=inbound, chat=chat, uow=uow, services=services)
    if meant.doing is Doing.OPEN:
        await joining_group.on_code(visit, meant.token)
        await visit.leave()
        return Done()
    here = {desk.agency_id for desk in await uow.desks.of_chat(chat.key)}
    held = [each for each in await visit.held() if each.agency_id in here]
    mine = await joining_post.own(visit, held, meant.token)
    if not mine:
        # A press on somebody else's question is answered; the same words from others are talk.
        return Done(Ack("join.not_yours", alert=True)) if isinstance(content, Choice) else None
    ack = await joining_post.speak(visit, meant, mine)
    await visit.leave()
    return Done(ack)


async def _is_said_to_us(inbound: Inbound, chat: Chat, uow: UnitOfWork, meant: Meant) -> bool:
    """A reply to a card is an answer to a citizen, whatever it says; "masih" alone is talk."""
    if not isinstance(inbound.content, Text):
        return True
    if inbound.reply_to is None:
        return meant.doing in (Doing.AWAY, Doing.BACK)
    replied = await uow.bubbles.find(chat.key, inbound.reply_to)
    return replied is not None and replied.kind == "probe"


async def on_left(chat: Chat, uow: UnitOfWork, services: Services, *, person: str) -> None:
    """Somebody (keyed hash of the account) is out of a unit's group: their cases pass on, staff know."""
    for held in await joining_group.officer_left(uow, services, chat, person_key=person):
        day = await answering.today(uow, services, held.agency_id)
        if held.appointment.in_office(day):
            by = Actor(role=Role.FOCAL_POINT, key=person, name=held.name, agency_id=held.agency_id)
            await leaves_office(uow, services, held, by=by, day=day, why="left_group")
