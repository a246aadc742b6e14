"""`narahubung agency rules`: shorter limits only, hours and zone, shown with their source."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main

CAPIL = "2171.disdukcapil"

pytestmark = pytest.mark.usefixtures("own_folder")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["agency", "rules", *words])


def test_the_whole_way() -> None:
    assert "respon_awal\t5 hari kerja\tumum\tSP4N-LAPOR!" in run("show", CAPIL).output
    week = "Senin-Kamis 07.30-15.30, jumat 07:30-14.00"
    made = run("set", CAPIL, "respon_awal=3", "penyelesaian_14=10", "--hours", week, "--zone", "WITA")
    assert made.exit_code == 0, made.output
    assert "respon_awal\t3 hari kerja\tsendiri" in made.output and "zona waktu\tAsia/Makassar\tsendiri" in made.output
    assert "jam kerja\tsenin-kamis 07.30-15.30, jumat 07.30-14.00\tsendiri" in made.output
    left = run("clear", CAPIL, "respon_awal", "--zone").output
    assert "respon_awal\t5 hari kerja\tumum" in left and "penyelesaian_14\t10 hari kerja\tsendiri" in left
    assert "sendiri" not in run("clear", CAPIL).output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((CAPIL, "respon_awal=7"), 1, "7 hari tidak lebih pendek dari 5 hari kerja"),
        ((CAPIL, "respon_awal=5"), 1, "SP4N-LAPOR!"),
        ((CAPIL, "respon_awal=0"), 1, "sedikitnya satu hari"),
        ((CAPIL, "ombudsman=3"), 1, "tidak dapat diatur per instansi"),
        ((CAPIL, "respon_awal=tiga"), 2, "contoh: respon_awal=3"),
        ((CAPIL,), 2, "sedikitnya satu"),
        ((CAPIL, "--hours", "Senin 25.00-26.00"), 1, "tidak ada jam"),
        ((CAPIL, "--hours", "Senin 15.00-08.00"), 1, "tidak lebih awal"),
        ((CAPIL, "--hours", "Jumat-Senin 08.00-15.00"), 1, "tidak sebelum"),
        ((CAPIL, "--hours", "Senin-Rabu 08.00-15.00, Rabu 08.00-14.00"), 1, "dua kali"),
        ((CAPIL, "--hours", "kapan saja"), 1, "tidak terbaca"),
        ((CAPIL, "--zone", "Batam"), 1, "tidak dikenal"),
        (("9999.x", "respon_awal=3"), 1, "registry find"),
    ],
)
def test_what_is_refused_is_refused_in_one_sentence(words: tuple[str, ...], code: int, said: str) -> None:
    found = run("set", *words)
    assert found.exit_code == code and said in found.output
    assert "Traceback" not in found.output
