"""One reading out of one text, the card's line, and complaints that tell the same matter."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from benchmarks.stories_similar import pairs
from classifiers.similar import THRESHOLD, similarity
from classifiers.story import StoryReader, summarise

AT = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Jakarta"))


def test_the_first_scene() -> None:
    text = "ktp anak sy di disdukcapil btm udah 3 bln gak jadi2 katanya blanko habis trus, terakhir ke sana kemarin"
    reading = StoryReader().read(text, sent_at=AT)
    assert reading.kind is not None
    assert reading.kind.label == "pengaduan"
    assert reading.topic[0].label == "ADM"
    assert "PB" in [label.label for label in reading.maladministration]
    assert reading.date is not None
    assert str(reading.date.day) == "2026-11-19"
    assert reading.urgency == "none"


@pytest.mark.parametrize("text", ["halo min", "makasih ya", "/start", "", "👍", "saya mau lapor", "   "])
def test_small_talk_is_no_report(text: str) -> None:
    reading = StoryReader().read(text, sent_at=AT)
    assert reading.kind is None
    assert reading.greeting


@pytest.mark.parametrize(
    ("text", "topic"), [("ktp", "ADM"), ("shm", "TNH"), ("soal ktp", "ADM"), ("listrik", "LST"), ("kpu", "KPU")]
)
def test_a_bare_word_is_its_topic(text: str, topic: str) -> None:
    assert StoryReader().read(text, sent_at=AT).topic[0].label == topic


def test_a_clock_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        StoryReader().read("kemarin", sent_at=datetime(2026, 11, 20))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("jalan depan sd 006 bengkong lobang parah", "depan sd 006 bengkong"),
        ("tolong ada kabel pln putus nyala api di tiban 3 deket warung", "tiban 3 deket warung"),
        ("air mati di batu aji dari kemarin", "batu aji"),
        ("di puskesmas midai serumnya habis", "puskesmas midai"),
        ("lapor ke pengawas ketenagakerjaan, dipukuli di pasar dituduh curi", "pasar"),
    ],
)
def test_place(text: str, place: str) -> None:
    reading = StoryReader().read(text, sent_at=AT)
    assert reading.place is not None
    assert reading.place.evidence == place


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("saya tidak terima putusan hakim yang memenangkan lawan", "putusan_pengadilan"),
        ("teman saya pinjam uang tidak bayar utang", "sengketa_pribadi"),
        ("dana desa dikorupsi kepala desa proyek fiktif", "korupsi"),
    ],
)
def test_out_of_scope(text: str, reason: str) -> None:
    reading = StoryReader().read(text, sent_at=AT)
    assert reading.out_of_scope is not None
    assert reading.out_of_scope.label == reason


def test_a_service_complaint_is_in_scope() -> None:
    reading = StoryReader().read("salinan putusan cerai belum dikasih pengadilan agama", sent_at=AT)
    assert reading.out_of_scope is None


@pytest.mark.parametrize(
    "text",
    [
        "paket obat mertua hilang di kantor pos", "pajak motor atas nama abang ipar diminta uang tembak",
        "korban penipuan arisan, laporan di polres tidak jalan",
        "air sudah sedada, mertua lumpuh di atas lemari tolong",
    ],
)  # fmt: skip
def test_who_is_spoken_of_puts_nothing_out_of_scope(text: str) -> None:
    assert StoryReader().read(text, sent_at=AT).out_of_scope is None


def test_summary_hides_and_shortens() -> None:
    line = summarise("Selamat pagi min, ktp saya nik 2171010101900003 belum jadi. dasar petugas goblok. " + "a " * 200)
    assert "2171010101900003" not in line
    assert "goblok" not in line
    assert line.startswith("KTP saya")
    assert len(line) <= 160
    assert "\n" not in summarise("air mati\ndi tiban\n\nsudah 3 hari")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Assalamualaikum wr wb pak admin mohon maaf mengganggu waktunya, lampu jalan mati", "Lampu jalan mati."),
        ("perkenalkan nama saya Budi dari batu aji. Saya ingin melaporkan air mati 5 hari", "Air mati 5 hari."),
        ("<b>air mati</b> di tiban", "Air mati di tiban."),
        ("mau tanya dong, bikin paspor berapa ya?", "Bikin paspor berapa ya?"),
    ],
)
def test_summary_comes_to_the_matter(text: str, line: str) -> None:
    assert summarise(text) == line


def test_a_long_flood_is_read_without_harm() -> None:
    reading = StoryReader().read("air mati di tiban " * 5000, sent_at=AT)
    assert reading.kind is not None


def test_same_matters_meet() -> None:
    measured = pairs()
    same = [value for value, is_same, _ in measured if is_same]
    other = [value for value, is_same, _ in measured if not is_same]
    assert sum(value >= THRESHOLD for value in same) >= 0.9 * len(same)
    assert sum(value >= THRESHOLD for value in other) <= 0.25 * len(other)
    assert similarity("air mati di tiban", "air mati di tiban") == pytest.approx(1)
    assert similarity("", "air mati") == 0
