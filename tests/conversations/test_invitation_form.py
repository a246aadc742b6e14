"""The form of an invite: labels, bare lines, one line with commas, a second message for what was missing."""

from __future__ import annotations

from datetime import date

import pytest

from conversations.invitation_form import missing, read_form

TODAY = date(2026, 11, 20)
WHOLE = {
    "name": "Rina Kartika", "role": "primary", "sk": "800/12/2026", "start": "2026-12-01", "end": "2027-11-30",
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Nama: Rina Kartika\nPeran: utama\nSK: 800/12/2026\nMasa: 1 Desember 2026 sampai 30 November 2027",
        "Rina Kartika\nutama\nSK 800/12/2026\n1/12/2026 - 30/11/2027",
        "Rina Kartika, utama, 800/12/2026, 1 des 2026 s/d 30 nov 2027",
        "nama = Rina Kartika\nnomor sk: 800/12/2026\nperan: Narahubung\nmulai: 1 des 2026\nsampai: 30 nov 2027",
    ],
)
def test_the_same_in_many_ways(text: str) -> None:
    assert read_form(text, TODAY) == WHOLE
    assert missing(WHOLE) == []


def test_deputy_and_contacts() -> None:
    said = "Rina Kartika\nWakil: Joko Susilo\nHP: 0812-7000-0001\nSurel: rina@batam.go.id\nmasa: 1 tahun"
    assert read_form(said, TODAY) == {
        "name": "Rina Kartika", "deputy": "Joko Susilo", "end": "2027-11-19",
        "contacts": {"phone": "0812-7000-0001", "email": "rina@batam.go.id"},
    }  # fmt: skip
    assert read_form("Nama: Joko\nPeran: wakil\nWakil dari: Rina", TODAY) == {
        "name": "Joko", "role": "deputy", "deputy_of": "Rina",
    }  # fmt: skip


def test_what_is_missing_is_named_and_can_come_later() -> None:
    first = read_form("Rina Kartika", TODAY)
    assert missing(first) == ["sk", "term"]
    assert missing({**first, **read_form("SK: -\nsampai 31 desember 2027", TODAY)}) == []


@pytest.mark.parametrize("text", ["", "\n\n", "Peran: raja", "Masa: kapan-kapan", "x" * 500, "Nama:"])
def test_what_cannot_be_read_is_left_out(text: str) -> None:
    assert read_form(text, TODAY) == {}
