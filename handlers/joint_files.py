"""Files that one agency of a joint case gives another: shown to that one when they are here, never to the citizen."""

from __future__ import annotations

from conversations.messages import File, Message, words
from handlers import desk_cards
from storage.records import Attachment
from storage.unit_of_work import UnitOfWork

#: What the group that sent a file remembers until it has arrived, by attachment id.
SHELF = "partner_files"


async def arrived(attachment: Attachment, file: File, uow: UnitOfWork) -> None:
    """A file that belongs to no case: if it was meant for another agency, that one sees it now."""
    chat = await uow.chats.get(attachment.chat_key)
    kept = ((chat.state if chat else {}).get(SHELF) or {}).get(attachment.id)
    case = await uow.complaints.for_clock().get(kept["number"]) if kept else None
    if kept is None or case is None:
        return
    message = Message(lines=(words("desk.file", number=case.number),), files=(file,))
    for chat_key in await groups_of(uow, kept["to"]):
        posted = await uow.bubbles.latest(chat_key, f"card:{case.number}")
        await desk_cards.under_card(
            uow, case, message, chat_key, posted, kind=kept["kind"], token=kept["token"],
            dedup=f"file:{attachment.id}:{kept['to']}",
        )  # fmt: skip


async def groups_of(uow: UnitOfWork, agency_id: str) -> list[str]:
    """Chats of one agency."""
    desks = await uow.desks.of_agency(agency_id)
    return list(dict.fromkeys(desk.chat_key for desk in desks if desk.active))
