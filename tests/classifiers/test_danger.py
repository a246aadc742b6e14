"""Danger now, told by anyone; and the same words of yesterday, of fear, of trade and of films."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from classifiers.danger_signals import read_danger
from classifiers.kind import wishes
from classifiers.slips import Slips
from classifiers.story import StoryReader
from classifiers.words import Words

AT = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Jakarta"))
DANGER = [
    "kebakaran di tiban", "om tolong papa pegang pisau aku takut", "pakde ku ketiban genteng endase bocor",
    "ado urang tabanam di batang aia", "tlg gdung bkas terbakr, ada ank2 d dlm", "gak bisa nafas tolong",
    "kapal kami mati mesin ombak tinggi air udah masuk", "saya minum obat tidur banyak, udah pusing",
    "lae tolong dulu, ada anak jatuh ke lubang galian penuh air", "ada yg nembak nembak di pelabuhan",
    "bapak kena stroke kayaknya, mulutnya mencong",
]  # fmt: skip
CALM = [
    "mati lampu dari magrib di batu aji", "tahun lalu rumah kami kebakaran, bantuan belum cair",
    "bapak kebakaran jenggot waktu saya tanya", "berapa biaya ambulans puskesmas", "mau tanya syarat izin apar",
    "jalan ini rawan kecelakaan, tolong dipasang rambu", "nonton film kapal tenggelam di bioskop ribut sekali",
    "usul dipasang pagar supaya anak tidak tenggelam", "makasih pak apinya sudah padam",
    "sesak sekali ruang tunggu imigrasi, tidak ada kursi", "ditembak calo 2 juta buat sim",
    "data adik saya hilang di sistem", "jalan depan sd 006 bengkong lobang parah, udah 2 motor jatuh kemarin",
]  # fmt: skip


@pytest.mark.parametrize("text", DANGER)
def test_danger_is_heard(text: str) -> None:
    assert StoryReader().read(text, sent_at=AT).urgency == "emergency"


@pytest.mark.parametrize("text", CALM)
def test_what_only_sounds_like_it_is_none(text: str) -> None:
    assert StoryReader().read(text, sent_at=AT).urgency != "emergency"


def test_a_danger_word_stands_in_a_state() -> None:
    assert "strong.plain" in read_danger(Words("anak saya kejang")).signals
    assert "strong.past" in read_danger(Words("anak saya kejang tahun lalu")).signals
    assert "strong.unreal" in read_danger(Words("takutnya anak saya kejang")).signals
    assert read_danger(Words("ktp belum jadi")).best is None


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("disuruh bayar dulu baru ditangani", False), ("syahbandar minta surat dulu.", False),
        ("tolong tengok dulu pak", False), ("rumah kami terbakar. dulu", True), ("dulu waktu kecil terbakar", True),
    ],
)  # fmt: skip
def test_what_comes_first_is_not_what_was(text: str, past: bool) -> None:
    assert ("past" in read_danger(Words(text)).signals) is past


def test_one_slip_is_forgiven_and_no_other_word_taken_for_it() -> None:
    slips = Slips(["kebakaran", "kesetrum", "serang"], ["sarang"])
    assert slips.mend(("kebakran",)) == ("kebakaran",)
    assert slips.mend(("ksetrum",)) == ("kesetrum",)
    assert slips.mend(("sarang",)) == ()
    assert slips.mend(("serong",)) == ()


def test_a_wish_opens_as_one() -> None:
    assert wishes(Words("tolong tambah ambulans di galang"))
    assert not wishes(Words("tolong tambah daya saya sudah lama belum selesai"))
    assert not wishes(Words("ambulans di galang kurang"))
