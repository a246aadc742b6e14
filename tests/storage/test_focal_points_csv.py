"""The focal points as a file: the same out and in, duplicates merged, the first wrong line named, nothing half."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from complaints.errors import RegistryError
from storage.focal_points_csv import COLUMNS, merged, written
from storage.people_records import FocalPoint, Way
from tests.complaints.appointees import CAPIL, person

RINA = FocalPoint(
    appointment=person("rina", verified_on=date(2026, 1, 5)),
    contacts={Way.EMAIL: "rina@batam.go.id", Way.PHONE: "+62 778 123", Way.LETTER: "Jl. Engku Putri 1, Batam"},
)
JOKO = FocalPoint(appointment=person("joko", "deputy", deputy_of="rina"))
UNITS = {CAPIL, "2171.dlh"}
HEAD = ",".join(COLUMNS)


def row(**given: str) -> str:
    values = {"agency_id": CAPIL, "role": "primary", "name": "Tono", "start": "2027-01-01"} | given
    return ",".join(values.get(column, "") for column in COLUMNS)


def file(*rows: str) -> str:
    return "\n".join((HEAD, *rows)) + "\n"


def test_out_and_in_changes_nothing() -> None:
    found = merged(written([RINA, JOKO]), [RINA, JOKO], UNITS, source="a.csv")
    assert (found.added, found.changed) == ((), ())


def test_into_an_empty_database_it_is_the_same_people() -> None:
    found = merged("\ufeff" + written([RINA, JOKO]), [], UNITS, source="a.csv")
    rina, joko = found.added
    assert replace(rina.appointment, id="rina") == RINA.appointment and rina.contacts == RINA.contacts
    assert joko.appointment.deputy_of == rina.id


def test_no_cell_runs_as_a_formula() -> None:
    evil = replace(RINA, contacts={Way.LETTER: "=HYPERLINK(1)", Way.PHONE: "+62 778 123"})
    text = written([evil])
    assert "'=HYPERLINK(1)" in text and "'+62 778 123" in text
    assert merged(text, [], UNITS, source="a.csv").added[0].contacts == evil.contacts


def test_the_same_person_twice_is_one_record_with_all_contacts() -> None:
    text = file(
        row(name="rina", start="2026-01-01", end="2026-12-31", fax="0778-9"),
        row(name="RINA", start="2026-01-01", end="2027-06-30", whatsapp="0812"),
    )
    found = merged(text, [RINA], UNITS, source="a.csv")
    assert found.added == () and len(found.changed) == 1
    assert found.changed[0].contacts == {**RINA.contacts, Way.FAX: "0778-9", Way.WHATSAPP: "0812"}
    assert found.changed[0].appointment.end == date(2027, 6, 30)
    assert found.changed[0].appointment.verified_on == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("rows", "line", "why"),
    [
        ([row(agency_id="9999.x")], 2, "tidak dikenal"),
        ([row(), row(name="")], 3, "nama kosong"),
        ([row(role="raja")], 2, "peran 'raja'"),
        ([row(start="kemarin")], 2, "bukan tanggal"),
        ([row(start="")], 2, "start kosong"),
        ([row(end="2026-01-01")], 2, "berakhir sebelum dimulai"),
        ([row(start="2026-06-01")], 2, "sudah punya narahubung utama pada masa itu: Rina"),
        ([row(), row(name="Sari")], 2, "sudah punya narahubung utama"),
        ([row(deputy_of="Hantu")], 2, "deputy_of 'Hantu'"),
        ([row(name="A", role="deputy", deputy_of="A")], 2, "saling menunjuk"),
    ],
)
def test_the_first_wrong_line_is_named(rows: list[str], line: int, why: str) -> None:
    with pytest.raises(RegistryError, match=f"a.csv, baris {line}: .*{why}"):
        merged(file(*rows), [RINA], UNITS, source="a.csv")


def test_a_file_of_something_else_is_refused() -> None:
    with pytest.raises(RegistryError, match="kolom agency_id, name, role, start tidak ada"):
        merged("nama;umur\nRina;40\n", [], UNITS, source="a.csv")
