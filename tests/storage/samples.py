"""Complaints, chats and messages to store, made in one line."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from complaints.lifecycle import Action, Status
from complaints.model import Actor, Complaint, Entry, Role
from conversations.messages import Address, Channel, ChatKind, Quoted, say
from storage.database import Database
from storage.records import Chat, Outgoing

AT = datetime(2026, 11, 19, 2, 30, tzinfo=UTC)
OFFICER = Actor(role=Role.FOCAL_POINT, key="0f" * 16, name="Bu Rina", agency_id="2171.disdukcapil")
STAFF = Actor(role=Role.STAFF, key="5f" * 16, name="Pak Budi")


def address(chat: str = "628117771234", **given: Any) -> Address:
    return Address(**{"channel": Channel.TELEGRAM, "account": "4711", "chat": chat, **given})


async def a_chat(database: Database, chat: str = "628117771234", name: str = "Siti Aminah") -> Chat:
    async with database.begin() as uow:
        return await uow.chats.ensure(address(chat), ChatKind.PRIVATE, name, at=AT)


def complaint(chat_key: str = "c" * 32, **given: Any) -> Complaint:
    id = uuid.uuid4().hex
    values: dict[str, Any] = {
        "id": id, "number": f"NH-{id[:4]}-{id[4:8]}".upper(), "status": Status.FORWARDED, "chat_key": chat_key,
        "reporter": "Siti Aminah", "story": "KTP saya belum jadi", "agency_id": "2171.disdukcapil",
        "draft_id": uuid.uuid4().hex, "filed_at": AT,
    }  # fmt: skip
    return Complaint(**values | given)


def citizen(case: Complaint) -> Actor:
    return Actor(role=Role.CITIZEN, key=case.chat_key, name=case.reporter)


async def filed(database: Database, chat_key: str = "c" * 32, **given: Any) -> Complaint:
    case = complaint(chat_key, **given)
    async with database.begin() as uow:
        await uow.complaints.add(case, case.submitted(by=citizen(case)))
    return case


def accepted(case: Complaint, at: datetime = AT) -> tuple[Complaint, Entry]:
    return case.apply(Action.ACCEPT, by=OFFICER, at=at)


def outgoing(chat_key: str, text: str = "halo", **given: Any) -> Outgoing:
    return Outgoing(chat_key=chat_key, message=say(Quoted(text)), **given)


def update(chat_key: str, event: str, body: str = "") -> tuple[Channel, str, str, str, dict[str, Any]]:
    return (Channel.TELEGRAM, "4711", event, chat_key, {"event": event, "text": body})
