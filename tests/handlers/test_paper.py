"""Papers of a suggestion box, a visitor, a letter, a call: taken in, filed once, clocked from the day they came."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from complaints.lifecycle import Status
from complaints.sources import Source
from conversations.messages import Choice, Command, Media, Text
from handlers.attachments import on_stored
from storage.facts import Span
from tests.handlers.builders import STAFF_GROUP, House
from tests.handlers.citizens import listening

DISDUK, DLH = "-100100", "-100200"
KTP = "KTP anak saya sudah tiga bulan belum jadi, katanya blanko habis terus."


@pytest.fixture
def box(house: House) -> House:
    return listening(house, home="21.71")


async def says(house: House, text: str, by: str = "Dewi") -> str:
    """Words or a command in the staff group; the last answer."""
    name, _, args = text.removeprefix("/").partition(" ")
    await house.act(STAFF_GROUP, Command(name, args) if text.startswith("/") else Text(text), by=by)
    return house.last(STAFF_GROUP).text


async def taps(house: House, label: str, by: str = "Dewi") -> str:
    await house.press(STAFF_GROUP, label, by=by)
    return house.last(STAFF_GROUP).text


async def opened(house: House, where: str = "lobi disdukcapil batam", day: str = "16 november 2026") -> None:
    """A box of Disdukcapil, emptied on Monday."""
    assert "ditujukan ke instansi mana" in await says(house, f"/kotak {where}")
    await taps(house, house.last(STAFF_GROUP).buttons[0])
    assert "Kertas 1" in await says(house, day)


async def cases_of(house: House) -> list[str]:
    """Numbers filed by the last batch, in order."""
    return [line.split()[1] for line in house.last(STAFF_GROUP).text.splitlines() if line.startswith("· NH-")]


async def test_a_box_of_two_papers_becomes_two_cases(box: House) -> None:
    await opened(box)
    assert "Kertas 1 tercatat untuk Disdukcapil Kota Batam" in await says(box, KTP)
    writer = "Nama: Joko\nTelepon: 0811-1"
    await says(box, f"Sampah di depan pasar Botania menumpuk dua minggu, tolong DLH Batam.\n{writer}")
    review = await taps(box, "Selesai menyalin")
    assert "Periksa sebentar: 2 kertas, kotak dibuka Senin, 16 November 2026." in review
    assert [line.rpartition("→ ")[2] for line in review.splitlines() if "→" in line] == [
        "Disdukcapil Kota Batam", "DLH Kota Batam",
    ]  # fmt: skip
    assert "penulis diketahui, nama disembunyikan dari instansi" in review
    assert "Joko" not in review and "0811" not in review
    told = await taps(box, "Catat semua")
    assert told.startswith("Tercatat 2 laporan.")
    first, second = [await box.case(number) for number in await cases_of(box)]
    assert (first.agency_id, first.status, first.reporter) == ("2171.disdukcapil", Status.FORWARDED, "")
    assert (second.agency_id, second.anonymous, second.reporter) == ("2171.dlh", True, "Joko")
    card = box.card(DISDUK, first.number).text
    assert "Dari kotak saran, dibuka Senin, 16 November 2026 (lobi disdukcapil batam). Penulis belum bergabung" in card
    assert "Joko" not in box.card(DLH, second.number).text


async def test_clocks_count_from_the_day_the_box_was_emptied(box: House) -> None:
    """Filed on Friday the 20th; settlement counts from Monday the 16th, the agency's own answer from today."""
    await opened(box)
    await says(box, KTP)
    await taps(box, "Selesai menyalin")
    await taps(box, "Catat semua")
    case = await box.case((await cases_of(box))[0])
    assert case.filed_at.astimezone(box.services.zone).date() == date(2026, 11, 16)
    due = {d.rule: d.due.astimezone(box.services.zone).date() for d in case.deadlines}
    assert due["penyelesaian_14"] == date(2026, 12, 4)
    assert due["respon_awal"] == date(2026, 11, 27)
    async with box.database.read() as uow:
        history = await uow.complaints.history_of(case.id)
        paper = await uow.papers.of_case(case.id)
    assert [(line.action, line.by.role, line.by.name) for line in history] == [
        ("submit", "staff", "Dewi"), ("assign", "staff", "Dewi"),
    ]  # fmt: skip
    assert paper is not None and (paper.source, paper.received_on) == (Source.BOX, date(2026, 11, 16))


async def test_a_recap_counts_it_under_the_suggestion_box(box: House) -> None:
    await opened(box)
    await says(box, KTP)
    await taps(box, "Selesai menyalin")
    await taps(box, "Catat semua")
    async with box.database.read() as uow:
        span = Span(since=box.clock - timedelta(days=30), until=box.clock)
        facts = [fact async for page in uow.complaints.for_staff().facts(span, box.clock) for fact in page]
    assert [fact.channel for fact in facts] == ["box"]


async def test_a_second_tap_and_a_second_pair_of_hands_file_nothing_twice(box: House) -> None:
    await opened(box)
    await says(box, KTP)
    await taps(box, "Selesai menyalin")
    review = box.last(STAFF_GROUP)
    file = Choice(review.labels["Catat semua"], query="q", bubble=review.id)
    await box.act(STAFF_GROUP, file, by="Dewi")
    said = len(box.seen(STAFF_GROUP))
    late = await box.act(STAFF_GROUP, file, by="Agus")
    assert box.toast(late).startswith("Sudah dicatat oleh Dewi")
    assert len(box.seen(STAFF_GROUP)) == said
    async with box.database.read() as uow:
        assert len(await uow.complaints.for_staff().open_of("2171.disdukcapil")) == 1


async def test_the_batch_survives_a_restart_and_another_colleague_goes_on_with_it(box: House) -> None:
    await opened(box)
    await says(box, KTP)
    question = box.last(STAFF_GROUP)
    box.clock += timedelta(hours=20)
    assert await box.act(STAFF_GROUP, Text("Selamat pagi semua, rapat jam sembilan ya."), by="Dewi") is None
    assert box.last(STAFF_GROUP) is question, "after a while plain words are talk again"
    await box.reply(STAFF_GROUP, question, "Antrean KTP di kantor disdukcapil terlalu lama sekali.", by="Agus")
    assert "Kertas 2 tercatat" in box.last(STAFF_GROUP).text
    assert await taps(box, "Hapus yang terakhir", by="Agus") and "Kertas 2 dihapus." in box.last(STAFF_GROUP).text


async def test_the_preview_can_be_changed(box: House) -> None:
    await opened(box)
    await says(box, KTP)
    await says(box, "Antrean KTP di kantor disdukcapil batam terlalu lama sekali.")
    await taps(box, "Selesai menyalin")
    assert "Yang dipahami di sini" in await says(box, "yang kedua salah")
    assert "→ DLH Kota Batam" in await says(box, "2 dinas lingkungan hidup batam")
    assert "1 kertas" in await says(box, "hapus 1")
    await taps(box, "Tambah kertas")
    await says(box, KTP)
    await taps(box, "Selesai menyalin")
    await taps(box, "Batal")
    async with box.database.read() as uow:
        assert await uow.complaints.for_staff().open_by_agency() == {}
    assert box.toast(await box.press(STAFF_GROUP, "Catat semua", by="Dewi")).startswith("Dibatalkan oleh Dewi")


@pytest.mark.parametrize("day", ["besok", "1 januari 2020", "entahlah"])
async def test_a_day_that_cannot_be_is_asked_again(box: House, day: str) -> None:
    await says(box, "/kotak lobi disdukcapil batam")
    await taps(box, box.last(STAFF_GROUP).buttons[0])
    assert "Tanggalnya belum terbaca" in await says(box, day)
    assert "Kertas 1" in await says(box, "18 november")


async def test_a_photo_belongs_to_its_paper_and_reaches_the_agency_as_the_writers(box: House) -> None:
    await opened(box)
    await box.act(STAFF_GROUP, Media(kind="photo", ref="f1", mime="image/jpeg"), by="Dewi")
    assert box.last(STAFF_GROUP).text.startswith("Foto diterima.")
    await says(box, KTP)
    await box.act(
        STAFF_GROUP, Media(kind="photo", ref="f2", mime="image/jpeg", caption="Loket tutup jam sepuluh pagi terus."),
        by="Dewi", album="a",
    )  # fmt: skip
    await box.act(STAFF_GROUP, Media(kind="photo", ref="f3", mime="image/jpeg"), by="Dewi", album="a")
    await taps(box, "Selesai menyalin")
    review = box.last(STAFF_GROUP).text
    assert [line.rpartition(": ")[2] for line in review.splitlines() if "foto:" in line] == ["1", "2"]
    await taps(box, "Catat semua")
    case = await box.case((await cases_of(box))[0])
    async with box.database.begin() as uow:
        await uow.attachments.stored(case.attachments[0], "s" * 64, 9, "image/jpeg", "key")
    async with box.database.begin() as uow:
        await on_stored(case.attachments[0], uow, box.services)
    await box.deliver()
    assert [file.key for file in box.last(DISDUK).files] == ["key"]
    assert box.seen("501") == []


async def test_a_box_for_several_offices_leaves_the_unnamed_to_staff(box: House) -> None:
    await says(box, "/kotak mal pelayanan publik")
    if box.last(STAFF_GROUP).text.startswith("Kertas di kotak"):
        await taps(box, "Berbagai instansi")
    await taps(box, "Kemarin")
    await says(box, "Pelayanannya lambat dan petugasnya tidak ramah sama sekali.")
    assert "petugas menentukan" in await taps(box, "Selesai menyalin")
    told = await taps(box, "Catat semua")
    assert "instansi ditentukan petugas" in told
    case = await box.case((await cases_of(box))[0])
    assert (case.status, case.agency_id) == (Status.RECEIVED, None)
    asked = next(bubble.text for bubble in box.seen(STAFF_GROUP) if "Ke instansi mana?" in bubble.text)
    assert "Dari kotak saran, dibuka Kamis, 19 November 2026 (mal pelayanan publik)." in asked


@pytest.mark.parametrize(("button", "source"), [("Datang langsung", "walk_in"), ("Surat", "letter"), ("2", "letter")])
async def test_one_visitor_or_letter(box: House, button: str, source: str) -> None:
    await says(box, "/titip")
    await (taps(box, button) if button in box.last(STAFF_GROUP).labels else says(box, button))
    assert "Kapan diterima?" in box.last(STAFF_GROUP).text
    await taps(box, "Hari ini")
    review = await says(box, f"{KTP} Di disdukcapil batam.\nNama: Siti Aminah\nTampil: ya")
    assert "nama ditampilkan ke instansi" in review and "Tambah kertas" not in box.last(STAFF_GROUP).buttons
    await taps(box, "Catat semua")
    case = await box.case((await cases_of(box))[0])
    assert (case.agency_id, case.anonymous, case.reporter) == ("2171.disdukcapil", False, "Siti Aminah")
    async with box.database.read() as uow:
        paper = await uow.papers.of_case(case.id)
    assert paper is not None and paper.source == source
    assert case.filed_at <= box.clock
