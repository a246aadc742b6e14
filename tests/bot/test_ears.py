"""What a conversation hears through the real reading rooms: landmarks, usual offices, who speaks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.handlers.citizens import ears

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)


def offered(story: str, region: str | None = None) -> tuple[str, list[str], bool]:
    topic = ears().hear(story, at=AT).topic
    offer = ears().offer(story, region=region, topic=topic)
    return offer.decision, [office.id for office in offer.offices], offer.usual


@pytest.mark.parametrize(
    ("story", "first"),
    [
        ("jalan depan sd 006 bengkong lobang parah", "2171.bmsda"),
        ("lampu jalan mati di depan puskesmas tiban sudah 2 minggu", "2171.perkim"),
        ("parit mampet dekat kantor lurah sungai panas banjir terus", "2171.bmsda"),
    ],
)
def test_an_office_beside_the_trouble_is_a_landmark(story: str, first: str) -> None:
    decision, offices, usual = offered(story)
    assert decision == "choose" and usual and offices[0] == first


@pytest.mark.parametrize(
    ("story", "agency"),
    [
        ("jalan rusak di bengkong, dinas bina marga batam tidak pernah datang", "2171.bmsda"),
        ("sampah di rsud embung fatimah tidak diangkut", "2171.rsud"),
    ],
)
def test_an_office_that_is_meant_stays_the_office(story: str, agency: str) -> None:
    _, offices, usual = offered(story)
    assert not usual and agency in offices


def test_without_a_place_the_place_is_asked_for() -> None:
    offer = ears().offer("ktp anak belum jadi 3 bulan", region=None, topic="ADM")
    assert (offer.decision, offer.missing, offer.offices) == ("ask", "place", ())
    assert ears().offer("ktp anak belum jadi 3 bulan", region="21.01", topic="ADM").offices[0].id == "2101.disdukcapil"


def test_roads_of_a_kabupaten_are_not_called_city_roads() -> None:
    offer = ears().offer("jalan berlubang parah", region="21.01", topic="JLN")
    assert "usual.road_regency" in {office.why for office in offer.offices}
    assert "usual.road_city" not in {office.why for office in offer.offices}


@pytest.mark.parametrize(
    ("story", "proxy"),
    [
        ("saya mewakili ibu saya yang sakit, bpjs nonaktif", "ibu saya"),
        ("mewakili warga rt 03 rw 02 tiban, air mati", "warga rt 03 rw 02 tiban"),
        ("saya lapor untuk tetangga saya yang lumpuh", "tetangga saya"),
        ("sertifikat atas nama budi belum jadi", None),
        ("anggota dewan yang mewakili rakyat tidak peduli", None),
    ],
)
def test_whom_somebody_speaks_for(story: str, proxy: str | None) -> None:
    assert ears().hear(story, at=AT).proxy == proxy


@pytest.mark.parametrize(
    ("story", "minor"),
    [
        ("saya masih smp, di sekolah dipungut uang", True),
        ("umur saya 15, mau lapor guru", True),
        ("saya 16 tahun mau bikin ktp ditolak", True),
        ("sy msh kelas 8 smp", True),
        ("anak saya umur 15 ditolak sekolah", False),
        ("waktu saya masih sd jalan ini bagus", False),
        ("saya umur 45 tahun antre dari pagi", False),
        ("sudah 16 tahun saya tinggal di sini", False),
        ("saya sma 3 batam gurunya", False),
    ],
)
def test_who_is_not_of_age(story: str, minor: bool) -> None:
    assert ears().hear(story, at=AT).minor is minor


@pytest.mark.parametrize("story", ["tolong rahasiakan identitas saya", "jangan sebut nama saya ya pak"])
def test_who_asks_to_stay_unnamed(story: str) -> None:
    assert ears().hear(story, at=AT).unnamed
