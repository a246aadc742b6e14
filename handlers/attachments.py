"""Files on their way in: noted with the message, fetched after the commit, never inside it."""

from __future__ import annotations

from uuid import uuid4

from conversations.messages import Inbound, Media
from handlers.services import Services
from storage.records import Attachment, Chat
from storage.unit_of_work import UnitOfWork


async def received(uow: UnitOfWork, services: Services, chat: Chat, inbound: Inbound) -> str | None:
    """Note a file to be fetched; stickers are no evidence and are not kept."""
    media = inbound.content
    assert isinstance(media, Media)
    if media.kind == "sticker":
        return None
    attachment = Attachment(
        id=uuid4().hex,
        chat_key=chat.key,
        case=None,
        kind=media.kind,
        ref=media.ref,
        account=inbound.address.account,
        mime=media.mime,
        size=media.size,
        name=media.name,
        sha256=None,
        state="todo",
        tries=0,
        caption=media.caption,
        received_at=inbound.sent_at,
        album=inbound.album,
    )
    await uow.attachments.add(attachment)
    return attachment.id
