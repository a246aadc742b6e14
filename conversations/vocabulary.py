"""The words people answer with, by the meaning of an option; input only, nothing here is ever shown.

Forms from handbook §7 (yes/no), Javanese and Sundanese yes-no, and SMS spelling. Values are folded:
lower case, no punctuation.
"""

from __future__ import annotations

import re

YES = frozenset(
    "ya iya y yaa iyaa ye yes yoi yup yap betul btl benar bener bnr ok oke okey okay sip siap setuju stuju "
    "lanjut gas boleh baik nggih inggih muhun sumuhun leres iyo okeh oce sepakat".split()
)
NONE = frozenset({"tidak ada", "gak ada", "ga ada", "ngga ada", "nggak ada", "bukan semua"})
#: Of these the ones that only say "I have read it".
HEARD = frozenset("ok oke okey okay okeh oce sip siap baik boleh gas lanjut".split())
#: Beside them, what is said when nothing more is wanted.
THANKS = HEARD | frozenset(
    "makasih makasi mksh maksih terima kasih terimakasih trimakasih trims tks thanks thank thx tq nuhun suwun mantap "
    "mantab alhamdulillah".split()
)
_NOT = "tidak tdk tak gak ga gk g nggak enggak engga ngga kagak".split()
NO = frozenset(
    [*_NOT, *"bukan bkn batal salah no nope ora mboten henteu jangan jgn gamau ogah".split()]
    + [f"{word} {rest}" for word in _NOT for rest in ("mau", "setuju", "dulu")]
)
#: "Gak jadi": what was begun is to be let go.
LET_GO = frozenset(["gajadi", "gakjadi", *(f"{word} jadi" for word in _NOT)])
UNKNOWN = frozenset(
    ["gatau", "gaktau", "entah", "entahlah", "lupa", "kurang tau", "kurang tahu", "kurang ingat"]
    + [f"{word} {rest}" for word in _NOT for rest in ("tau", "tahu", "ingat", "inget", "yakin")]
)

#: meaning (second part of Option.id) -> whole answers that mean it
MEANINGS: dict[str, frozenset[str]] = {
    "yes": YES,
    "no": NO,
    "read": frozenset({"baca", "baca dulu", "baca lengkap", "lihat", "lihat dulu"}),
    "other": frozenset({"lain", "pilih lain", "bukan itu", "yang lain", "ganti"}) | NONE | NO,
    "none": NONE | NO,
    "unknown": UNKNOWN,
    "show": frozenset(
        "tampilkan|tampilkan nama|tampil|terbuka|pakai nama".split("|")
        + ["tampilin", "gausah", "gakusah", "gaperlu"]
        + [f"{word} {rest}" for word in _NOT for rest in ("perlu", "usah")]
    )
    | NO,
    # "perlu disembunyikan?" is asked: a yes hides, an "ok" says nothing
    "hide": frozenset(
        "sembunyikan|sembunyiin|sembunyi|sembunyikan nama|anonim|rahasiakan|rahasia|ya|iya|y|iya perlu|"
        "perlu".split("|")
    ),
    "send": frozenset({"kirim", "kirimkan", "send", "sudah benar", "sdh benar"}) | YES,
    "edit": frozenset({"ubah", "edit", "ganti", "perbaiki", "koreksi", "salah"}),
    "photo": frozenset({"tambah foto", "foto", "lampiran", "tambah lampiran", "tambah"}),
    "cancel": frozenset({"batal", "batalkan", "cancel"}) | LET_GO,
    "today": frozenset(
        "hari ini|barusan|baru saja|tadi|td|tadi pagi|td pagi|pagi tadi|pagi ini|tadi siang|td siang|siang tadi|"
        "sekarang|skrg".split("|")
    ),
    "yesterday": frozenset({"kemarin", "kmrn", "kemaren"}),
    "skip": frozenset({"lewati", "skip", "lewat", "tidak ada", "gak ada"}) | UNKNOWN,
    "continue": frozenset({"lanjut", "lanjut melapor", "lanjutkan", "lapor"}) | YES,
    "enough": frozenset({"sudah cukup", "cukup", "selesai"}) | NO,
    "new": frozenset({"baru", "laporan baru", "lapor baru", "buat baru", "mulai baru"}),
    "keep": frozenset({"jangan", "lanjutkan", "simpan", "tidak"}),
    # an "ok" under an answer says that it was read
    "done": frozenset({"sudah selesai", "sudah", "selesai", "udah", "beres"}) | (YES - HEARD),
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
    "back": frozenset({"kembali", "balik"}) | LET_GO,
    "drop": frozenset({"batalkan", "hapus"}) | LET_GO | NO,
    "resume": frozenset({"lanjut", "lanjutkan", "teruskan", "yang lama", "lama"}) | YES,
}
#: Whole messages at the review that set a flag.
SECRET = frozenset(
    "rahasia|rahasiakan|kerahasiaan|tolong rahasiakan|mohon dirahasiakan|dirahasiakan|keep it secret|"
    "confidential".split("|")
)
UNNAMED = frozenset(
    "anonim|sembunyikan nama|rahasiakan nama|rahasiakan nama saya|tanpa nama|sembunyikan nama saya|hide my name|"
    "anonymous".split("|")
)
#: Numbers in words, for answers and for ratings.
NUMBERS = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "pertama": 1, "kedua": 2, "ketiga": 3}
AROUND_NUMBERS = frozenset({"no", "nomor", "pilih", "opsi", "yang", "yg", "aja", "saja", "ya"})

#: Said before a wish: "saya mau lapor", "tolong batalkan".
BEFORE_WISHES = frozenset("saya sy aku mau ingin pengen pingin tolong mohon minta min pak bu".split())
#: Said after an answer without changing it: "iya pak", "nanti aja deh".
AFTER_ANSWERS = frozenset("aja saja deh dong ya pak bu min kak bang mas mbak lah kok sih dulu kan".split())

_FOLD = re.compile(r"[^\w\s]|_")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")


def fold(text: str) -> str:
    """Lower case, punctuation and emoji gone, blanks single, "yaaaa" said once."""
    return " ".join(_FOLD.sub(" ", _DRAWN_OUT.sub(r"\1", text.casefold())).split())


#: "Gimana perkembangannya?": asked for what "status" shows.
_NEWS = re.compile(
    r"\b(kabar(nya)?|perkembangan(nya)?|progres+(nya)?|kelanjutan(nya)?|lanjutan(nya)?|update(nya)?|nasib(nya)?)\b"
)
_ASKING = re.compile(r"\b(gimana|gmn|gmna|bagaimana|bgmn|bgaimana|mana|kok|kapan|apa|ada|blm|belum|blom|how|any)\b")
_WHEN = re.compile(
    r"\b((sudah|udah|udh|sdh|dah)\s+)?sampai\s+(di\s*)?mana\b"
    r"|\bsiapa\s+(yang|yg)\s+(pegang|megang|urus|ngurus|tangani|menangani|handle)\b"
    r"|\bkapan\s+(di)?(selesai|jawab|balas|tanggapi|proses|respon|tindak)\w*\b"
    r"|\b(kok|kenapa)\s+(blm|belum|blom|gak|tidak|ga)\s+(ada\s+)?(di)?(jawab|balas|tanggap|respon|proses)\w*\b"
)
_SHORT = 8


def asks_news(text: str) -> bool:
    """A short question how the report is going."""
    said = fold(text)
    if len(said.split()) > _SHORT:
        return False
    return bool(_WHEN.search(said) or (_NEWS.search(said) and _ASKING.search(said)))


#: Around thanks they add nothing.
_COURTESY = AFTER_ANSWERS | frozenset("banyak banget atas bantuan bantuannya info infonya iya y bapak ibu".split())


def only_thanks(text: str) -> bool:
    """Thanks, an "ok", a thumb: nothing that anybody has to be told."""
    said = fold(text).split()
    return bool(text.strip()) and all(word in THANKS or word in _COURTESY for word in said)
