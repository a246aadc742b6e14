"""/dataku and /hapusdata from the citizen's chair: what is told, what is sent, what is asked, what stays."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chores import Chores
from complaints.lifecycle import Status
from conversations.messages import Choice, Command, Text
from storage.attachments_store import FileStore
from storage.records import Attachment
from tests.handlers.builders import CITIZEN_BOT, GROUPS, House

GROUP = GROUPS["2171.disdukcapil"]
CHAT = "501"


@pytest.fixture
def files(tmp_path: Path, house: House) -> FileStore:
    return FileStore(tmp_path / "files", house.keyring)


async def chores(house: House, files: FileStore) -> None:
    done = Chores(house.database, house.services, files)
    for _ in range(12):
        while await done.run_once():
            await house.deliver()
        await house.deliver()
        house.clock += timedelta(seconds=3)


async def said(house: House, text: str) -> str:
    before = len(house.seen(CHAT))
    await house.act(CHAT, Text(text), by="Siti Aminah", private=True)
    return "\n".join(bubble.text for bubble in house.seen(CHAT)[before:])


async def command(house: House, name: str, args: str = "") -> str:
    before = len(house.seen(CHAT))
    await house.act(CHAT, Command(name, args), by="Siti Aminah", private=True)
    return "\n".join(bubble.text for bubble in house.seen(CHAT)[before:])


async def closed(house: House) -> str:
    """A case of theirs, answered and confirmed."""
    case = await house.file(citizen=CHAT)
    await house.reply(GROUP, house.card(GROUP, case.number), "Silakan ambil di loket 4")
    await house.press(GROUP, "Kirim")
    await house.act(CHAT, Choice(f"case:done:{case.number}"), by="Siti Aminah", private=True)
    assert (await house.case(case.number)).status is Status.CLOSED
    return case.number


async def test_the_copy_holds_what_the_person_and_the_agency_said(house: House, files: FileStore) -> None:
    number = await closed(house)
    told = await command(house, "dataku")
    assert "Nama akun: Siti Aminah" in told and "Laporan: 1" in told and number in told
    await chores(house, files)
    sent = house.last(CHAT)
    (file,) = sent.row.message.files  # type: ignore[union-attr]
    assert (file.kind, file.mime) == ("document", "application/json") and file.name.endswith(".json")
    copy = json.loads(await files.get(file.key))
    assert copy["account"]["chat"] == CHAT and copy["account"]["name"] == "Siti Aminah"
    (report,) = copy["reports"]
    assert report["number"] == number and report["story"].startswith("KTP anak")
    assert [step["step"] for step in report["history"]][:2] == ["submit", "answer"]
    assert "Silakan ambil di loket 4" in json.dumps(report, ensure_ascii=False)
    assert "Rina" not in json.dumps(copy), "officers' names are other people's data"


async def test_the_copy_leaves_the_store_after_a_day(house: House, files: FileStore) -> None:
    await closed(house)
    await command(house, "dataku")
    await chores(house, files)
    key = house.last(CHAT).row.message.files[0].key  # type: ignore[union-attr]
    assert await files.exists(key)
    house.clock += timedelta(days=1, minutes=1)
    await chores(house, files)
    assert not await files.exists(key)


async def test_two_wishes_make_one_copy(house: House, files: FileStore) -> None:
    await closed(house)
    await command(house, "dataku")
    await command(house, "dataku")
    await chores(house, files)
    assert sum(bool(b.row.message and b.row.message.files) for b in house.seen(CHAT)) == 1


async def test_erasing_is_explained_and_asked_first(house: House, files: FileStore) -> None:
    number = await closed(house)
    asked = await command(house, "hapusdata")
    assert "Yang kami hapus" in asked and "Yang tetap ada" in asked and asked.endswith("Hapus sekarang?")
    assert await said(house, "jangan hapus") == "Baik, tidak ada yang dihapus."
    await chores(house, files)
    assert (await house.case(number)).reporter == "Siti Aminah"


async def test_a_word_not_understood_erases_nothing_and_is_asked_again(house: House, files: FileStore) -> None:
    number = await closed(house)
    await command(house, "hapusdata")
    assert (await said(house, "hmm")).endswith("Hapus sekarang?")
    await chores(house, files)
    assert (await house.case(number)).story


async def test_an_old_erase_button_erases_nothing(house: House, files: FileStore) -> None:
    number = await closed(house)
    await command(house, "hapusdata")
    await said(house, "tidak")
    await house.act(CHAT, Choice("erase:yes"), by="Siti Aminah", private=True)
    assert "sudah tidak berlaku" in house.last(CHAT).text
    await chores(house, files)
    assert (await house.case(number)).story


@pytest.mark.parametrize("answer", ["ya", "1", "hapus sekarang"])
async def test_yes_in_words_numbers_and_labels(house: House, files: FileStore, answer: str) -> None:
    number = await closed(house)
    await command(house, "hapusdata")
    assert "sedang dihapus" in await said(house, answer)
    await chores(house, files)
    case = await house.case(number)
    assert (case.story, case.reporter, case.status) == ("", "", Status.CLOSED)


async def test_with_an_open_case_yes_alone_is_no_answer(house: House) -> None:
    case = await house.file(citizen=CHAT)
    asked = await command(house, "hapusdata")
    assert f"1 laporan masih berjalan: {case.number}" in asked
    assert "Apa yang kami lakukan?" in await said(house, "ya")
    assert (await house.case(case.number)).status is Status.FORWARDED


async def test_withdrawing_tells_the_desk_and_erases(house: House, files: FileStore) -> None:
    case = await house.file(citizen=CHAT)
    await command(house, "hapusdata")
    await said(house, "tarik dan hapus")
    assert "ditarik oleh pelapor" in house.last(GROUP).text
    await chores(house, files)
    after = await house.case(case.number)
    assert (after.story, after.resolution) == ("", "withdrawn")
    assert "dihapus atas permintaan pelapor" in house.card(GROUP, case.number).text


async def test_waiting_keeps_the_open_case_and_erases_it_when_it_closes(house: House, files: FileStore) -> None:
    old = await closed(house)
    case = await house.file("Akta lahir belum jadi", citizen=CHAT)
    await command(house, "hapusdata")
    assert "tetap kami kirim" in await said(house, "tunggu selesai")
    await chores(house, files)
    assert (await house.case(old)).story == "" and (await house.case(case.number)).story
    await house.reply(GROUP, house.card(GROUP, case.number), "Akta sudah bisa diambil")
    await house.press(GROUP, "Kirim")
    assert "Akta sudah bisa diambil" in house.last(CHAT).text, "news is still owed"
    await house.act(CHAT, Choice(f"case:done:{case.number}"), by="Siti Aminah", private=True)
    house.clock += timedelta(hours=1, minutes=1)
    await chores(house, files)
    assert (await house.case(case.number)).story == ""


async def test_drafts_and_their_files_go_at_once(house: House, files: FileStore) -> None:
    await said(house, "ktp anak saya tiga bulan belum jadi di disdukcapil batam")
    key = await files.put(b"foto draf")
    async with house.database.begin() as uow:
        (chat_key,) = [bubble.row.chat_key for bubble in house.seen(CHAT)][:1]
        await uow.attachments.add(
            Attachment(
                id="d" * 32, chat_key=chat_key, kind="photo", ref="r", account=CITIZEN_BOT, state="stored",
                key=key, received_at=house.clock,
            )
        )  # fmt: skip
    await command(house, "hapusdata")
    await said(house, "ya")
    await chores(house, files)
    assert not await files.exists(key)
    async with house.database.read() as uow:
        assert await uow.chats.get(chat_key) is None
    assert (await said(house, "halo lagi")).endswith("Setuju?"), "consent is asked for anew"


async def test_who_writes_again_before_the_end_keeps_what_is_new(house: House, files: FileStore) -> None:
    await closed(house)
    await command(house, "hapusdata")
    await said(house, "ya")
    case = await house.file("Cerita baru yang lain sama sekali", citizen=CHAT)
    await chores(house, files)
    assert (await house.case(case.number)).story == "Cerita baru yang lain sama sekali"
    async with house.database.read() as uow:
        assert await uow.chats.get(case.chat_key) is not None, "there is somebody to tell the news"
