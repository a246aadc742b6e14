"""Which of several offices a story complains about, and what `narahubung classify` says where its branch is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.cli.classify_office import Locator
from classifiers.institution import Decision, Matcher
from classifiers.label import Label
from classifiers.story import StoryReader

#: One office is blamed; the others are a place, a landmark, were only sent to or did their part.
BLAMED = [
    ("anak jatuh dari jembatan di Desa Kelumu Lingga, minta perbaikan ke PUPR Lingga tak ada fisiknya", "2104.pupr"),
    ("ke kelurahan Kibing, orangnya baik, disuruh ke kecamatan Batu Aji, sampai disdukcapil Batam dibentak",
     "2171.disdukcapil"),
    ("camat dan polsek sudah siap di dermaga, dinsos lingga bilang kapalnya rusak", "2104.dinsos"),
    ("KPP sudah beres, Bapenda jg beres tinggal BPN batam, stafnya minta uang rokok", "2171.bpn"),
    ("BP3MI kepri suruh lapor KBRI, KBRI suruh lapor BP3MI", "21.bp3mi"),
    ("dulu kemenag, sekarang kanwil kemenhaj kepri tak bisa jelaskan", "21.kemenhaj"),
    ("anak muntah, dibawa ke puskesmas di Sekupang. BGN mana pengawasannya", "0.bgn"),
    ("dirujuk puskesmas kijang ke RSUD Bintan, di RSUD Bintan ditolak, kamar penuh", "2101.rsud"),
    ("Klaim JHT saya di bpjs ketenagakerjaan pangkalpinang tidak masuk", "1971.bpjs-tk"),
    ("listrik di Selat Nasik nyala 6 jam. PLN UIW Babel tolong jawab. tiket PLN mobile", "19.pln"),
    ("Bidan puskesmas tarempa minta 800rb, padahal kami peserta JKN", "2105.puskesmas.tarempa"),
    ("jumat lalu komite SMAN 5 Batam rapat, wali murid diwajibkan sumbang 1,2jt buat AC kelas", "21.disdik"),
    ("Disduk Karimun nolak akta lahir anak karna buku nikah lecek", "2102.disdukcapil"),
    ("guru madrasah belum cair, operator kemenag kota batam bilang data error", "2171.kemenag"),
    ("Senin ke kantor lurah kampung bulang, stempel dibawa pulang lurah", "2172.kelurahan.kampung-bulang"),
    ("BPJS pangkalpinang salah catat bayi kami kelas 3", "1971.bpjs-kesehatan"),
    ("Antri roro telaga punggur ke uban dari jam 6, asal kasih 50 ke petugas ASDP", "2171.asdp"),
    ("Anak saya disuruh mengundurkan diri dari smkn 2 karimun karena hamil", "21.disdik"),
    ("Di SDN 012 batu aji setiap bulan ada uang kas", "2171.disdik"),
    ("di galangan tanjung uncang ada yang mati, UPT pengawas naker provinsi tak turun",
     "21.upt-pengawasan-ketenagakerjaan"),
]  # fmt: skip
#: Courses are the city's, wages the province's.
COURSE = "daftar pelatihan gratis di disnaker batam, yg lulus semua anak pegawai"
#: What the learned weights say of a story is another matter.
COMPLAINT = Label("pengaduan", 1.0, "")
#: Letters of a number, and words that are no misspelt place.
NOT_NAMED = [
    ("tiket ekonomi saya booking PLN-X77K20, penumpang terlantar di Natuna", "pln"),
    ("surat panggilan SP-311/KPU/2026 tak dibalas, saya orang batam", "kpu"),
]


@pytest.mark.parametrize(("story", "office"), BLAMED)
def test_of_several_offices_the_blamed_one_is_first(matcher: Matcher, story: str, office: str) -> None:
    match = matcher.match(story)
    assert match.decision is not Decision.ASK
    assert match.candidates[0].agency_id == office


@pytest.mark.parametrize(("story", "kind"), NOT_NAMED)
def test_letters_of_a_number_name_no_office(matcher: Matcher, story: str, kind: str) -> None:
    assert all(kind not in candidate.agency_id for candidate in matcher.match(story).candidates)


def test_offices_that_send_to_each_other_are_not_both_offered_as_the_blamed(matcher: Matcher) -> None:
    assert [c.agency_id for c in matcher.match("BP3MI kepri lempar ke KBRI, KBRI lempar ke BP3MI").candidates[:1]] == [
        "21.bp3mi"
    ]


def test_a_course_is_the_citys_matter_though_the_topic_is_work(matcher: Matcher) -> None:
    assert [c.agency_id for c in matcher.match(COURSE, topic="KRJ").candidates] == ["2171.disnaker"]


@pytest.fixture(scope="module")
def locator() -> Locator:
    return Locator()


@pytest.mark.parametrize(
    ("story", "office"),
    [
        ("paket saya di kantor pos tak sampai dua bulan, dilacak kosong", "0.pos"),
        ("wifi indihome mati 12 hari, telkom kerjanya apa", "0.telkom"),
        ("gaji 13 kami dipotong otomatis oleh BRK Syariah utk asuransi yang tidak pernah diminta", "21.bank-brk"),
        ("ayah cuci darah di RSUD marsidi judono mesin mati di tengah jalan", "1902.rsud"),
        ("min ini betul nomor ombudsman? mau lapor tapi takut ketahuan", None),
        ("dompet saya jatuh depan RSUD embung fatimah, isinya ktp atm", None),
        ("uang bantuan masuk ke rek dana/bri bukan punya saya", None),
    ],
)
def test_the_head_office_stands_for_a_branch_nobody_named(locator: Locator, story: str, office: str | None) -> None:
    reading = replace(StoryReader().read(story, sent_at=datetime(2026, 3, 11, 3, tzinfo=UTC)), kind=COMPLAINT)
    found, _ = locator.find(story, reading)
    assert (found.label if found else None) == office
