"""Drafts that stay, one nudge by day, edits that replace, additions that find their case."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import Clock
from conversations import nudge
from conversations.messages import Contact, Location, Media
from handlers import own_data_copy
from tests.handlers.builders import House
from tests.handlers.citizens import Citizen, listening

STORY = "ktp saya di disdukcapil batam ditolak tanpa alasan kemarin"
WIB = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def siti(house: House) -> Citizen:
    return Citizen(listening(house))


async def ticks(siti: Citizen) -> int:
    """Let the clock do what is due; how many messages the citizen got."""
    before = len(siti.house.seen(siti.id))
    clock = Clock(siti.house.database, siti.house.services)
    while await clock.run_once():
        pass
    await siti.house.deliver()
    return len(siti.house.seen(siti.id)) - before


@pytest.mark.parametrize("hour", range(24))
def test_a_nudge_goes_out_by_day_and_within_the_window(hour: int) -> None:
    last = datetime(2026, 11, 20, hour, 10, tzinfo=WIB)
    due = nudge.due(last, WIB)
    assert nudge.awake(due, WIB)
    assert timedelta(hours=11) <= due - last <= nudge.LATEST


async def test_one_nudge_a_draft_then_silence(siti: Citizen) -> None:
    await siti.says(STORY, "setuju")
    siti.house.clock += timedelta(hours=10)
    assert await ticks(siti) == 0
    siti.house.clock += timedelta(hours=13)
    assert await ticks(siti) == 1
    assert "belum terkirim" in siti.house.last(siti.id).text
    assert "Apakah instansinya benar" in await siti.presses("Lanjutkan")
    siti.house.clock += timedelta(days=30)
    assert await ticks(siti) == 0
    assert "Apakah instansinya benar" in await siti.says("lanjutkan")


async def test_a_draft_that_was_sent_or_thrown_away_is_not_reminded_of(siti: Citizen) -> None:
    await siti.says(STORY, "setuju", "ya", "1", "kirim")
    budi = Citizen(siti.house, "502", "Budi")
    await budi.says(STORY, "setuju", "batal", "ya")
    quiet = Citizen(siti.house, "503", "Ani")
    await quiet.says("halo", "setuju")
    seen = {who: len(siti.house.seen(who)) for who in ("502", "503")}
    siti.house.clock += timedelta(hours=23)
    await ticks(siti)
    assert seen == {who: len(siti.house.seen(who)) for who in seen}


async def test_whoever_speaks_meanwhile_is_reminded_later(siti: Citizen) -> None:
    await siti.says(STORY, "setuju")
    siti.house.clock += timedelta(hours=21)
    await siti.says("status")
    siti.house.clock += timedelta(hours=2)
    assert await ticks(siti) == 0


async def test_whoever_blocked_us_is_reminded_after_coming_back(siti: Citizen) -> None:
    await siti.says(STORY, "setuju")
    chat = await siti.chat()
    async with siti.house.database.begin() as uow:
        await uow.chats.mark_unreachable(chat.key)
    siti.house.clock += timedelta(hours=24)
    assert await ticks(siti) == 0
    await siti.says("status")
    siti.house.clock += timedelta(hours=23)
    assert await ticks(siti) == 1
    assert "belum terkirim" in siti.house.last(siti.id).text


async def test_an_edit_replaces_its_piece(siti: Citizen) -> None:
    await siti.says("ktp saya di disdukcapil batam belum jadi, kemarin ke sana", message="m1")
    await siti.says("setuju")
    said = await siti.edits("m1", "kk saya di disdukcapil batam belum jadi, senin lalu ke sana")
    assert "Perubahannya" in said and "16 November 2026" in said
    draft = (await siti.talk()).draft
    assert draft is not None and "ktp" not in draft.story and draft.story.startswith("kk saya")


async def test_an_edited_answer_is_answered_anew(siti: Citizen) -> None:
    await siti.says("pelayanan di disdukcapil batam lama sekali, antre dari pagi", "setuju", "ya")
    await siti.says("kemarin", message="m7")
    await siti.says("1")
    assert "16 November 2026" in await siti.edits("m7", "senin lalu")


async def test_an_edit_of_something_else_is_not_answered(siti: Citizen) -> None:
    await siti.says(STORY, "setuju")
    assert await siti.edits("m99", "apa saja") == ""


async def test_after_filing_the_officer_sees_old_and_new(siti: Citizen) -> None:
    await siti.says(STORY, message="m1")
    await siti.says("setuju", "ya", "1", "kirim")
    assert "kalimat lama tetap terlihat" in await siti.edits("m1", "ktp istri saya ditolak kemarin")
    await siti.edits("m1", "ktp istri saya ditolak senin")
    said = [b.text for b in siti.house.seen("-100100") if "mengubah pesannya" in b.text]
    assert len(said) == 2
    assert f"{STORY} → ktp istri saya ditolak kemarin" in said[0]
    assert "kemarin → ktp istri saya ditolak senin" in said[1]
    case = await siti.house.case((await siti.talk()).last["number"])
    assert case.story == STORY


async def test_a_new_story_after_long_silence_asks_which(siti: Citizen) -> None:
    await siti.says(STORY, "setuju", "ya")
    siti.house.clock += timedelta(days=3)
    said = await siti.says("sampah di kavling sagulung sudah dua minggu tidak diangkut dlh batam")
    assert "Yang lama tetap tersimpan" in said
    assert "Dinas Lingkungan Hidup" in await siti.presses("Laporan baru")
    talk = await siti.talk()
    assert talk.draft is not None and "ktp" not in talk.draft.story
    assert [draft.story for draft in talk.shelf] == [STORY]


async def test_a_message_after_closing_asks_which_and_changes_nothing_by_itself(siti: Citizen) -> None:
    await siti.says(STORY, "setuju", "ya", "1", "kirim")
    number = (await siti.talk()).last["number"]
    await siti.house.reply("-100100", siti.house.card("-100100", number), "sudah jadi silakan diambil")
    await siti.house.press("-100100", "Kirim")
    siti.house.clock += timedelta(seconds=20)
    await siti.house.deliver()
    await siti.says("sudah")
    siti.house.clock += timedelta(days=1)
    assert "laporan yang mana" in await siti.says("ternyata fotonya orang lain di ktp itu")
    assert "yang sudah ditutup" in await siti.says("1")
    assert (await siti.house.case(number)).status == "closed"
    assert "dibuka kembali" in await siti.presses("Belum selesai")
    assert any("belum selesai" in b.text for b in siti.house.seen("-100900"))


async def test_a_number_after_the_menu_is_the_menus_and_leaves_the_question_alone(siti: Citizen) -> None:
    await siti.says(STORY, "setuju")
    assert "[Cek status]" not in await siti.says("menu")
    assert "Belum ada laporan" in await siti.says("2")
    assert "Perlu nama Bapak/Ibu disembunyikan" in await siti.says("1")  # the question that stood before: the office


async def test_a_number_after_the_list_of_reports_opens_that_one(siti: Citizen) -> None:
    await siti.says(STORY, "setuju", "ya", "1", "kirim")
    first = (await siti.talk()).last["number"]
    await siti.says("lapor", "kk saya di disdukcapil batam salah cetak sejak kemarin", "ya", "1", "kirim")
    assert first in await siti.says("status")
    assert (await siti.says("2")).startswith(f"{first}: diteruskan")


async def test_a_live_location_is_told_once(siti: Citizen) -> None:
    await siti.says(STORY, "setuju", "ya", "1", "kirim")
    await siti.presses("Tambah keterangan")
    await siti.does(Location(latitude=1.13, longitude=104.05), message="m9")
    before = len(siti.house.seen("-100100"))
    assert await siti.does(Location(latitude=1.14, longitude=104.06), message="m9", edited=True) == ""
    assert len(siti.house.seen("-100100")) == before


async def test_words_put_under_a_picture_later_join_the_story(siti: Citizen) -> None:
    await siti.does(Media(kind="photo", ref="f1", mime="image/jpeg", size=10), message="m1")
    await siti.says("setuju")
    captioned = Media(kind="photo", ref="f1", mime="image/jpeg", size=10, caption=STORY)
    assert "Perubahannya" in await siti.does(captioned, message="m1", edited=True)
    draft = (await siti.talk()).draft
    assert draft is not None and draft.story == STORY


async def test_the_copy_holds_drafts_put_aside(siti: Citizen) -> None:
    await siti.says(STORY, "setuju", "lapor", "laporan baru", "jalan rusak di sei panas sejak kemarin")
    assert "Laporan yang belum dikirim: 2." in await siti.says("data saya")
    async with siti.house.database.read() as uow:
        copy = await own_data_copy.make(uow, siti.house.services, (await siti.chat()).key)
    assert copy is not None and STORY in copy.decode()


async def test_a_contact_card_is_no_story(siti: Citizen) -> None:
    await siti.does(Contact(name="Muhammad Rizki Pratama", phone="+6281200001111"), message="m1")
    assert "ceritakan: apa yang terjadi" in await siti.says("setuju")
    assert "Apakah instansinya benar?" in await siti.says(STORY)


async def test_a_story_told_at_a_question_that_cannot_use_it_is_not_lost(siti: Citizen) -> None:
    await siti.says(STORY, "setuju", "ya")
    other = "saya mau tanya syarat bikin kk di disdukcapil batam untuk anak baru lahir"
    assert "Lanjutkan yang ini, atau buat laporan baru?" in await siti.says(other)
    assert "Apakah instansinya benar?" in await siti.says("laporan baru")
    talk = await siti.talk()
    assert talk.draft is not None and talk.draft.story == other and [one.story for one in talk.shelf] == [STORY]


@pytest.mark.parametrize("said", ["batal", "gak jadi deh", "kembali"])
async def test_an_addition_can_be_let_go(siti: Citizen, said: str) -> None:
    await siti.says(STORY, "setuju", "ya", "1", "kirim")
    await siti.presses("Tambah keterangan")
    assert (await siti.says(said)).startswith("Baik, tidak ada yang ditambahkan.")
    assert (await siti.talk()).pending == {}
    assert "menambahkan" not in siti.house.last("-100100").text


@pytest.mark.parametrize("said", ["saya mau batalkan laporan", "mau batalin", "gajadi deh pak"])
async def test_letting_go_of_a_draft_is_understood_with_polite_words_around(siti: Citizen, said: str) -> None:
    await siti.says(STORY, "setuju", "ya")
    assert "Batalkan laporan ini?" in await siti.says(said)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("16/11", "16 November 2026"), ("16-11-2026", "16 November 2026"), ("tgl 3.10", "3 Oktober 2026"),
        ("25/12", "25 Desember 2025"), ("last Monday", "16 November 2026"), ("3 november", "3 November 2026"),
    ],
)  # fmt: skip
async def test_a_day_in_figures_and_as_our_own_examples_say_it(siti: Citizen, said: str, told: str) -> None:
    await siti.says("pelayanan di disdukcapil batam lama sekali, antre dari pagi", "setuju", "ya", said)
    assert told in await siti.says("1")


@pytest.mark.parametrize("said", ["31/02", "99/99", "25/12/2026"])
async def test_a_day_that_cannot_be_is_asked_again(siti: Citizen, said: str) -> None:
    await siti.says("pelayanan di disdukcapil batam lama sekali, antre dari pagi", "setuju", "ya")
    assert "Tanggalnya belum kami pahami" in await siti.says(said)


async def test_greetings_before_the_story_are_no_part_of_it(siti: Citizen) -> None:
    await siti.says("P", "assalamualaikum min", "saya mau lapor")
    assert "ceritakan: apa yang terjadi" in await siti.says("ya")
    await siti.says(STORY, "iya", "2")
    assert "1 untuk mengirim" in await siti.says("makasih banyak ya min")
    draft = (await siti.talk()).draft
    assert draft is not None and draft.story == STORY
