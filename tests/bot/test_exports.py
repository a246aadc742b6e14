"""Files of an export: no cell is a formula, the numbers are the recap's, the same moment makes the same bytes."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from statistics import fmean, median
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from reportlab.lib.units import mm

from bot.export_csv import FORMULA, harmless, written
from bot.export_pdf import _image
from bot.exporting import SHAPES, Export, name_of
from bot.exporting import shape as maker_of
from bot.i18n import Catalogues
from bot.phrasing import Voice
from bot.recap_picture import pictures
from bot.recap_tables import CASE, NUMBERS, Tables
from complaints.agency import Agency
from complaints.counting import Fact, counted
from complaints.lifecycle import Resolution, Status
from conversations.period import month_of
from conversations.recap import Named
from handlers.recap_count import Asks, Counted
from storage.facts import Told
from tests.bot.test_dossier import spoken

ZONE = ZoneInfo("Asia/Jakarta")
AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
EVIL = "=HYPERLINK(\"http://x.example\",\"klik\")"
#: OWASP's list and what has been seen in the field.
DANGEROUS = [
    EVIL, "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "=cmd|' /C calc'!A0", "＝1+1", "＋62811",
    "－2", "＠x", "+62 811 7000", "-",
]  # fmt: skip


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables(Voice(Catalogues.load(strict=True), "id", "Asia/Jakarta"))


def facts(n: int = 12) -> list[Fact]:
    filed = datetime(2026, 11, 2, 1, 2, 3, 400_000, tzinfo=UTC)
    return [
        Fact(
            id=str(i), number=f"NH-7K3Q-{1000 + i}", agency_id="a" if i % 3 else None, region="21.71" if i % 3 else "",
            topic="ADM", channel="telegram", lapor="1234567" if i == 1 else "", filed_at=filed + timedelta(hours=i),
            status=Status.CLOSED if i % 4 == 0 else Status.FORWARDED,
            resolution=Resolution.CONFIRMED if i % 4 == 0 else None,
            first_response_at=filed + timedelta(hours=31.7 * i, microseconds=i) if i % 2 else None,
            overdue=frozenset({"respon_awal"}) if i == 3 else frozenset(),
        )
        for i in range(n)
    ]  # fmt: skip


AGENCY = {"a": Agency(id="a", name=EVIL, short="Kantor A", kind="opd", region="21.71")}
ASKS = Asks(period=month_of(date(2026, 11, 1)), region="21.71", place="Kota Batam")


def made(shape: str, tables: Tables, cases: list[Fact], *, persons: bool = False) -> bytes:
    story, day = "=1+1\nbaris dua; \"kutip\"", AT.date()
    told = Told(reporter="+62811", anonymous=True, story=story, place="@pasar", happened_on=day)
    file: Export = maker_of(shape)[0](tables, tables.about(ASKS, AT), persons=persons)
    for page in (cases[:5], cases[5:]):
        person = tables.person(told) if persons else ()
        file.rows((*tables.case(fact, AGENCY, {"21.71": "Kota Batam"}), *person) for fact in page)
    return file.made(the_recap(cases))


def the_recap(cases: list[Fact]) -> Counted:
    named = Named(period=ASKS.period, place="Kota Batam", agencies={"a": EVIL, "z": "Unit Z"}, counted_at="20/11/2026")
    return Counted(recap=counted(cases, ZONE, ["a", "z"]), named=named, asks=ASKS, at=AT)


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run_is_marked_as_words(text: str) -> None:
    assert harmless(text) == f"'{text}" and not harmless(text).startswith(FORMULA)


@pytest.mark.parametrize("text", ["", "KTP = lama", "Jl. Anggrek 5", "'sudah", "5-10 hari", "NH-7K3Q-9DXM"])
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_numbers_and_moments_are_written_for_machines() -> None:
    cells = (None, -1.5, 7, datetime.fromisoformat("2026-11-20T10:05"), date(2026, 11, 20))
    assert [written(cell) for cell in cells] == ["", "-1.5", "7", "2026-11-20 10:05:00", "2026-11-20"]


def rows_of(body: bytes) -> list[dict[str, str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_whoever_recounts_the_file_comes_to_the_numbers_of_the_recap(tables: Tables) -> None:
    cases = facts()
    total = the_recap(cases).recap.total
    rows = rows_of(made("csv", tables, cases))
    assert total.waits is not None and len(rows) == total.received
    read = [(datetime.fromisoformat(row["Masuk"]), row["Respon awal"]) for row in rows]
    days = [(datetime.fromisoformat(first) - filed).total_seconds() / 86_400 for filed, first in read if first]
    assert (round(fmean(days), 1), round(median(days), 1), len(days)) == (
        total.waits.mean, total.waits.median, total.waits.n,
    )  # fmt: skip
    assert sum(row["Hasil"].startswith("selesai") for row in rows) == total.solved
    assert sum(bool(row["Lewat batas"]) for row in rows) == total.late == 1
    assert [row["ID pelacakan LAPOR"] for row in rows].count("1234567") == 1


def test_a_csv_survives_semicolons_quotes_and_lines(tables: Tables) -> None:
    rows = rows_of(made("csv", tables, facts(), persons=True))
    assert rows[0]["Cerita"] == "'=1+1\nbaris dua; \"kutip\"" and rows[0]["Tempat kejadian"] == "'@pasar"
    assert rows[1]["Instansi"] == f"'{EVIL}" and rows[0]["Nama disembunyikan"] == "ya"
    raw = made("csv", tables, facts()).decode("utf-8-sig")
    assert all(re.fullmatch(r'("([^"]|"")*",)*"([^"]|"")*"', line) for line in raw.split("\r\n")[:-1])
    assert "Pelapor" not in raw and "pasar" not in raw


def sheets(body: bytes) -> dict[str, list[list[str]]]:
    """Words and numbers of each sheet; fails where a cell is a formula."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    found = {}
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        listed = ElementTree.fromstring(book.read("xl/workbook.xml")).findall("m:sheets/m:sheet", space)
        for number, name in enumerate([sheet.get("name") for sheet in listed], 1):
            tree = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            assert not tree.findall(".//m:f", space), "a formula"
            rows = tree.findall(".//m:row", space)
            found[str(name)] = [["".join(cell.itertext()) for cell in row] for row in rows]
    return found


def test_a_workbook_says_what_it_is_and_runs_nothing(tables: Tables) -> None:
    book = sheets(made("xlsx", tables, facts(), persons=True))
    assert list(book) == ["Tentang", "Rekap", "Laporan"]
    assert dict(row for row in book["Tentang"] if len(row) == 2)["Periode"] == "November 2026"
    assert book["Rekap"][1][:4] == ["Semua", "12", "3", "25"] and len(book["Rekap"][0]) == len(NUMBERS)
    assert ["Belum ada aduan", "Unit Z", "0"] in book["Rekap"]
    assert len(book["Laporan"]) == 13 and len(book["Laporan"][0]) == len(CASE) + 5
    assert EVIL in book["Laporan"][2] and "+62811" in book["Laporan"][2]


def test_a_paper_has_the_numbers_and_the_first_of_the_cases(tables: Tables) -> None:
    body = made("pdf", tables, facts(400))
    said = spoken(body)
    assert body.startswith(b"%PDF") and "Rekap November 2026" in said and "Masuk 400, selesai 100" in said
    assert "NH-7K3Q-1299" in said and "NH-7K3Q-1300" not in said and "100 laporan lain" in said
    assert "Unit Z" in said and "Asia/Jakarta" in said
    assert "pasar" in spoken(made("pdf", tables, facts(3), persons=True))


def test_a_paper_shows_the_pictures_in_their_own_proportions(tables: Tables) -> None:
    drawn = pictures(the_recap(facts()), tables)
    images = [_image(each) for each in drawn]
    sizes = [Image.open(io.BytesIO(each)).size for each in drawn]
    assert [round(image.drawHeight / image.drawWidth, 3) for image in images] == [round(h / w, 3) for w, h in sizes]
    assert all(image.drawHeight < 180 * mm for image in images), "a page of A4 on its side"
    file = maker_of("pdf")[0](tables, tables.about(ASKS, AT), persons=False)
    body = file.made(the_recap(facts()), drawn)
    assert body.count(b"/Subtype /Image") >= 2


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_cases_make_the_same_bytes(shape: str, tables: Tables) -> None:
    assert made(shape, tables, facts()) == made(shape, tables, facts())
    assert made(shape, tables, []), "an empty period is a file too"


def test_a_name_says_period_place_and_whether_names_are_in_it() -> None:
    asks = Asks(period=ASKS.period, region="21.71", shape="csv", identities=True)
    assert name_of(asks) == "narahubung-2026-11-01_2026-11-30-21.71-lengkap.csv"
