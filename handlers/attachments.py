"""Files on their way: noted with the message, fetched after the commit, shown to the other side when here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from complaints.model import Complaint
from conversations.draft import Talk
from conversations.messages import File, Inbound, Media, Message, words
from handlers import broadcast_picture, cases, evidence_refused, joint_files, topics
from handlers.desk_cards import groups_of
from handlers.services import Services
from handlers.talk import keep, talk_of
from storage.records import Attachment, Chat, Lane, Outgoing
from storage.unit_of_work import UnitOfWork

#: As long as an answer can be taken back (handlers.undo.WINDOW).
UNDO = timedelta(seconds=10)


async def received(uow: UnitOfWork, services: Services, chat: Chat, inbound: Inbound) -> str | None:
    """Note a file to be fetched; stickers are no evidence and are not kept."""
    media = inbound.content
    assert isinstance(media, Media)
    if media.kind == "sticker":
        return None
    attachment = Attachment(
        id=uuid4().hex,
        chat_key=chat.key,
        kind=media.kind,
        ref=media.ref,
        account=inbound.address.account,
        mime=media.mime,
        size=media.size,
        name=media.name,
        caption=media.caption,
        received_at=inbound.sent_at,
        album=inbound.album,
    )
    await uow.attachments.add(attachment)
    return attachment.id


async def on_stored(attachment_id: str, uow: UnitOfWork, services: Services) -> None:
    """A file has arrived: if its case is filed, the desk (or the citizen) sees it now."""
    attachment = await uow.attachments.get(attachment_id)
    if attachment is None or await _known_already(attachment, uow, services):
        return
    if attachment.case is None:
        if attachment.account == services.desk_account:
            await joint_files.arrived(attachment, as_file(attachment), uow)
            await broadcast_picture.arrived(attachment, uow, services)
        return
    case = await uow.complaints.for_clock().by_id(attachment.case)
    if case is None:
        return
    if _from_agency(attachment, case, services):
        await uow.outbox.put(
            Outgoing(
                chat_key=case.chat_key,
                message=Message(lines=(words("file.from_agency", number=case.number),), files=(as_file(attachment),)),
                case=case.id, bubble="notice", lane=Lane.STATUS, dedup=f"file:{attachment.id}",
                due_at=services.now() + UNDO,  # the answer it belongs to may still be taken back
            )
        )  # fmt: skip
    else:
        await show_at_desk(uow, services, case, (attachment,))


def _from_agency(attachment: Attachment, case: Complaint, services: Services) -> bool:
    """Sent by officers; a photo of a paper came through their bot too and is the writer's (handlers.paper)."""
    return attachment.account == services.desk_account and attachment.chat_key != case.chat_key


async def _known_already(attachment: Attachment, uow: UnitOfWork, services: Services) -> bool:
    """The same bytes once more in one draft or case of a citizen count once."""
    if attachment.account == services.desk_account:
        return False
    if attachment.case is None:
        beside = await uow.attachments.of_draft(attachment.chat_key)
        talk = await _talk(uow, attachment.chat_key)
        in_draft = set(talk.draft.attachments) if talk and talk.draft else set()
        beside = [one for one in beside if one.id in in_draft]
    else:
        beside = await uow.attachments.of_case(attachment.case)
    others = (one for one in beside if one.id != attachment.id and one.state == "stored")
    if not any(one.sha256 == attachment.sha256 and one.account == attachment.account for one in others):
        return False
    await without(attachment, uow, services)
    return True


async def without(attachment: Attachment, uow: UnitOfWork, services: Services) -> None:
    """Leave a file out of what it was sent to: refused, or there already."""
    await uow.attachments.refused(attachment.id)
    if attachment.case is not None:
        case = await uow.complaints.for_clock().by_id(attachment.case)
        if case is not None and attachment.id in case.attachments:
            kept = tuple(id for id in case.attachments if id != attachment.id)
            case = replace(case, attachments=kept, version=case.version + 1)
            await uow.complaints.save(case)
            await cases.set_timers(uow, case, services)
        return
    chat = await uow.chats.get(attachment.chat_key)
    talk = talk_of(chat) if chat else None
    if chat is not None and talk is not None and talk.draft is not None:
        kept = tuple(id for id in talk.draft.attachments if id != attachment.id)
        if kept != talk.draft.attachments:
            await keep(uow, chat, replace(talk, draft=replace(talk.draft, attachments=kept)))


async def _talk(uow: UnitOfWork, chat_key: str) -> Talk | None:
    chat = await uow.chats.get(chat_key)
    return talk_of(chat) if chat else None


async def show_case_files(uow: UnitOfWork, services: Services, case: Complaint) -> None:
    """Everything that has already arrived for a case, to the group that just got it."""
    stored = [a for a in await uow.attachments.of_case(case.id) if a.state == "stored"]
    theirs = [a for a in stored if not _from_agency(a, case, services)]
    await show_at_desk(uow, services, case, theirs)


async def show_at_desk(
    uow: UnitOfWork, services: Services, case: Complaint, files: Sequence[Attachment]
) -> None:
    """Files of the citizen under the case card; uploaded anew, because file ids do not cross tokens."""
    groups = await groups_of(uow, case) or ([services.chat_key(services.staff)] if services.staff else [])
    for chat_key in groups:
        for file in files:
            lines = (words("desk.file", number=case.number),)
            await uow.outbox.put(
                Outgoing(
                    chat_key=chat_key, message=Message(lines=lines, files=(as_file(file),)),
                    case=case.id, bubble="said", lane=Lane.STATUS, dedup=f"file:{file.id}:{case.agency_id}",
                    data=topics.place(case.number),
                )
            )  # fmt: skip


async def on_refused(attachment: Attachment, reason: str, uow: UnitOfWork, services: Services) -> None:
    """Told kindly, with the reason; the report goes on without the file."""
    await without(attachment, uow, services)
    if attachment.account == services.desk_account and await evidence_refused.left_out(attachment, reason, uow):
        return
    await uow.outbox.put(
        Outgoing(
            chat_key=attachment.chat_key,
            message=Message(lines=(words(f"file.refused.{reason}"), words("file.goes_on"))),
            lane=Lane.REPLY, dedup=f"refused:{attachment.id}",
        )
    )  # fmt: skip


async def on_full(attachment: Attachment, uow: UnitOfWork) -> None:
    """Our disk is full: said honestly and once; the file is tried again, nobody has to send it anew."""
    await uow.outbox.put(
        Outgoing(
            chat_key=attachment.chat_key, message=Message(lines=(words("file.later"),)),
            lane=Lane.REPLY, dedup=f"later:{attachment.id}",
        )
    )  # fmt: skip


def as_file(attachment: Attachment) -> File:
    """A stored attachment as something to send."""
    kind = (
        attachment.kind
        if attachment.kind in ("photo", "voice", "video", "video_note", "audio")
        else "document"
    )
    mime = attachment.mime or "application/octet-stream"
    if kind == "photo" and not mime.startswith("image/"):
        kind = "document"
    return File(
        kind=kind,
        key=attachment.key or "",
        name=attachment.name or f"lampiran-{attachment.id[:6]}",
        mime=mime,
    )
