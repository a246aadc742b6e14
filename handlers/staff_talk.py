"""A citizen and staff talking through the bots: /petugas opens it, staff answer by replying, "selesai" ends it.

An answer goes to the person whose bubble was replied to and to nobody else: the bubble itself names the
talk, sealed, and nothing typed by anyone can name another one (a bot of others lost this in its threads).
"""

from __future__ import annotations

from dataclasses import replace

from classifiers.personal_data import mask
from complaints.model import Role
from conversations import staff_talk
from conversations.draft import Talk
from conversations.messages import Choice, Command, Inbound, Media, Message, Text, say, words
from handlers import citizen_cases, danger, staff_cards
from handlers.attachments import as_file
from handlers.group_visit import Visit
from handlers.services import Ack, Services
from handlers.talk import say as say_to
from storage.records import Bubble, Chat, Lane, Outgoing
from storage.staff_talks import StaffTalk
from storage.unit_of_work import UnitOfWork

KIND = "talk"  # of bubbles in the staff group; "staff" of those the citizen gets


async def begin(inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services) -> Ack | None:
    """/petugas: staff get the draft as far as it may be shown, the citizen hears who reads and when."""
    room = await staff_cards.room(uow, services)
    if room is None:
        await say_to(uow, chat, say("petugas.nobody"))
        return None
    draft = talk.draft
    opened = await uow.staff_talks.open(chat.key, services.now())
    await uow.staff_talks.spoken(opened, services.now())
    # Without consent (ps. 20) what was told so far stays with the bot; from here on they write to staff knowingly.
    story = mask(draft.story) if draft and draft.consented else ""
    office = services.ears.office(draft.agency) if draft and draft.agency else None
    known = replace(draft, place=mask(draft.place)) if draft else None
    message = staff_talk.opened(opened.tag, known, office, story)
    await _post(uow, room, opened, message)
    await say_to(uow, chat, staff_talk.handed(drafting=draft is not None, shown=bool(story)), case=opened.id)
    return None


async def on_message(
    inbound: Inbound, chat: Chat, talk: Talk, uow: UnitOfWork, services: Services, *, attachment: str | None
) -> bool:
    """Whether what came in belongs to a talk with staff; if so it is passed on here."""
    content = inbound.content
    if isinstance(content, Choice | Command):
        return False
    going_on = await _meant(inbound, chat, uow, services)
    if going_on is None:
        return False
    if staff_talk.ends(content):
        await leave(chat, uow, services)
        await say_to(uow, chat, say("petugas.ended"))
        return True
    room = await staff_cards.room(uow, services)
    text = mask(citizen_cases.said_by(inbound))
    if room is None or not (text or attachment):
        return False
    await danger.numbers_first(inbound, chat, uow, services)  # staff read in working hours
    await uow.staff_talks.spoken(going_on, services.now())
    if text:
        await _post(uow, room, going_on, staff_talk.said(going_on.tag, text))
    await uow.outbox.put(
        Outgoing(
            chat_key=chat.key, message=say("petugas.passed_on"), case=going_on.id, lane=Lane.REPLY,
            dedup=f"passed:{going_on.id}:{inbound.album}" if inbound.album else None,
        )
    )  # fmt: skip
    return True


async def _meant(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> StaffTalk | None:
    """The talk that goes on, or the one whose answer is replied to; a reply about a case is about the case."""
    bubble = await uow.bubbles.find(chat.key, inbound.reply_to) if inbound.reply_to else None
    if bubble is not None and bubble.kind == "staff":
        found = await uow.staff_talks.get(str(bubble.data.get("token", "")))
        return found if found and found.chat_key == chat.key else None
    if bubble is not None and bubble.case and await uow.complaints.of_citizen(chat.key).by_id(bubble.case):
        return None
    return await uow.staff_talks.of_chat(chat.key, services.now())


async def leave(chat: Chat, uow: UnitOfWork, services: Services) -> None:
    """The citizen goes on to something else: from now on their words are for the bot again."""
    going_on = await uow.staff_talks.of_chat(chat.key, services.now())
    if going_on is None:
        return
    await uow.staff_talks.close(going_on, services.now())
    room = await staff_cards.room(uow, services)
    if room is not None:
        await _post(uow, room, going_on, say(words("petugas.staff.ended", tag=going_on.tag)))


async def on_stored(attachment_id: str, uow: UnitOfWork, services: Services) -> None:
    """A file sent while the talk went on has arrived: staff see it, uploaded anew by their bot."""
    attachment = await uow.attachments.get(attachment_id)
    if attachment is None or attachment.case is not None:
        return
    going_on = await uow.staff_talks.of_chat(attachment.chat_key, services.now())
    room = await staff_cards.room(uow, services)
    if going_on is None or room is None or attachment.received_at < going_on.opened_at:
        return
    message = Message(lines=(staff_talk.file_of(going_on.tag),), files=(as_file(attachment),))
    await _post(uow, room, going_on, message, dedup=f"talkfile:{attachment.id}")


# --- the staff's side -----------------------------------------------------------------------------


async def bubble_of(visit: Visit) -> Bubble | None:
    """The bubble of a talk that was pressed or replied to, if it is one."""
    if not visit.bubble or visit.inbound.edited:
        return None
    found = await visit.uow.bubbles.find(visit.chat.key, visit.bubble)
    return found if found is not None and found.kind == KIND else None


async def on_bubble(visit: Visit, bubble: Bubble) -> Ack | None:
    """An answer, or the end."""
    talk = await visit.uow.staff_talks.get(str(bubble.data.get("token", "")))
    if talk is None:
        return await visit.tell("desk.old_button")
    content = visit.inbound.content
    if isinstance(content, Choice):
        return await _close(visit, talk)
    if not isinstance(content, Text):
        return await visit.tell("staff.misread.text_only") if isinstance(content, Media) else None
    chat = await visit.uow.chats.get(talk.chat_key)
    if not talk.going_on(visit.at):
        await _tell(visit, talk, "petugas.staff.over")
    elif chat is None or not chat.reachable:
        await _tell(visit, talk, "petugas.staff.unreachable")
    else:
        await _answer(visit, talk, content.body.strip())
    return None


async def _answer(visit: Visit, talk: StaffTalk, text: str) -> None:
    await visit.uow.outbox.put(
        Outgoing(
            chat_key=talk.chat_key, message=staff_talk.answer(text), ref=f"staff:{talk.id}", case=talk.id,
            bubble="staff", lane=Lane.REPLY, data={"number": "", "token": talk.id},
        )
    )  # fmt: skip
    await visit.uow.staff_talks.spoken(talk, visit.at)
    actor = visit.actor(Role.STAFF)
    await visit.uow.audit.add(at=visit.at, actor=actor, event="talk.answered", detail={"talk": talk.tag})
    await _tell(visit, talk, "petugas.staff.sent")


async def _close(visit: Visit, talk: StaffTalk) -> Ack | None:
    if not talk.going_on(visit.at):
        return Ack("petugas.staff.closed", (("tag", talk.tag),))
    await visit.uow.staff_talks.close(talk, visit.at)
    await visit.uow.outbox.put(
        Outgoing(chat_key=talk.chat_key, message=say("petugas.ended_by_staff"), case=talk.id, lane=Lane.REPLY)
    )
    await _tell(visit, talk, "petugas.staff.closed")
    return Ack("petugas.staff.closed", (("tag", talk.tag),))


async def _tell(visit: Visit, talk: StaffTalk, msgid: str) -> None:
    await visit.post(say(words(msgid, tag=talk.tag)), kind=KIND, token=talk.id, case=talk.id)


async def _post(
    uow: UnitOfWork, room: str, talk: StaffTalk, message: Message, *, dedup: str | None = None
) -> None:
    await uow.outbox.put(
        Outgoing(
            chat_key=room, message=message, ref=f"{KIND}:{talk.id}", case=talk.id, bubble=KIND,
            lane=Lane.STAFF, dedup=dedup, data={"number": "", "token": talk.id},
        )
    )  # fmt: skip

