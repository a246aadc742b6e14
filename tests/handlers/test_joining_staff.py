"""/undang: three steps to a link, one line to a renewal; words, numbers and buttons; what cannot be is said."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.handlers.builders import GROUPS, STAFF_GROUP
from tests.handlers.opening import opened
from tests.handlers.people import DINSOS, FORM, People


@pytest.fixture
async def people(migrated: Path, tmp_path: Path) -> AsyncIterator[People]:
    async with opened(People, migrated, tmp_path) as house:
        yield house


async def staff(people: People, *said: str) -> None:
    """Staff write; words in brackets are buttons."""
    for text in said:
        if pressed := re.fullmatch(r"\[(.+)\]", text):
            await people.taps(pressed[1], by="Dewi", in_=STAFF_GROUP)
        else:
            await people.says(text, by="Dewi", in_=STAFF_GROUP)


def token(people: People) -> str:
    hit = re.search(r"https://t\.me/narahubung_bot\?start=([\w-]+)", people.staff_heard()[-1])
    assert hit, people.staff_heard()[-1]
    return hit[1]


async def test_three_steps_to_a_link_that_works(people: People) -> None:
    await staff(people, "/undang dinsos", "[Dinas Sosial Kota Batam]", FORM)
    shown = people.last(STAFF_GROUP)
    assert "Rina Kartika, narahubung utama Dinas Sosial Kota Batam" in shown.text
    assert "SK 800/12/2026, Minggu, 1 November 2026 sampai Selasa, 30 November 2027" in shown.text
    await staff(people, "[Buat undangan]")
    found = token(people)
    assert len(found) <= 64 and re.fullmatch(r"[A-Za-z0-9_-]+", found)
    await people.says(f"/start {found}")
    await people.taps("Ya, benar")
    person = (await people.of())[0]
    assert (person.name, person.appointment.sk, person.appointment.end) == (
        "Rina Kartika", "800/12/2026", date(2027, 11, 30),
    )  # fmt: skip


async def test_words_and_numbers_lead_there_too(people: People) -> None:
    await staff(people, "/undang", "dinas sosial", "1", "Rina Kartika", "SK: 800/12/2026", "sampai: 30 nov 2027", "1")
    await people.says(f"/start {token(people)}")
    assert "Rina Kartika" in people.heard()[-1]


async def test_only_what_is_missing_is_asked(people: People) -> None:
    await staff(people, "/undang dinsos", "1", "Rina Kartika")
    text = people.last(STAFF_GROUP).text
    assert "Masih kurang" in text and "SK" in text and "Masa" in text and "Nama" not in text
    await staff(people, "SK: -\nMasa: 1 tahun", "[Ubah]", "Nama: Rini Kartika")
    assert "Rini Kartika" in people.last(STAFF_GROUP).text


async def test_talk_among_colleagues_is_not_taken_as_an_answer(people: People) -> None:
    await staff(people, "/undang dinsos", "1")
    await people.says("makan siang di mana", by="Agus", in_=STAFF_GROUP)
    people.clock += timedelta(minutes=31)
    await staff(people, "besok rapat jam 9")
    assert "Siapa narahubungnya" in people.last(STAFF_GROUP).text
    question = people.last(STAFF_GROUP)
    await people.says(FORM, by="Agus", in_=STAFF_GROUP, to=question)
    assert "Periksa sebentar" in people.last(STAFF_GROUP).text


async def test_a_broadcast_begun_later_has_the_word(people: People) -> None:
    await people.file()
    await staff(people, "/undang dinsos", "1", "/siaran", "1", "Blanko tersedia lagi mulai Senin.")
    assert any("Pesan di atas untuk 1 orang" in text for text in people.staff_heard())


async def test_twice_delivered_makes_one_invite(people: People) -> None:
    await staff(people, "/undang dinsos", "1", FORM, "[Buat undangan]")
    await people.repeat()
    async with people.database.read() as uow:
        assert len(await uow.invites.waiting(people.clock)) == 1
    assert "Undangan dibuat oleh Dewi" in people.toast(people.acks[-1])


async def test_a_withdrawn_invite_leaves_no_link_behind(people: People) -> None:
    await staff(people, "/undang dinsos", "1", FORM, "[Buat undangan]")
    found = token(people)
    await staff(people, "[Batalkan undangan]")
    assert not any(found in text for text in people.staff_heard())
    await people.says(f"/start {found}")
    assert "dibatalkan" in people.heard()[-1]


async def test_nothing_is_found_by_that_name(people: People) -> None:
    await staff(people, "/undang zzz")
    assert '"zzz" tidak ditemukan' in people.last(STAFF_GROUP).text
    await staff(people, "dinas sosial")
    assert people.last(STAFF_GROUP).buttons == ["Dinas Sosial Kota Batam", "Batal"]
    await staff(people, "[Batal]")
    assert "tidak jadi" in people.last(STAFF_GROUP).text


async def test_a_new_primary_replaces_the_old_one_only_when_they_accept(people: People) -> None:
    old = await people.joins("Tono", start=date(2026, 1, 1))
    await staff(people, "/undang dinsos", "1", FORM.replace("1 November", "20 November"))
    note = "Menggantikan Tono, yang masa tugasnya menjadi sampai Kamis, 19 November 2026"
    assert note in people.last(STAFF_GROUP).text
    await staff(people, "[Buat undangan]")
    assert (await people.record(old.id)).appointment.end == date(2027, 11, 30)
    await people.says(f"/start {token(people)}")
    await people.taps("Ya, benar")
    assert (await people.record(old.id)).appointment.end == date(2026, 11, 19)
    await people.deliver_at(people.clock + timedelta(days=4))
    assert "berakhir Kamis, 19 November 2026" in people.heard("Tono")[-1]


async def test_two_primaries_are_refused_with_the_name_of_the_other(people: People) -> None:
    await people.joins("Tono", start=date(2027, 1, 1))
    await staff(people, "/undang dinsos", "1", FORM)
    assert "Tono menjadi narahubung utama mulai Jumat, 1 Januari 2027" in people.last(STAFF_GROUP).text
    await staff(people, "sampai: 31 desember 2026")
    assert "Periksa sebentar" in people.last(STAFF_GROUP).text


async def test_a_deputy_stands_behind_the_primary(people: People) -> None:
    rina = await people.joins("Rina")
    await staff(people, "/undang dinsos", "1", FORM.replace("Rina Kartika", "Joko") + "\nPeran: wakil")
    assert "Mewakili Rina." in people.last(STAFF_GROUP).text
    await staff(people, "[Buat undangan]")
    await people.says(f"/start {token(people)}", by="Joko")
    await people.taps("Ya, benar", by="Joko")
    joko = next(each for each in await people.of() if each.name == "Joko")
    assert joko.appointment.deputy_of == rina.id


async def test_the_same_person_is_prolonged_without_a_new_link(people: People) -> None:
    rina = await people.joins("Rina", end=date(2026, 12, 31))
    await staff(people, "/undang dinsos", "1", "Nama: rina\nSK: 900/1/2027\nsampai: 31 desember 2027")
    assert "Perpanjang" in people.last(STAFF_GROUP).buttons
    await staff(people, "[Perpanjang]")
    await people.deliver_at(people.clock + timedelta(days=4))
    assert "diperpanjang sampai Jumat, 31 Desember 2027" in people.heard()[-1]
    kept = (await people.record(rina.id)).appointment
    assert (kept.sk, kept.end, len(await people.of())) == ("900/1/2027", date(2027, 12, 31), 1)


async def test_nobody_else_can_invite(people: People) -> None:
    await people.says("/undang dinsos", by="Rina", in_=GROUPS["2171.dlh"])
    await people.says("/undang dinsos", by="Rina")
    async with people.database.read() as uow:
        assert await uow.invites.waiting(people.clock) == []


async def test_coverage_names_the_units_without_a_contact(people: People) -> None:
    await people.joins("Rina", agency_id="2171.dlh")
    await people.file("Bansos tidak cair.", agency=DINSOS)
    await staff(people, "/cakupan")
    text = people.last(STAFF_GROUP).text
    assert "Cakupan 25 %: 1 dari 4 unit" in text
    assert text.splitlines()[2] == "· Dinas Sosial Kota Batam", "open cases first"
    await staff(people, "/cakupan 99")
    assert "0 dari 0" in people.last(STAFF_GROUP).text
