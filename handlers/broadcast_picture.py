"""The picture of a notice: fetched like any file, shown in the preview once it is here."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from conversations import broadcast as talk
from conversations.broadcast import Draft
from conversations.messages import File, Media
from handlers.broadcast_drafts import SHELF, counted, review
from handlers.group_visit import Visit
from handlers.services import Services
from storage.records import Attachment, Lane, Outgoing
from storage.unit_of_work import UnitOfWork


async def received(visit: Visit) -> str:
    """Note it to be fetched; the id it is known by."""
    media = visit.inbound.content
    assert isinstance(media, Media)
    one = Attachment(
        id=uuid4().hex, chat_key=visit.chat.key, kind="photo", ref=media.ref, account=visit.inbound.address.account,
        mime=media.mime or "image/jpeg", size=media.size, name=media.name, received_at=visit.inbound.sent_at,
    )  # fmt: skip
    await visit.uow.attachments.add(one)
    return one.id


async def file_of(uow: UnitOfWork, attachment_id: str) -> File | None:
    """The stored picture as something to send."""
    one = await uow.attachments.get(attachment_id) if attachment_id else None
    if one is None or not one.key:
        return None
    return File(kind="photo", key=one.key, name=one.name or f"{one.id[:6]}.jpg", mime=one.mime or "image/jpeg")


async def arrived(attachment: Attachment, uow: UnitOfWork, services: Services) -> None:
    """A file of the staff group is here: if a notice waited for it, its preview comes now."""
    chat = await uow.chats.get(attachment.chat_key)
    kept = (chat.state if chat else {}).get(SHELF) or {}
    waiting = [one for one in kept.values() if one.get("picture") == attachment.id and one["step"] == "picture"]
    if chat is None or not waiting:
        return
    draft = Draft.from_json(waiting[0]).to("review")
    draft = await counted(draft, uow, services)
    picture = await file_of(uow, attachment.id)
    question = review(draft, services)
    previews = [talk.notice(draft.audience, text, picture) for text in (draft.text, draft.english) if text]
    shown = [*(("broadcast_view", preview) for preview in previews), ("broadcast", question)]
    await uow.outbox.put([
        Outgoing(
            chat_key=chat.key, message=message, bubble=kind, ref=f"{kind}:{draft.token}", lane=Lane.STAFF,
            data={"number": "", "token": draft.token},
        )
        for kind, message in shown
    ])  # fmt: skip
    at = {"at": waiting[0]["at"]}
    state = {**chat.state, SHELF: {**kept, draft.token: {**at, **draft.to_json()}}}
    await uow.chats.save(replace(chat, state=state))
