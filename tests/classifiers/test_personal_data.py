"""Personal data: every way to write a number is found, and numbers of the street are left alone."""

from __future__ import annotations

import pytest

from classifiers import personal_data
from classifiers.personal_data import find, mask

FOUND = [
    ("nik saya 2171010101900003", "nik", "nik saya 2171******0003"),
    ("2 1 7 1 0 1 0 1 0 1 9 0 0 0 0 3", "nik", "2171******0003"),
    ("2171.0101.0190.0003", "nik", "2171******0003"),
    ("no kk 2171020304050006", "kk", "no kk 2171******0006"),
    ("wa 0812-3456-7890", "phone", "wa 0812****90"),
    ("+62 812 3456 7890", "phone", "0812****90"),
    ("6281234567890", "phone", "0812****90"),
    ("nol delapan satu dua tiga empat lima enam tujuh delapan", "phone", "0812****78"),
    ("kosong lapan satu dua 345 678 90", "phone", "0812****90"),
    ("0️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "phone", "0812****78"),
    ("O812 3456 789O", "phone", "0812****90"),
    ("hp: 0 8 1 2, 3 4 5 6, 7 8 9 0", "phone", "hp: 0812****90"),
    ("telp (0778) 462123", "phone", "telp 0778****23"),
    ("budi.s@gmail.com", "email", "b***@***"),
    ("budi at gmail dot com", "email", "b***@***"),
    ("plat bp 1234 xy", "plate", "plat BP ****"),
    ("BP 1234 XY ngebut", "plate", "BP **** ngebut"),
    ("mobil BP 1234 DI", "plate", "mobil BP ****"),
    ("rek bca 8210345567", "account", "rek bca ****5567"),
    ("kartu kredit 4111 1111 1111 1111", "card", "kartu kredit 4111******1111"),
    ("nik 217101 lanjutannya 0101900003", "nik", "nik 2171******0003"),
    ("nik saya 2171 0101\n0190 0003", "nik", "nik saya 2171******0003"),
    ("paspor saya C1234567", "passport", "paspor saya ****4567"),
    ("npwp 09.254.294.3-407.000", "npwp", "npwp 0925******7000"),
    ("nik q 2171 o145 o389 ooo2", "nik", "nik q 2171******0002"),
    ("paspor X 111 2223", "passport", "paspor ****2223"),
    ("sim c saya nomor 1234 5678 901234", "licence", "sim c saya nomor ****1234"),
    ("hp kosong delapan dua belas sebelas sebelas dua dua tiga tiga", "phone", "hp 0812****33"),
    ("nol lapan sebelas dobel satu dua tiga empat lima enam", "phone", "0811****56"),
    ("nol delapan dua puluh satu satu satu dua dua tiga empat", "phone", "0821****34"),
    ("budi99 a keong gmail com", "email", "b***@***"),
    ("angkot bp 7 0 1 2 dz", "plate", "angkot BP ****"),
    ("motor BP 66 40 GC", "plate", "motor BP ****"),
    ("kamar bpjs penuh. 0852 - 1111 - 9034", "phone", "kamar bpjs penuh. 0852****34"),
    ("0812,1111,7784", "phone", "0812****84"),
    ("0813 / 1111 / 4482", "phone", "0813****82"),
    ("telp saye 0821 lalu 1111 sambung 4413", "phone", "telp saye 0821****13"),
    ("hp 0811 sambung 1234 sambung lagi 999", "phone", "hp 0811****99"),
    ("0812 delapan ratus sembilan puluh 1234", "phone", "0812****34"),
    ("0812 6 ribu enam ratus, belakangnya 1111", "phone", "0812****11"),
    ("telp 0821 seribu dua ratus tiga puluh empat 555", "phone", "telp 0821****55"),
    ("nol delapan seratus dua belas tiga empat lima enam tujuh delapan", "phone", "0811****78"),
    ("0877 double 1 1 0 9 1 2 6 5", "phone", "0877****65"),
    ("wa 081 tripel satu 2 tripel 3 44", "phone", "wa 0811****44"),
    ("no malaysia saya 60 11-1111 4031", "phone", "no malaysia saya 6011****31"),
    ("wa 0815[1234][5678]", "phone", "wa 0815****78]"),
    ("ktp no 2171/0115/0896/0004", "nik", "ktp no 2171******0004"),
    ("2171 dulu trus 0319 0788 0002", "nik", "2171******0002"),
    ("kontak andreas_tamba / gmail.com", "email", "kontak a***@***"),
    ("toko_aneka77@yahoo,co,id", "email", "t***@***"),
    ("balas ke siti.mawar(a)outlook.com", "email", "balas ke s***@***"),
]
LEFT = [
    "rt 03 rw 012 km 14 blok B2 no 5",
    "Rp 1.500.000.000 dibayar tahun 2025",
    "tgl 03-11-2026 jam 08.00-12.00",
    "laporan NH-7K3Q-9DXM",
    "no resi 1234567890123456",
    "idpel 541234567890 tagihan 812.345",
    "call center 112, 110, 1500400",
    "harga 12500000 per unit",
    "dua tiga hari lagi, satu dua orang",
    "tahun 2019 2020 2021 2022",
    "sdn 006, smpn 12, km 5 rt 1",
    "dana 1.234.567.890 untuk jalan itu kemana",
    "sudah dua belas kali saya datang, tiga puluh hari menunggu",
    "saya at kantor lurah dari jam 8",
    "nomor peserta saya 24530810110000871",
    "tag bagasi 0777 193 882",
    "buku nikah 0217/09/2020",
    "shift saya 08.15 - 17.30 lalu lanjut 18.00 - 22.00",
    "delapan ratus ribu dua ratus ribu lima puluh ribu",
    "tahun 2019 lalu 2021 lalu 2023 kami sudah ajukan",
    "email kami di gmail.com",
]


@pytest.mark.parametrize(("text", "kind", "hidden"), FOUND)
def test_found_and_masked(text: str, kind: str, hidden: str) -> None:
    assert [item.type for item in find(text)] == [kind]
    assert mask(text) == hidden


@pytest.mark.parametrize("text", LEFT)
def test_left_alone(text: str) -> None:
    assert find(text) == ()


def test_two_numbers_parted_by_a_stroke_are_two() -> None:
    for said in ("0853 1111 0909 / 0853 1111 0910", "0853 1111 0909/0853 1111 0910"):
        assert [item.digits for item in find(said)] == ["085311110909", "085311110910"]


def test_several_in_one_breath() -> None:
    text = "kk 2171020304050006 nik 2171014101900003 hp 081234567890, 085612345678"
    assert [item.type for item in find(text)] == ["kk", "nik", "phone", "phone"]


def test_several_numbers_in_one_breath_are_all_found() -> None:
    said = "hubungi 081112345678 082212345678 083312345678 ya"
    assert [item.text for item in find(said)] == ["081112345678", "082212345678", "083312345678"]


def test_a_flood_of_digits_costs_a_bounded_number_of_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    monkeypatch.setattr(personal_data, "_classify", lambda folded, run, first, last: looks.append(first) or "")
    find("1 " * 3000)
    assert 0 < len(looks) <= personal_data.MOST * personal_data.LONGEST
