"""Sentences and words of the synthetic mentions; the training half and the test half share none."""

from __future__ import annotations

#: {m} the mention, {d} another place. The halves were written apart, so no figure remembers its own templates.
TRAIN = {
    "short": ("{m}", "{m} dong", "ke {m}", "lapor {m}", "di {m}", "soal {m}"),
    "long": (
        "saya mau lapor {m} karena pelayanan lambat sekali",
        "sudah seminggu menunggu di {m} tidak ada kabar",
        "petugas {m} tidak ramah dan minta uang",
        "mohon {m} segera menindaklanjuti berkas saya",
        "kemarin saya ke {m} antri dari pagi malah disuruh pulang",
        "kenapa {m} tidak pernah menjawab surat saya",
    ),
    "far": (
        "saya warga {d} mau mengadukan {m} soal berkas hilang",
        "tinggal di {d} tapi urusan saya di {m} dipersulit",
        "orang {d} dilempar lempar sama {m}",
    ),
    "none": (
        "jalan depan rumah saya rusak parah",
        "sampah menumpuk di {d}",
        "lampu jalan mati sudah sebulan di {d}",
        "pt {x} tidak bayar gaji",
        "toko {x} menipu saya",
        "tetangga saya berisik tiap malam",
        "mau lapor tapi tidak tahu ke mana",
        "{d}",
        "kurir {x} menghilangkan paket",
        "air mati dari tadi pagi",
        "cv {x} di {d}",
        "harga beras naik terus",
    ),
}
TEST = {
    "short": ("{m}", "{m} min", "pihak {m}", "tolong {m}", "itu lho {m}", "mengenai {m}"),
    "long": (
        "berkas saya di {m} sudah dua bulan belum selesai juga",
        "apa benar {m} memungut biaya tambahan",
        "loket {m} tutup padahal masih jam kerja",
        "pelayanan {m} sangat mengecewakan, staf malah main hp",
        "sampai sekarang {m} belum ada tanggapan",
        "bpk saya ditolak waktu mengurus di {m} tanpa alasan jelas",
    ),
    "far": (
        "ktp saya {d}, tapi yang bermasalah {m}",
        "asal saya dari {d} ingin protes ke {m} krn pungli",
        "penduduk {d} jauh jauh datang ke {m} ternyata tutup",
    ),
    "none": (
        "banjir terus di kampung kami {d}",
        "penerangan gelap sekali di gang rumah",
        "bos pabrik {x} kabur bawa pesangon",
        "saya kena tipu {x} online",
        "anjing liar banyak di {d}",
        "ingin mengadu saja",
        "warga {d}",
        "perusahaan {x} buang limbah",
        "tiket {x} tidak bisa refund",
        "parkir liar di depan mall {d}",
        "ojol {x} ugal ugalan",
        "kos kosan {x} mahal",
    ),
}
FIRMS = {
    "train": ("maju jaya", "sentosa abadi", "karya prima", "alfamart", "shopee", "gojek", "mitra usaha"),
    "test": ("sumber rejeki", "bintang timur raya", "indomaret", "tokopedia", "grab", "jaya makmur"),
}
#: A place-less or bare word that never names one office.
BARE = {
    "train": ("kelurahan", "dinas", "polsek", "rumah sakit", "bank", "kantor", "puskesmas", "desa"),
    "test": ("kantor lurah", "instansi", "polisi", "rs", "sekolah", "kecamatan", "badan", "kua"),
}
