"""Is it solved? Said in a citizen's own words; where they could mean either, nothing, and the buttons stay. Pure.

A closing taken from words has to be beyond doubt; a "belum" only brings the case back to the officer.
"""

from __future__ import annotations

from typing import Literal

from conversations.vocabulary import AFTER_ANSWERS, fold

Verdict = Literal["done", "notyet"]

_SMALL = AFTER_ANSWERS | frozenset(
    "alhamdulillah makasih mksh makasi terima kasih trimakasih terimakasih tq thanks banyak banget oh eh maaf mohon "
    "ya iya y ternyata kayaknya memang emang sudahnya nya ini itu bapak ibu admin petugas semua semuanya".split()
)
_DONE = frozenset(
    "jadi diambil terambil diterima terima normal nyala hidup lancar "
    "diperbaiki dibetulkan dibenerin bagus baik aman ambil".split()
)
#: Said of nothing but an end; the others need a "sudah" beside them.
_ENDED = frozenset("selesai slesai slsai beres kelar tuntas rampung solved fixed done finished resolved".split())
_SINCE = frozenset("sudah udah udh sdh dah suda sudh".split())
_WHO = frozenset("saya sy aku kami di it is was its".split())
_NOT = frozenset("belum belom blm blom blum blon lom beum".split())
_NO = frozenset("tidak tdk gak ga gk nggak enggak ngga not".split())
_STILL = frozenset("masih tetap tetep kok juga ya tapi tp sampai sekarang skrg hari still it is".split())
#: "Belum sempat ke sana", "belum tahu": the matter is not judged yet.
_UNTRIED = frozenset(
    "sempat sempet saya sy aku kami ambil diambil cek dicek coba dicoba ke kesana lihat liat tau tahu pasti bisa "
    "tentu".split()
)


def verdict(text: str) -> Verdict | None:
    """ "Alhamdulillah udah beres min makasih" is solved, "masih belum juga, disuruh nunggu" is not."""
    heard = [word for word in fold(text).split() if word not in _SMALL]
    if "?" in text or not heard:
        return None
    if (_DONE | _ENDED | _SINCE | _WHO).issuperset(heard):
        since = not _SINCE.isdisjoint(heard) and not _DONE.isdisjoint(heard)
        return "done" if since or not _ENDED.isdisjoint(heard) else None
    while heard and heard[0] in _STILL:
        heard.pop(0)
    first, *after = heard or [""]
    if first in _NOT and not _UNTRIED.intersection(after[:1]):
        return "notyet"
    return "notyet" if first in _NO and (_ENDED | {"yet"}).intersection(after[:1]) else None


def bare(text: str) -> bool:
    """Whether it says no more than that, so that nothing of it has to be passed on."""
    return (_SMALL | _NOT | _NO | _STILL | _DONE | _ENDED | _SINCE | {"yet"}).issuperset(fold(text).split())
