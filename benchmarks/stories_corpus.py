"""Training texts grown from the tuning stories and the lexicons: fillers, places, times, typing slips. Seeded."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator

from benchmarks.stories_scores import load
from classifiers.words import LEXICON

GREETINGS = (
    "halo min|selamat pagi|pagi pak|assalamualaikum|permisi|min|pak|bu|lapor min|mohon izin|siang admin|"
    "maaf mengganggu|yth bapak ibu|salam|halo admin|kepada yth|malam min"
).split("|")
PLACES = (
    "di batam|di bengkong|di tiban|di batu aji|di sagulung|di nongsa|di tanjungpinang|di bintan|di karimun|"
    "di tanjung uban|di natuna|di lingga|di dabo|di kijang|di moro|di sekupang|di lubuk baja|di batu 9|"
    "di perumahan kami|di kampung kami|di rt 03 rw 05|di blok c|dekat pasar|depan masjid|di anambas|di tarempa|"
    "di belakang padang|di batu ampar|di piayu|di muka kuning|di tempat saya|daerah kami|di pulau kami|di kota"
).split("|")
TIMES = (
    "kemarin|tadi pagi|hari ini|sudah seminggu|sudah sebulan|dari bulan lalu|senin lalu|tgl 3|minggu kemarin|"
    "sudah 3 bulan|sejak januari|tiap hari|setiap malam|sampai sekarang|barusan|semalam|udah lama|kmrn|"
    "tanggal 10 november|dua hari yang lalu"
).split("|")
CLOSERS = {
    "pengaduan": (
        "tolong ditindaklanjuti|mohon solusinya|tolong dibantu|gimana ini|kecewa sekali|mohon perhatian|"
        "kami warga resah|tolong segera|terima kasih|parah banget|capek saya|mohon ditindak"
    ).split("|"),
    "aspirasi": "terima kasih|semoga dipertimbangkan|biar warga senang|demi kebaikan bersama|trims pak".split("|"),
    "permintaan_informasi": "makasih|terima kasih|mohon infonya|ya min|ya pak|trims|tolong dijawab".split("|"),
}
#: How a bare cue becomes a story of each kind.
FRAMES = {
    "pengaduan": (
        "{} bermasalah|{} tidak jelas|urus {} dipersulit|soal {} tidak ada kabar|{} belum juga beres|"
        "petugas {} tidak melayani|mau lapor soal {}|{} parah sekali|kecewa dengan {}|{} gak diurus urus|"
        "lama sekali {}|{} tidak sesuai|masalah {} dibiarkan saja|sudah lapor {} tidak ditanggapi|{} rusak|"
        "kenapa {} belum selesai?|kapan {} diperbaiki, sudah lama|{} kok begini|tolong {} ditindak|"
        "mohon {} segera diperbaiki|{} mahal|{} dipungut biaya|{} hilang|{} ditolak tanpa alasan|"
        "mana janji {}|{} terus terusan begini|warga mengeluh soal {}|{} mengganggu|{} error terus"
    ).split("|"),
    "aspirasi": (
        "usul soal {} diperbaiki|mohon {} ditambah|sebaiknya {} ditingkatkan|semoga {} lebih baik|"
        "saran untuk {} dibuat lebih mudah|alangkah baiknya {} diperhatikan|kalau bisa {} diadakan di pulau|"
        "usul {} dibuat online|mohon dibangun {} di kampung kami|tolong bikin {} dong pak wali|"
        "harapan kami {} diperluas|coba {} dibuka sampai malam|perlu ada {} di tiap kecamatan|"
        "lebih bagus kalau {} diatur ulang|mohon dipertimbangkan {} untuk warga pulau|saran saya {} dipermudah|"
        "sudah saatnya {} dibenahi demi generasi muda|ide saya {} digabung saja|pemerintah hendaknya {} digratiskan|"
        "bikin {} di kampung kami|adakan {} tiap bulan|perbanyak {} untuk warga|hapus {} dong pak|kembangkan {} kita|"
        "{} dibuat online saja|{} jangan pakai biaya|tolong pasangkan {} di tempat kami|mohon {} dianggarkan|"
        "pengen ada {} di pulau|harusnya ada {} tiap hari|kami mengharapkan {} di sini|buka {} di kecamatan kami|"
        "tolong adakan {}|{} perlu diperbanyak|gimana kalau {} dibikin malam|libatkan warga dalam {}"
    ).split("|"),
    "permintaan_informasi": (
        "gimana cara urus {}|apa syarat {}|mau tanya soal {}|berapa biaya {}|kapan {} dibuka|info {} dong|"
        "apakah {} bisa online|dimana urus {}|{} itu gimana ya|jam berapa {}|syarat {} apa saja|{} bayar gak|"
        "{} perlu bawa apa|{} berapa hari jadi|{} bisa diwakilkan tidak|{} hilang gantinya dimana|{} kemana ya|"
        "kalau {} mati urusnya gimana|{} masih buka gak|jadwal {} hari apa|nomor kontak {}|alamat {} dimana|"
        "bedanya {} lama dan baru apa|siapa yang berhak {}|{} gratis apa bayar|{} bisa di kecamatan lain kah|"
        "lapor {} ke siapa ya|min {} lewat aplikasi apa|mohon penjelasan tentang {}|denda telat {} berapa"
    ).split("|"),
}


def stories(rows: list[dict[str, object]], copies: int, chance: random.Random) -> Iterator[dict[str, object]]:
    """Every row as it is and in so many disguises."""
    for row in rows:
        yield row
        for _ in range(copies):
            calm = row["urgency"] != "emergency"
            yield {**row, "text": disguised(str(row["text"]), str(row["kind"]), chance, calm)}


def framed(per_topic: int, chance: random.Random) -> Iterator[dict[str, object]]:
    """Cues of the topic lexicon in frames, so that a mistyped cue still has letters that are known."""
    table = tomllib.loads((LEXICON / "topic.toml").read_text("utf-8"))
    for topic, tiers in table.items():
        cues = [cue.strip() for cue in tiers["strong"].replace("\n", ";").split(";")]
        cues = [cue.replace("_ ", "").replace("=", "") for cue in cues if cue]
        for _ in range(per_topic):
            kind = chance.choice(("pengaduan", "pengaduan", "permintaan_informasi", "aspirasi"))
            text = chance.choice(FRAMES[kind]).format(chance.choice(cues))
            yield {"text": disguised(text, kind, chance), "kind": kind, "topic": topic, "urgency": "none"}


def disguised(text: str, kind: str, chance: random.Random, calm: bool = True) -> str:
    """The same story told by somebody else: greeting, place, time, closing words and slips."""
    parts = [text]
    if chance.random() < 0.35:
        parts.insert(0, chance.choice(GREETINGS))
    if chance.random() < 0.35:
        parts.insert(chance.choice((len(parts), len(parts) - 1)), chance.choice(PLACES))
    if calm and chance.random() < 0.3:
        parts.insert(chance.choice((len(parts), len(parts) - 1)), chance.choice(TIMES))
    if calm and kind in CLOSERS and chance.random() < 0.35:
        parts.append(chance.choice(CLOSERS[kind]))
    words = " ".join(parts).split()
    if len(words) > 6 and chance.random() < 0.3:
        del words[chance.randrange(len(words))]
    return " ".join(slip(word, chance) if chance.random() < 0.07 else word for word in words)


def slip(word: str, chance: random.Random) -> str:
    """One typing slip."""
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    how = chance.randrange(4)
    if how == 0:
        return word[:at] + word[at + 1 :]
    if how == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if how == 2:
        return word[:at] + word[at] + word[at:]
    return word[0] + "".join(char for char in word[1:] if char not in "aiueo")


def tuning() -> list[dict[str, object]]:
    """The labelled stories that weights may be fitted on; the test part never is."""
    return load("tuning")


#: A danger told so is over, feared, asked about or made up; the verbs stay, the emergency goes.
CALMED = (
    "tahun lalu {}, sampai sekarang ganti ruginya belum ada|{} bulan maret lalu, laporan polisinya tidak jalan jalan|"
    "kalau {} harus lapor kemana ya|takutnya nanti {}|jangan sampai {} baru diperbaiki|"
    "usul dipasang pagar supaya tidak ada lagi yang {}|di sini sering {}, tolong dipasang rambu|"
    "nonton film tentang {} di bioskop ribut sekali|waktu {} dulu petugasnya lama datang|"
    "klaim asuransi karena {} ditolak padahal berkas lengkap|berita soal {} itu benar tidak min|"
    "sudah 6 bulan sejak {} belum ada santunan|kasus {} tahun kemarin belum sidang juga|"
    "{} minggu lalu, tagihan rumah sakitnya tidak ditanggung bpjs|prosedur kalau {} bagaimana|"
    "untung kemarin tidak jadi {}|hampir {} gara gara jalan licin|adakan pelatihan menghadapi kejadian {}|"
    "mohon disosialisasikan apa yang dilakukan kalau {}|biaya ambulans waktu {} dulu mahal sekali|"
    "mau urus surat keterangan karena {} bulan lalu|korban {} bulan lalu belum dapat bantuan"
).split("|")
#: A danger told so is now, however it is asked.
CALLED = (
    "tolong {}|{} tolong cepat|pak {} sekarang|min {} gimana ini|ini {} harus telepon siapa|barusan {}|"
    "ya allah {} tolong pak|{} belum ada yang nolong|cepat kesini {}|{} dari tadi|"
    "maaf saya bingung mau lapor kemana, {}|awalnya mau lapor lampu jalan tapi ini {}"
).split("|")
_NOW = frozenset(
    "tolong tlg cepat cepetan segera sekarang skrg skrang barusan lagi ini tadi min pak bu help masih plis pls".split()
)


def calmed(rows: list[dict[str, object]], chance: random.Random) -> Iterator[dict[str, object]]:
    """Each short danger once told as past, feared or asked, and once called out: only the frame tells which."""
    for row in rows:
        if row["urgency"] != "emergency":
            continue
        text = " ".join(word for word in str(row["text"]).split() if word.lower().strip(",.!") not in _NOW)
        if 2 <= len(text.split()) <= 12:
            yield {**row, "text": chance.choice(CALMED).format(text), "urgency": "none"}
            yield {**row, "text": chance.choice(CALLED).format(text)}
