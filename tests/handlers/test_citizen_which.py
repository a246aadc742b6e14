"""A citizen with cases just writes: small talk is answered as such, a verdict is heard, the rest finds its case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conversations.messages import Media
from tests.handlers.builders import STAFF_GROUP, House
from tests.handlers.citizens import Citizen, listening

STORY = "ktp saya di disdukcapil batam ditolak tanpa alasan kemarin"
DESK = "-100100"
WHICH = "Pesan ini untuk laporan yang mana?"


@pytest.fixture
def siti(house: House) -> Citizen:
    return Citizen(listening(house))


async def filed(siti: Citizen, story: str = STORY) -> str:
    await siti.says(story, "setuju", "ya", "1", "kirim")
    return (await siti.talk()).last["number"]


async def answered(siti: Citizen, number: str, desk: str = DESK) -> None:
    await siti.house.reply(desk, siti.house.card(desk, number), "silakan ambil di loket 4")
    await siti.house.press(desk, "Kirim")
    siti.house.clock += timedelta(seconds=20)
    await siti.house.deliver()


@pytest.mark.parametrize("said", ["makasih", "ok siap", "🙏", "sip makasih min"])
async def test_thanks_are_thanks(siti: Citizen, said: str) -> None:
    await filed(siti)
    assert (await siti.says(said)).startswith("Sama-sama.")


@pytest.mark.parametrize("said", ["halo", "assalamualaikum", "tolong"])
async def test_a_greeting_gets_the_menu(siti: Citizen, said: str) -> None:
    await filed(siti)
    assert (await siti.says(said)).startswith("Apa yang bisa kami bantu?")


async def test_a_sticker_is_no_message_for_a_case(siti: Citizen) -> None:
    await filed(siti)
    assert "belum bisa kami baca" in await siti.does(Media(kind="sticker", ref="s1", mime="image/webp", size=10))
    assert (await siti.talk()).pending == {}


@pytest.mark.parametrize("said", ["gimana perkembangannya?", "kok belum ada kabar ya", "sudah sampai mana min"])
async def test_a_question_for_news_shows_the_status(siti: Citizen, said: str) -> None:
    number = await filed(siti)
    assert (await siti.says(said)).startswith(f"{number}: diteruskan ke instansi")


async def test_the_question_says_what_becomes_of_the_message_and_can_be_left(siti: Citizen) -> None:
    await filed(siti)
    assert WHICH in await siti.says("tadi ketemu petugas loket")
    assert (await siti.says("makasih")).startswith("Pesan tadi kami simpan, tetapi belum kami teruskan.")
    assert await siti.says("batal") == "Baik, pesan tadi tidak kami teruskan."
    assert (await siti.talk()).pending == {}
    assert not [bubble for bubble in siti.house.seen(DESK) if "menambahkan" in bubble.text]


@pytest.mark.parametrize("answer", ["iya", "yang disdukcapil", "disdukcapil batam", "1"])
async def test_the_office_or_a_yes_names_the_only_case(siti: Citizen, answer: str) -> None:
    await filed(siti)
    await siti.says("tadi ketemu petugas loket", "makasih")
    assert "sudah kami teruskan" in await siti.says(answer)
    assert '"tadi ketemu petugas loket"' in siti.house.last(DESK).text


@pytest.mark.parametrize("said", ["belom pak", "belum, loketnya tutup terus", "masih belum jadi"])
async def test_not_yet_in_own_words_opens_it_again(siti: Citizen, said: str) -> None:
    number = await filed(siti)
    await answered(siti, number)
    assert f"{number} dibuka kembali." in await siti.says(said)
    assert (await siti.house.case(number)).status == "reopened"
    assert "menyatakan belum selesai" in siti.house.last(STAFF_GROUP).text


async def test_the_reason_goes_along_and_is_not_asked_for(siti: Citizen) -> None:
    number = await filed(siti)
    await answered(siti, number)
    told = await siti.says("belum, loketnya tutup terus")
    assert "Yang Bapak/Ibu tulis kami teruskan" in told and "Silakan tulis" not in told
    assert '"belum, loketnya tutup terus"' in siti.house.last(DESK).text


async def test_a_verdict_is_heard_while_another_message_waits_for_its_case(siti: Citizen) -> None:
    number = await filed(siti)
    await answered(siti, number)
    await siti.says("tadi saya ke sana tidak ada orang")
    assert "dibuka kembali" in await siti.says("belum")
    said = [bubble.text for bubble in siti.house.seen(DESK) if "tidak ada orang" in bubble.text]
    assert len(said) == 1


async def test_after_a_second_answer_the_verdict_counts_again(siti: Citizen) -> None:
    number = await filed(siti)
    await answered(siti, number)
    await siti.says("belum")
    await answered(siti, number)
    await siti.says("masih belum jadi pak")
    assert (await siti.house.case(number)).status == "reopened"


async def test_an_ok_closes_nothing_and_shows_what_is_asked(siti: Citizen) -> None:
    number = await filed(siti)
    await answered(siti, number)
    assert "sudah ditanggapi" in await siti.says("ok makasih")
    assert siti.buttons[:2] == ["Sudah selesai", "Belum selesai"]
    assert (await siti.house.case(number)).status == "answered"


async def test_a_verdict_on_one_of_two_asks_which(siti: Citizen) -> None:
    first = await filed(siti)
    second = await filed_beside(siti)
    await answered(siti, first)
    await answered(siti, second)
    assert WHICH in await siti.says("sudah beres")
    assert f"{second} ditutup" in await siti.says(second[-4:], "1")
    assert (await siti.house.case(first)).status == "answered"


async def filed_beside(siti: Citizen) -> str:
    await siti.says("lapor", "kk saya di disdukcapil batam salah cetak sejak kemarin", "ya", "1", "kirim")
    return (await siti.talk()).last["number"]


async def test_another_number_is_a_better_rating_and_no_word(siti: Citizen) -> None:
    number = await filed(siti)
    await answered(siti, number)
    await siti.says("sudah beres", "4", "5")
    case = await siti.house.case(number)
    async with siti.house.database.read() as uow:
        found = await uow.ratings.of_case(case.id)
    assert found is not None and (found.stars, found.word) == (5, "")


async def test_a_number_as_verdict_is_no_reason(siti: Citizen) -> None:
    number = await filed(siti)
    await answered(siti, number)
    assert "Silakan tulis apa yang belum selesai" in await siti.says("2")
    assert "2" not in siti.house.last(DESK).text.replace(number, "")


async def test_an_ok_answers_no_question_of_the_officer(siti: Citizen) -> None:
    number = await filed(siti)
    await siti.house.press(DESK, "Minta data", bubble=siti.house.card(DESK, number))
    await siti.house.reply(DESK, siti.house.last(DESK), "nomor resinya berapa")
    await siti.house.press(DESK, "Kirim")
    siti.house.clock += timedelta(seconds=20)
    await siti.house.deliver()
    assert "menunggu jawaban Bapak/Ibu" in await siti.says("ok makasih")
    assert (await siti.house.case(number)).status == "needs_info"
    await siti.says("resinya 123")
    assert (await siti.house.case(number)).status == "in_progress"


async def test_thanks_for_what_was_done_are_no_small_talk(siti: Citizen) -> None:
    await filed(siti)
    assert WHICH in await siti.says("sudah diantar suratnya makasih")


async def test_thanks_in_an_addition_are_not_passed_on(siti: Citizen) -> None:
    await filed(siti)
    await siti.presses("Tambah keterangan")
    assert (await siti.says("ok terima kasih")).startswith("Sama-sama.")
    assert "sudah kami teruskan" in await siti.says("resinya 123")
