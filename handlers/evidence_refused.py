"""A file of an officer's answer that could not be taken: the preview counts without it, the group hears it once."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

from conversations.messages import Message, words
from conversations.previews import Preview, preview
from storage.records import Attachment, Lane, Outgoing
from storage.unit_of_work import UnitOfWork

#: Where a group keeps its previews (handlers.focal_point_words).
SHELF = "previews"


async def left_out(attachment: Attachment, reason: str, uow: UnitOfWork) -> bool:
    """True where the file belonged to an answer, open or sent; of twelve refused photos one sentence is said."""
    chat = await uow.chats.get(attachment.chat_key)
    state = deepcopy(dict(chat.state or {})) if chat else {}
    for token, data in state.get(SHELF, {}).items():
        kept = Preview.from_json(data)
        if chat is None or attachment.id not in kept.files:
            continue
        kept = replace(kept, files=tuple(file for file in kept.files if file != attachment.id))
        state[SHELF][token] = kept.to_json()
        await uow.chats.save(replace(chat, state=state))
        place = {"number": kept.number, "token": token}
        if kept.open:
            await uow.outbox.put(
                Outgoing(
                    chat_key=chat.key, message=preview(kept), action="edit", ref=f"preview:{token}", bubble="preview",
                    lane=Lane.REPLY, data=place,
                )
            )  # fmt: skip
        so = words("desk.file_left_out" if kept.open else "desk.file_not_sent", number=kept.number)
        await uow.outbox.put(
            Outgoing(
                chat_key=chat.key, message=Message(lines=(words(f"file.refused.{reason}"), so)), lane=Lane.REPLY,
                bubble="done", data={**place, "token": ""}, dedup=f"refused:{token}:{reason}:{kept.open}",
            )
        )  # fmt: skip
        return True
    return False
