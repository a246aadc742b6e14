"""The words people answer with, by the meaning of an option; input only, nothing here is ever shown.

Forms from handbook §7 (yes/no), Javanese and Sundanese yes-no, and SMS spelling. Values are folded:
lower case, no punctuation.
"""

from __future__ import annotations

import re

YES = frozenset(
    "ya iya y yaa iyaa ye yes yoi yup yap betul btl benar bener bnr ok oke okey okay sip siap setuju stuju "
    "lanjut gas boleh baik nggih inggih muhun sumuhun leres".split()
)
NONE = frozenset({"tidak ada", "gak ada", "ga ada", "ngga ada", "nggak ada", "bukan semua"})
NO = frozenset(
    "tidak tdk tak gak ga gk nggak enggak engga ngga kagak bukan bkn batal salah no nope ora mboten henteu "
    "jangan jgn".split()
)

#: meaning (second part of Option.id) -> whole answers that mean it
MEANINGS: dict[str, frozenset[str]] = {
    "yes": YES,
    "no": NO,
    "read": frozenset({"baca", "baca dulu", "baca lengkap", "lihat", "lihat dulu"}),
    "other": frozenset({"lain", "pilih lain", "bukan itu", "yang lain", "ganti"}) | NONE | NO,
    "none": NONE | NO,
    "unknown": frozenset(
        "gatau|ga tau|gak tau|nggak tau|tidak tahu|tdk tahu|tdk tau|gak tahu|entah|kurang tau|"
        "kurang tahu|lupa|ga inget|tidak ingat".split("|")
    ),
    "show": frozenset(
        "tampilkan|tampilkan nama|tampil|terbuka|pakai nama|tidak perlu|gak perlu|ga perlu|nggak perlu".split("|")
    )
    | NO,
    # "perlu disembunyikan?" is asked: a yes hides, an "ok" says nothing
    "hide": frozenset(
        "sembunyikan|sembunyi|sembunyikan nama|anonim|rahasiakan|rahasia|ya|iya|y|iya perlu|perlu".split("|")
    ),
    "send": frozenset({"kirim", "kirimkan", "send", "sudah benar", "sdh benar"}) | YES,
    "edit": frozenset({"ubah", "edit", "ganti", "perbaiki", "koreksi", "salah"}),
    "photo": frozenset({"tambah foto", "foto", "lampiran", "tambah lampiran", "tambah"}),
    "cancel": frozenset({"batal", "batalkan", "cancel", "ga jadi", "gak jadi", "tidak jadi"}),
    "today": frozenset({"hari ini", "barusan", "tadi"}),
    "yesterday": frozenset({"kemarin", "kmrn", "kemaren"}),
    "skip": frozenset(
        {"lewati", "skip", "lewat", "tidak ada", "gak ada", "tidak tahu", "gak tau", "gatau", "ga tau"}
    ),
    "continue": frozenset({"lanjut", "lanjut melapor", "lanjutkan", "lapor"}) | YES,
    "enough": frozenset({"sudah cukup", "cukup", "selesai"}) | NO,
    "new": frozenset({"baru", "laporan baru", "lapor baru", "buat baru", "mulai baru"}),
    "keep": frozenset({"jangan", "lanjutkan", "simpan", "tidak"}),
    "done": frozenset({"sudah selesai", "sudah", "selesai", "udah", "beres"}) | YES,
    "notyet": frozenset({"belum", "belum selesai", "blm", "belum beres", "blm selesai"}) | NO,
    "reply": frozenset({"balas"}),
    "withdraw": frozenset({"tarik", "tarik dan hapus", "tarik semua"}),
    "service": frozenset({"tetap", "tetap lapor", "lapor", "lanjut", "tetap lapor pelayanannya"}) | YES,
    "guardian": frozenset(
        "ada|orang tua|wali|ibunya|ayahnya|bapaknya|saya ibunya|saya ayahnya|saya bapaknya|saya walinya|"
        "saya orang tuanya|ini ibunya|ini ayahnya|ini bapaknya|ini walinya|saya ibu nya|saya bapak nya".split("|")
    )
    | YES,
    "later": frozenset({"tunggu", "tunggu selesai", "nanti", "nanti saja", "tidak ada", "gak ada", "belum ada"}) | NO,
    "complaint": frozenset({"pengaduan", "aduan", "keluhan", "komplain"}),
    "wish": frozenset({"aspirasi", "usul", "usulan", "saran", "masukan"}),
    "question": frozenset({"permintaan informasi", "informasi", "pertanyaan", "tanya", "bertanya", "info"}),
    "secret": frozenset({"rahasia", "rahasiakan"}) | YES,
    "open": frozenset({"biasa", "biasa saja", "terbuka"}) | NO,
    "self": frozenset({"diri sendiri", "saya sendiri", "sendiri", "untuk saya", "saya"}),
    "same": frozenset({"sama", "sama dengan ini", "sama persis", "dukung", "ikut", "ikut mendukung", "itu"}) | YES,
    "differs": frozenset({"beda", "berbeda", "lain", "laporan saya berbeda", "laporan lain"}) | NO,
    "back": frozenset({"kembali", "balik", "tidak jadi", "gak jadi", "ga jadi"}),
    "drop": frozenset({"batalkan", "hapus", "tidak jadi"}) | NO,
    "resume": frozenset({"lanjut", "lanjutkan", "teruskan", "yang lama", "lama"}) | YES,
}
#: Whole messages at the review that set a flag.
SECRET = frozenset({"rahasia", "rahasiakan", "kerahasiaan", "tolong rahasiakan", "mohon dirahasiakan", "dirahasiakan"})
UNNAMED = frozenset(
    {"anonim", "sembunyikan nama", "rahasiakan nama", "rahasiakan nama saya", "tanpa nama", "sembunyikan nama saya"}
)
#: Numbers in words, for answers and for ratings.
NUMBERS = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "pertama": 1, "kedua": 2, "ketiga": 3}
AROUND_NUMBERS = frozenset({"no", "nomor", "pilih", "opsi", "yang", "yg", "aja", "saja", "ya"})

#: Said after an answer without changing it: "iya pak", "nanti aja deh".
AFTER_ANSWERS = frozenset("aja saja deh dong ya pak bu min kak bang mas mbak lah kok sih dulu".split())

_FOLD = re.compile(r"[^\w\s]|_")


def fold(text: str) -> str:
    """Lower case, punctuation and emoji gone, blanks single."""
    return " ".join(_FOLD.sub(" ", text.casefold()).split())
