"""The machine-readable copy of /dataku: made of what storage holds, put on its way as a document."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from complaints.lifecycle import Action
from complaints.model import Complaint, Entry
from conversations.messages import File, Message, words
from handlers import cases
from handlers.services import Services
from handlers.talk import talk_of
from storage.records import Attachment, Lane, Outgoing
from storage.unit_of_work import UnitOfWork

#: The file holds everything about a person: it stays only as long as sending it can take.
KEPT = timedelta(days=1)
MOST = 1000
#: Steps whose words were written to the citizen or by them; what officials note among themselves is not theirs.
SHARED = frozenset({Action.ANSWER, Action.ASK, Action.RESOLVE, Action.HAND_OVER, Action.SUPPLY, Action.REFUSE})
#: A look at who they are is theirs to know of (handlers.identity).
STEPS = frozenset({"submit", "classified", "identity", *Action})


async def make(uow: UnitOfWork, services: Services, chat_key: str) -> bytes | None:
    """The copy as JSON, names of officers left out (they are other people's data); None for a chat that is gone."""
    chat = await uow.chats.get(chat_key)
    if chat is None:
        return None
    talk = talk_of(chat).to_json()
    found = await uow.complaints.of_citizen(chat_key).all(MOST)
    content = {
        "format": "narahubung-data/1",
        "made_at": services.now().isoformat(),
        "account": {
            "channel": chat.address.channel,
            "chat": chat.address.chat,
            "name": chat.name,
            "language": chat.language,
            "notices": chat.notices,
        },
        "consent": {
            "version": chat.consent_version,
            "at": chat.consent_at.isoformat() if chat.consent_at else None,
        },
        "draft": talk["draft"],
        "drafts_put_aside": talk["shelf"],
        "loose_files": [_file(one) for one in await uow.attachments.of_draft(chat_key)],
        "supports": [await _supported(uow, case) for case in await uow.supporters.of_chat(chat_key, MOST)],
        "reports": [await _report(uow, services, case) for case in found],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


async def send(uow: UnitOfWork, services: Services, chat_key: str, file_key: str) -> None:
    """The stored copy goes to its person and then out of the store."""
    at = services.now()
    wanted = await uow.exports.done(chat_key)
    await uow.expiring_files.add([file_key], at + KEPT if wanted else at, chat_key)
    if not wanted:
        return  # sent by another process, or the person asked to be erased meanwhile
    file = File(kind="document", key=file_key, name=f"data-saya-{at:%Y%m%d}.json", mime="application/json")
    message = Message(lines=(words("data.file"),), files=(file,))
    await uow.outbox.put(Outgoing(chat_key=chat_key, message=message, lane=Lane.REPLY))


async def _supported(uow: UnitOfWork, case_id: str) -> dict[str, Any]:
    """Its public side: what was told when it was supported."""
    case = await uow.complaints.for_clock().by_id(case_id)
    return {"topic": case.topic, "agency": case.agency_id, "status": case.status} if case else {}


async def _report(uow: UnitOfWork, services: Services, case: Complaint) -> dict[str, Any]:
    view = await cases.view(uow, services, case)
    rating, dossier = await uow.ratings.of_case(case.id), await uow.dossiers.get(case.id)
    return {
        "number": case.number,
        "kind": case.kind,
        "topic": case.topic,
        "status": case.status,
        "resolution": case.resolution,
        "filed_at": case.filed_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "agency": view.agency_name,
        "institution_as_named": case.wanted,
        "reporter": case.reporter,
        "anonymous": case.anonymous,
        "confidential": case.confidential,
        "story": case.story,
        "happened_on": case.happened_on.isoformat() if case.happened_on else None,
        "place": case.place,
        "pin": [case.latitude, case.longitude] if case.latitude is not None else None,
        "deadlines": {deadline.rule: deadline.due.isoformat() for deadline in case.deadlines},
        "history": [_step(entry) for entry in await uow.complaints.history_of(case.id) if entry.action in STEPS],
        "files": [_file(one) for one in await uow.attachments.of_case(case.id)],
        "rating": {"stars": rating.stars, "word": rating.word} if rating else None,
        "dossier": {"state": dossier.state, "answers": dossier.answers} if dossier else None,
    }


def _step(entry: Entry) -> dict[str, Any]:
    words_too = {"text": entry.note} if entry.note and entry.action in SHARED else {}
    return {"at": entry.at.isoformat(), "step": entry.action, "by": entry.by.role, "status": entry.after, **words_too}


def _file(one: Attachment) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "name": one.name,
        "caption": one.caption,
        "type": one.mime,
        "bytes": one.size,
        "received_at": one.received_at.isoformat(),
    }
