"""Personal data: every way to write a number is found, and numbers of the street are left alone."""

from __future__ import annotations

import pytest

from classifiers import own_numbers
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

#: Dialects, other languages, thumbs in a hurry, and one word nobody taught us.
IN_OTHER_WORDS = [
    ("nomerku nol wolu siji loro, enem enem, pitu telu, sanga siji, papat lima", "nomerku 0812****45"),
    ("nomor wak nol lapan duo ampek, limo anam, tujuah nol, salapan ciek, tigo tigo", "nomor wak 0824****33"),
    ("hp abdi 0813 hiji dua genep genep tujuh tilu opat", "hp abdi 0813****34"),
    ("handak mahubungi: nol, walu, lima, talu, anam-anam, asa dua, pitu walu sanga", "handak mahubungi: 0853****89"),
    ("nomoro'ku nol arua dua seddi, tellu eppa lima, pitu, asera nol dua", "nomoro'ku 0821****02"),
    ("nomor nami nol walu sada dua, onom pitu, lima ualu, tolu sia opat", "nomor nami 0812****94"),
    ("hp nol ballu' settong duwa' tello' empa' lema' ennem petto'", "hp 0812****67'"),
    ("telpon tiang nol kutus besik telu papat lima nenem pitu kutus", "telpon tiang 0813****78"),
    ("numor lon nol lapan saboh dua lhee peuet limong nam tujoh sikureung", "numor lon 0812****79"),
    ("torang pe nomor nol lapan ampa, tiga lima sambilan, satu nol, tuju dua", "torang pe nomor 0843****72"),
    ("owe punya nomor kong pe it ji sa sa go lak kiu ngo", "owe punya nomor 0812****95"),
    ("call me oh eight one three double five six six seven nine", "call me 0813****79"),
    ("wa 0812 five five six six seven eight", "wa 0812****78"),
    ("hp nol dlpn satu dua tga empt lma enam tjh dlpn", "hp 0812****78"),
    ("hp nol delapan satu dua unknoun tiga empat lima enam tujuh", "hp 0812****67"),
    ("wa 0812-enamenam-tujuhsatu-1234", "wa 0812****34"),
    ("hp nol lapan satu dua, tujuh dobel, enam dobel, lima lima", "hp 0812****55"),
    ("nomor saya O delapan satu dua tujuh nol lima lima delapan delapan", "nomor saya 0812****88"),
    ("nomor pak rt delapan satu dua tujuh tujuh enam lima empat tiga dua", "nomor pak rt 8127****32"),
]
#: Line breaks that came as signs, letters for digits, corrections, portions, digits kept back.
BROKEN_UP = [
    ("wa 0812↵1234↵7890", "wa 0812****90"),
    ("balas ke +62\\n811\\n1234\\n912", "balas ke 0811****12"),
    ("nope 0857:1234:4419", "nope 0857****19"),
    ("hp 0812 🙏 1234 🙏 7890", "hp 0812****90"),
    ("wa 0812, 1234, 7890", "wa 0812****90"),
    ("hpku 0877 I O34 1234", "hpku 0877****34"),
    ("no ini 08I364ooII22", "no ini 0813****22"),
    ("no suami O812.7O6l.l234", "no suami 0812****34"),
    ("hp O8I2.34S6.l234", "hp 0812****34"),
    ("nomer aku 0896-1234-O5-eh maaf nol-lima-81", "nomer aku 0896****81"),
    ("telpnya 08211234bukan-1235-0286", "telpnya 0821****86"),
    ("hp 0813 78 nol nol 91 2 kali 3", "hp 0813****23"),
    ("nomor 0821 69 - 69 lagi - 1234", "nomor 0821****34"),
    ("kontak ayah 081234 1234 tambah 09", "kontak ayah 0812****09"),
    ("hp 08131234 - garis - 0042", "hp 0813****42"),
    ("hp 0812 1234 apa ya 567 8", "hp 0812****78"),
    ("0812-70-BLN-33-41", "0812****41"),
    ("yang saya tulis 08131234yyyy", "yang saya tulis 0813****34"),
    ("no saya yg 08121234 itu", "no saya yg 0812****34 itu"),
    ("no ku 8121234-0087", "no ku 8121****87"),
    ("hp lurah 081212345678", "hp lurah 0812****78"),
    ("hub kemenakan saya wa 081212345678", "hub kemenakan saya wa 0812****78"),
    ("no darurat keluarga 0821sembilansembilan1234", "no darurat keluarga 0821****34"),
    ("nomer 1234 7890, depannya 0812", "nomer 1234****12"),
    ("hp ٠٨١٢٣٤٥٦٧٨٩٠", "hp 0812****90"),
]
PLATES = [
    ("angkotbp1234fe penuh", "angkotBP **** penuh"),
    ("honda revo BP 5O18 RL", "honda revo BP ****"),
    ("bus pariwisata BP-1O57-HG", "bus pariwisata BP ****"),
    ("platnya saya eja: B satu tujuh tiga lima P Y Z", "platnya saya eja: B ****"),
    ("bemo bm dua dua nol lapan jg", "bemo BM ****"),
    ("motor be pe tiga tiga dua dua eks ye", "motor BE ****"),
    ("kreta awak bk 1234 ahm diambil", "kreta awak BK **** diambil"),
    ("elf z 1234 hb ngetem", "elf Z **** ngetem"),
    ("bp 1234 cd serempet anak", "BP **** serempet anak"),
    ("plat B.P. 1234 X.Y.", "plat B ****."),
    ("plat BP siji loro telu papat XY", "plat BP ****"),
    ("plat BP (satu dua tiga empat) XY", "plat BP ****"),
]
ADDRESSES = [
    ("surel budi garis bawah santoso 72 a keong gmail titik com", "surel b***@***"),
    ("budi.santoso/at/protonmail.com saja", "b***@*** saja"),
    ("kirim k b.santoso_07(et)yahoo.com", "kirim k b***@***"),
    ("budiii.santoso✉️gmail.com", "b***@***"),
    ("budi.santoso@gmailcom", "b***@***"),
    ("email budi(titik)88(at)gmail(titik)com", "email b***@***"),
    ("email b u d i 8 8 @ gmail.com", "email b***@***"),
    ("email budi88 pakai keong gmail.com", "email b***@***"),
    ("kirim ke budi.s@batam.go.id", "kirim ke b***@***"),
    ("kirim ke desandra@batam.go.id", "kirim ke d***@***"),
]
ACCOUNTS = [
    ("rek bri 0012 01 lalu 001234 lalu 53 7", "rek bri ****4537"),
    ("di SK tertulis 5221 0188 1234 bank riau kepri", "di SK tertulis ****1234 bank riau kepri"),
    ("4jt, ditransfer 0987 6543 2100 15", "4jt, ditransfer ****0015"),
    ("dana dijanjikan masuk 900-2 / 00-1234-44 (bank jatim)", "dana dijanjikan masuk ****3444 (bank jatim)"),
    ("insentif dikirim ke 3 5 5 9 - 01 - 00 22 17 - 50 - 8", "insentif dikirim ke ****7508"),
]
OFFICES = [
    "kantor lurah 0778-462123 tak diangkat",
    "sudah telp ke 0771 311234 kantor pdam ga diangkat",
    "hotline KJRI +60 7-227 1234 tak diangkat",
    "wa pengaduan 0811 7777 234 centang satu",
    "telepon 021-1500567",
    "email disdik@kepriprov.go.id tak dibalas",
    "virtual account mandiri 8890812345678",
    "bayar va bca 8077781234567890",
    "nop 21.71.050.003.014-0227.0",
    "nosamb 02-11-004587 tagihan naik",
    "rekening listrik 541234567890 menunggak",
    "no va bpjs 8888801234567890",
    "NPWP bendahara dinas 00.111.342.7-214.000",
]
NOT_PERSONAL = [
    "siji loro telu wes bosen ngenteni",
    "pitu dino ora mlaku, sada sada do hami",
    "no, it is si budi, go away",
    "lima enam tujuh orang antre",
    "BP 20 rumah kosong",
    "kamar B 203 AC mati",
    "blok b 12 ab no 5",
    "motor 2 kali ditilang di a yani",
    "dr 2019 sy urus",
    "vitamin b 12 di puskesmas habis",
    "BP3MI cuma mencatat",
    "perkara 12/Pdt.G/2025/PN Tpg",
    "kode booking AB1234CD",
    "ditransfer 3500000 padahal harusnya 5000000",
    "anggaran 8.123.456.789 raib",
    "tgl 08/12/2025 - 10/12/2025",
    "jam 08:15 - 10:30 - 12:00",
    "masuk 12.05.2025 08.30 keluar 17.00",
    "nilai 81 23 45 67 89 90",
    "skor 812 345 678 90",
    "kode soal 08 12 77 45 09 bocor",
    "instagram @batam.info",
    "daftar pakai gmail ditolak",
]
#: Telephones in other languages and broken up; plates glued, spelled and unannounced; e-mails whatever stands for
#: their signs; accounts told by where the money went.
KINDS = {"phone": [*IN_OTHER_WORDS, *BROKEN_UP], "plate": PLATES, "email": ADDRESSES, "account": ACCOUNTS}
TYPED = [(text, kind, hidden) for kind, rows in KINDS.items() for text, hidden in rows]


@pytest.mark.parametrize(("text", "kind", "hidden"), [*FOUND, *TYPED])
def test_personal_data_is_found_and_masked_however_it_is_written(text: str, kind: str, hidden: str) -> None:
    assert [item.type for item in find(text)] == [kind]
    assert mask(text) == hidden


@pytest.mark.parametrize("text", [*LEFT, *OFFICES, *NOT_PERSONAL])
def test_what_is_nobodys_is_left_alone(text: str) -> None:
    assert find(text) == ()


def test_a_number_that_is_whole_takes_no_digits_from_the_next_words() -> None:
    said = "hp saya 081212345678 lalu 2 hari kemudian satu petugas datang"
    assert mask(said) == "hp saya 0812****78 lalu 2 hari kemudian satu petugas datang"


def test_identity_numbers_in_lines_are_all_found() -> None:
    said = "\n".join(f"2171010101{year}00{year}" for year in range(70, 95))
    assert len(find(said)) == 25


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
    monkeypatch.setattr(own_numbers, "classify", lambda folded, run, first, last: looks.append(first) or "")
    find("1 " * 3000)
    assert 0 < len(looks) <= own_numbers.MOST * own_numbers.LONGEST
