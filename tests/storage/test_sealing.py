"""Nothing personal stands in the files of the database in plain, encoded or indexed by a guessable hash."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import text

from complaints.lifecycle import Action
from conversations.messages import Channel, ChatKind
from storage.database import Database
from storage.records import Attachment
from storage.tables import metadata
from tests.storage.samples import OFFICER, address, citizen, complaint, outgoing

NIK, PHONE, CHAT, NAME = "2171030501900003", "+6281277700123", "628127770012399", "Siti Aminah Hutagalung"
STORY = "Sudah tiga bulan KTP anak saya tertahan di loket"
PLACE, WANTED, NOTE = "Perumahan Bida Asri Blok C7", "kantor ktp batu ampar", "berkas kami temukan di laci"
TOKEN, FILE, EVENT, TITLE = "AgACAgUAAxkBAAIB", "ktp-siti.jpg", "wamid.HBgNNjI4MTI3", "Loket Bu Rina"
SECRETS = (NIK, PHONE, CHAT, NAME, STORY, PLACE, WANTED, NOTE, TOKEN, FILE, EVENT, TITLE, "1.1304567", "Bu Rina")


async def fill(database: Database, at: datetime) -> None:
    async with database.begin() as uow:
        key = database._keys.chat_key(address(CHAT))
        body = {"from": {"id": CHAT, "name": NAME, "phone": PHONE}, "text": STORY + NIK}
        await uow.inbox.add([(Channel.TELEGRAM, "4711", EVENT, key, body)], at=at)
        (row,) = await uow.inbox.next(at=at)
        await uow.inbox.failed(row.id, error=f"ValueError: {NIK}", at=at)
        chat = await uow.chats.ensure(address(CHAT), ChatKind.PRIVATE, NAME, at=at)
        await uow.chats.save(replace(chat, state={"draft": {"story": STORY, "nik": NIK, "phone": PHONE}}))
        case = complaint(
            key, reporter=NAME, story=STORY + NIK, place=PLACE, wanted=WANTED,
            latitude=1.1304567, longitude=104.01, anonymous=True,
        )  # fmt: skip
        await uow.complaints.add(case, case.submitted(by=citizen(case)))
        after, entry = case.apply(Action.ANSWER, by=OFFICER, at=at, note=NOTE)
        await uow.complaints.save(after, entry)
        await uow.outbox.put(outgoing(key, f"{NAME}: {STORY}", ref="r", case=case.id, data={"phone": PHONE}))
        (out,) = await uow.outbox.claim(owner="s", at=at)
        await uow.outbox.sent(out.id, "s", [EVENT], at)
        await uow.outbox.put(outgoing(key, PHONE))
        (out,) = await uow.outbox.claim(owner="s", at=at)
        await uow.outbox.dead(out.id, "s", f"Rejected: {CHAT}")
        await uow.desks.bind("2171.disdukcapil", address(CHAT + "7", thread="5"), TITLE, at)
        await uow.audit.add(at, citizen(case), "filed", case.id, {"nik": NIK, "name": NAME})
        await uow.attachments.add(
            Attachment(
                id="a" * 32, chat_key=key, kind="photo", ref=TOKEN, account="4711", name=FILE, caption=STORY,
                received_at=at,
            )
        )  # fmt: skip
        await uow.matches.add(WANTED, ["2171.disdukcapil"], "2171.disdukcapil", at)


def spellings(secret: str) -> list[bytes]:
    raw = secret.encode()
    return [
        raw, raw.hex().encode(), base64.b64encode(raw)[:-3], secret.encode("utf-16-le"),
        hashlib.sha256(raw).hexdigest().encode()[:32], hashlib.sha256(raw).digest(), hashlib.md5(raw).digest(),
    ]  # fmt: skip


def raw(folder: Path) -> bytes:
    files = list(folder.glob("narahubung.db*"))
    assert len(files) == 3, "the write-ahead log is read too"
    return b"".join(path.read_bytes() for path in files)


async def test_the_raw_sqlite_files_hold_nothing_personal(
    sqlite_database: Database, at: datetime, tmp_path: Path
) -> None:
    await fill(sqlite_database, at)
    content = raw(tmp_path)
    assert b"2171.disdukcapil" in content, "what is not personal is readable: the search works"
    found = [secret for secret in SECRETS for spelling in spellings(secret) if spelling in content]
    assert not found


async def test_no_row_holds_anything_personal(database: Database, at: datetime) -> None:
    await fill(database, at)
    content = b""
    async with database._reader.begin() as connection:
        for table in metadata.tables:
            for row in await connection.execute(text(f"SELECT * FROM {table}")):
                content += b"\x1f".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    assert b"2171.disdukcapil" in content
    assert not [secret for secret in SECRETS for spelling in spellings(secret) if spelling in content]


async def test_what_was_sealed_comes_back(database: Database, at: datetime) -> None:
    await fill(database, at)
    async with database.read() as uow:
        key = database._keys.chat_key(address(CHAT))
        (case,) = await uow.complaints.of_citizen(key).all()
        assert (case.reporter, case.place, case.wanted, case.latitude) == (NAME, PLACE, WANTED, 1.1304567)
        assert case.story == STORY + NIK
        chat = await uow.chats.get(key)
        assert chat and (chat.name, chat.address.chat, chat.state["draft"]["nik"]) == (NAME, CHAT, NIK)
        (desk,) = await uow.desks.of_agency("2171.disdukcapil")
        assert (desk.title, desk.address) == (TITLE, address(CHAT + "7", thread="5"))
        (photo,) = await uow.attachments.of_draft(key)
        assert (photo.ref, photo.name, photo.caption) == (TOKEN, FILE, STORY)
        assert await uow.matches.pairs() == [(WANTED, "2171.disdukcapil")]
        (letter,) = await uow.outbox.dead_letters()
        assert letter.error == f"Rejected: {CHAT}"
        (line,) = await uow.audit.of_case(case.id)
        assert (line.actor_name, line.detail["nik"], line.event) == (NAME, NIK, "filed")
