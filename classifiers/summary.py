"""One neutral line of a story: personal data masked, insults out. Chooses words, invents none."""

from __future__ import annotations

import re
from functools import lru_cache

from classifiers.abuse import read_abuse
from classifiers.personal_data import LATELY, mask
from classifiers.words import Words

_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"</?[a-z][^<>]{0,80}>", re.IGNORECASE)
#: What a letter opens with before it comes to the matter; a name given there is not repeated on a card.
_GREETING = re.compile(
    r"^(?:[^\w*<]*(?:ass?alamu?'?alaikum|assalammualaikum|asalamualaikum|askum|shalom|salam sejahtera|salam"
    r"|wa?r\.? ?wa?b\.?|warahmatullahi|wabarakatuh|om swastiastu|dengan hormat"
    r"|(?:selamat|met|slmt)? ?(?:pagi|siang|sore|malam|mlm)|halo+|hallo|hai|hi"
    r"|permisi|misi|punten|(?:mohon |minta )?(?:izin|ijin)(?: bertanya| tanya| lapor| melapor)?"
    r"|kepada yth[^.,:;]{0,60}(?=[.,:;])|yth[^.,:;]{0,40}(?=[.,:;])|yang terhormat|di tempat(?=[.,])"
    r"|mengganggu(?: waktu(?:nya)?)?|sebelumnya|sebelum dan sesudahnya"
    r"|perkenalkan(?: nama)?(?: saya)?[^.,;]{0,60}(?=[.,;])|nama saya [^.,;]{0,40}(?=[.,;])"
    r"|(?:bersama ini |dengan ini )?(?:saya|kami) (?:mau|ingin|hendak|sampaikan|menyampaikan)"
    r"(?: (?:lapor|laporkan|melapor|melaporkan|mengadu|mengadukan|menyampaikan|sampaikan"
    r"|bertanya|tanya|nanya|curhat))?"
    r"(?: (?:keluhan|pengaduan|laporan|soal|tentang|mengenai|bahwa|terkait|perihal))*"
    r"|(?:mau|ingin|numpang|boleh) (?:tanya|nanya|bertanya|lapor|melapor|ngadu|mengadu)(?: dong| nih| ya)?"
    r"|admin|min|mimin|pak|bu|bapak|ibu|kak|bang|gan|lapor|mohon maaf|maaf|tolong)\b[\s,.!:;/]*)+",
    re.IGNORECASE,
)
_END = re.compile(r"(?<=[.?!])\s+")
#: Upper case for names of papers and offices that people type in lower case.
_CAPITALS = re.compile(
    r"\b(?:ktp|kk|nik|sim|skck|stnk|bpkb|bpjs|jkn|kis|pln|pdam|rsud|rt|rw|sd|smp|sma|smk|pkh|bpnt|blt|npwp|pbb|kpr|btn|bri|bni|shm|hgb|imb|pbg|nib|kua|kpu|mbg|spbu|bbm|umk|phk|thr|jht|kia|spp)\b"
)


@lru_cache(maxsize=LATELY)
def summarise(text: str, limit: int = 160) -> str:
    """The first sentences that fit, in one line."""
    line = _SPACE.sub(" ", mask(_without_insults(_TAG.sub(" ", text)))).strip()
    cut = _GREETING.sub("", line)
    line = cut if len(cut) >= 12 else line
    if line.isupper() and len(line) > 12:
        line = line.lower()
    line = _CAPITALS.sub(lambda match: match.group().upper(), line)
    kept = ""
    for sentence in _END.split(line):
        if kept and len(kept) + 1 + len(sentence) > limit:
            break
        kept = f"{kept} {sentence}".strip()
    if len(kept) > limit:
        kept = kept[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
    kept = kept[:1].upper() + kept[1:]
    return kept if not kept or kept[-1] in ".?!…" or len(kept) >= limit else kept + "."


def _without_insults(text: str) -> str:
    for _ in range(4):
        insult = read_abuse(Words(text))
        if insult is None or insult.start < 0:
            return text
        text = text[: insult.start] + "***" + text[insult.end :]
    return text
