"""Pictures of a recap: as wide as a phone, letters as high as a chat's, colours that everybody can tell apart."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from PIL import Image

from bot import palette
from bot.i18n import Catalogues
from bot.phrasing import Voice
from bot.recap_picture import MOST_HEIGHT, WIDTH, desk_picture, pictures
from bot.recap_tables import Tables
from complaints.counting import Fact, counted
from complaints.lifecycle import Status
from conversations.period import Period, month_of, year_of
from conversations.recap import Named
from handlers.recap_count import Asks, Counted

ZONE = ZoneInfo("Asia/Jakarta")
AT = datetime(2026, 11, 20, tzinfo=UTC)
LONG = "Unit Pelaksana Teknis Daerah Pengelolaan Sampah $ Wilayah Kota Batam dan Kepulauan"


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables(Voice(Catalogues.load(strict=True), "id", "Asia/Jakarta"))


def a_recap(n: int, period: Period, agencies: int = 12) -> Counted:
    since = datetime.combine(period.since, datetime.min.time(), tzinfo=ZONE)
    facts = [
        Fact(
            id=str(i), number="NH-7K3Q-9DXM", agency_id=f"a{i * i % agencies}", topic=("ADM", "JLN", None)[i % 3],
            status=(Status.RESOLVED, Status.FORWARDED, Status.ARCHIVED)[i % 3], region="21.71", channel="telegram",
            filed_at=since + timedelta(hours=7 * i % (24 * (period.until - period.since).days)),
            overdue=frozenset({"respon_awal", "penghubung"}) if i % 5 == 0 else frozenset(),
        )
        for i in range(n)
    ]  # fmt: skip
    names = {f"a{i}": LONG if i == 1 else f"Kantor {i}" for i in range(agencies)}
    named = Named(period=period, place="Kota Batam", agencies=names, counted_at="20/11/2026 10.05 WIB")
    return Counted(recap=counted(facts, ZONE), named=named, asks=Asks(period=period), at=AT)


MONTH, YEAR = month_of(date(2026, 11, 1)), year_of(date(2026, 1, 1))
WEEK = Period(since=date(2026, 11, 16), until=date(2026, 11, 23))


@pytest.mark.parametrize(("n", "period"), [(400, MONTH), (1, WEEK), (40_000, YEAR)])
def test_pictures_are_as_wide_as_a_phone_and_hold_something(tables: Tables, n: int, period: Period) -> None:
    found = a_recap(n, period)
    for body in (*pictures(found, tables), *desk_picture(found, tables)):
        picture = Image.open(io.BytesIO(body))
        assert picture.format == "PNG" and picture.width == WIDTH and 500 <= picture.height <= MOST_HEIGHT
        pixels = np.asarray(picture.convert("RGB")).reshape(-1, 3)
        inked = (pixels < 250).any(axis=1).mean()
        assert 0.03 < inked < 0.5 and len(body) > 15_000
        edge = np.asarray(picture.convert("L"))[:, -20:]
        assert (edge > 250).all(), "nothing runs out of the picture"


def test_without_cases_there_is_no_picture(tables: Tables) -> None:
    assert pictures(a_recap(0, MONTH), tables) == [] == desk_picture(a_recap(0, MONTH), tables)


def test_the_same_numbers_make_the_same_bytes(tables: Tables) -> None:
    assert desk_picture(a_recap(40, MONTH), tables) == desk_picture(a_recap(40, MONTH), tables)


#: Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
SIGHT = {
    "all": np.eye(3),
    "protan": np.array([
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]),
    "deutan": np.array([
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]),
    "tritan": np.array([
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ]),
}  # fmt: skip


def linear(colour: str) -> np.ndarray:
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """CIE Lab under D65, of linear RGB."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(light, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


MEANING = {"solved": palette.SOLVED, "open": palette.OPEN, "late": palette.LATE, "ended": palette.ENDED}


@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_colours_of_meaning_look_alike_to_anybody(sight: str) -> None:
    seen = {name: lab(SIGHT[sight] @ linear(colour)) for name, colour in MEANING.items()}
    for one, other in combinations(seen, 2):
        distance = float(np.linalg.norm(seen[one] - seen[other]))
        assert distance >= 20, f"{one} and {other} are {distance:.0f} apart for {sight}"  # 2.3 is just noticeable


def contrast(one: str, other: str) -> float:
    """WCAG 2.1, of 1 to 21."""
    bright, dark = sorted((float(np.array([0.2126, 0.7152, 0.0722]) @ linear(c)) for c in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_letters_stand_out_from_what_is_behind_them() -> None:
    pairs = [
        (palette.INK, palette.PAPER), (palette.QUIET, palette.PAPER), (palette.PAPER, palette.SOLVED),
        (palette.INK, palette.OPEN), (palette.INK, palette.ENDED),
    ]  # fmt: skip
    assert all(contrast(*pair) >= 4.5 for pair in pairs)
    assert all(contrast(colour, palette.PAPER) >= 3 for colour in (palette.SOLVED, palette.LATE)), "big numbers"


def test_the_colours_are_okabe_and_ito_s() -> None:
    assert {palette.SOLVED, palette.OPEN, palette.LATE} <= set(palette.OKABE_ITO.values())


def test_nobody_pays_for_matplotlib_who_does_not_draw() -> None:
    rooms = "bot.app_deeds, bot.app_speech, bot.cli.export"
    look = f"import sys, {rooms}; print([m for m in ('matplotlib', 'xlsxwriter') if m in sys.modules])"
    root = Path(__file__).resolve().parents[2]
    said = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, cwd=root)
    assert said.stdout.strip() == "[]"
