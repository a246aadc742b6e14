"""Training texts grown from the tuning stories and the lexicons: fillers, places, times, typing slips. Seeded."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

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


def framed(per_topic: int, chance: random.Random) -> Iterator[dict[str, object]]:
    """Cues of the topic lexicon in frames, so that a mistyped cue still has letters that are known."""
    table = tomllib.loads((LEXICON / "topic.toml").read_text("utf-8"))
    for topic, tiers in table.items():
        cues = [cue.replace("_ ", "").replace("=", "") for cue in _listed(tiers["strong"])]
        for _ in range(per_topic):
            kind = chance.choice(("pengaduan", "pengaduan", "permintaan_informasi", "aspirasi"))
            text = chance.choice(FRAMES[kind]).format(chance.choice(cues))
            yield {"text": disguised(text, kind, chance), "kind": kind, "topic": topic, "weight": 0.5}


def bare() -> Iterator[dict[str, object]]:
    """Every plain cue of the topic lexicon alone: whoever writes only "ktp" means it."""
    table = tomllib.loads((LEXICON / "topic.toml").read_text("utf-8"))
    for topic, tiers in table.items():
        for cue in _listed(tiers["strong"]):
            if "_" not in cue and "=" not in cue:
                yield {"text": cue, "topic": topic, "weight": 4.0}
                yield {"text": f"soal {cue}", "topic": topic}


def phrases() -> Iterator[dict[str, object]]:
    """How people tell of a topic without naming it."""
    table = tomllib.loads((Path(__file__).parent / "topic_phrases.toml").read_text("utf-8"))
    for topic, told in table.items():
        yield from ({"text": text, "topic": topic} for text in _listed(told))


def _listed(text: str) -> list[str]:
    """What stands between semicolons and ends of lines."""
    return [part.strip() for part in text.replace("\n", ";").split(";") if part.strip()]


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


#: So many told stories are made out of several, one in three of them with the alarm that is learned.
JOINED = 3000


def joined(
    rows: Sequence[dict[str, object]], alarms: Callable[[dict[str, object]], bool], field: str, chance: random.Random
) -> Iterator[dict[str, object]]:
    """Long stories out of short ones: what matters may stand anywhere, and length alone says nothing."""
    calm = [str(row["text"]) for row in rows if not alarms(row) and not row.get("hand")]
    loud = [row for row in rows if alarms(row) and not row.get("hand")]
    for at in range(JOINED):
        told = chance.choice(loud) if at % 3 == 0 else None
        parts = [chance.choice(calm) for _ in range(chance.choice((1, 1, 2)))]
        parts.append(str(told["text"]) if told else chance.choice(calm))
        chance.shuffle(parts)
        text = chance.choice((", ", ". ", " ")).join(parts)
        yield {"text": text, field: told[field] if told else "none" if field == "urgency" else False, "weight": 0.7}
