"""The loaded calendar against the typed decrees, and the table that corrects it."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import click
import pytest

from bot.app_memory import services_of
from bot.config import Settings, load_settings
from bot.holidays import OVERRIDES, Override, load_calendar, missing_year, read_overrides, require_this_year
from complaints.calendar import CalendarMissing
from complaints.errors import RegistryError
from conversations.ears import Ears
from storage.keys import Keyring
from tests.complaints.decrees import DAYS_OFF, DECREED


def rows(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "libur.csv"
    path.write_text("\n".join(["date,region,change,reason", *lines]) + "\n", encoding="utf-8")
    return path


def test_the_package_knows_the_decrees() -> None:
    calendar = load_calendar()
    assert calendar.years == DECREED
    assert calendar.provisional == {2028}
    assert calendar.holidays == DAYS_OFF
    assert calendar.version == "holidays-0.109"


def test_the_shipped_table_is_readable() -> None:
    assert load_calendar(overrides=read_overrides(OVERRIDES)).years == DECREED


def test_days_are_added_and_removed_by_region(tmp_path: Path) -> None:
    path = rows(
        tmp_path,
        "2026-12-18,21.71,add,Hari Jadi Kota Batam",
        "2026-09-24,21,add,Hari Jadi Provinsi",
        "2026-03-20,,remove,Keputusan Presiden",
    )
    table = read_overrides(path)
    batam, kepri, babel = (load_calendar(region, table) for region in ("21.71", "21", "19"))
    assert date(2026, 12, 18) in batam.holidays - kepri.holidays
    assert date(2026, 9, 24) in batam.holidays & kepri.holidays
    assert date(2026, 9, 24) not in babel.holidays
    assert not any(date(2026, 3, 20) in each.holidays for each in (batam, kepri, babel))
    assert len({batam.version, kepri.version, babel.version, load_calendar().version}) == 4


def test_a_region_is_not_the_beginning_of_another_regions_code() -> None:
    row = Override(day=date(2026, 1, 2), region="21.7", change="add", reason="x")
    assert not row.holds_for("21.71")
    assert row.holds_for("21.7") and row.holds_for("21.7.01")


def test_the_version_follows_the_reason_but_not_the_order(tmp_path: Path) -> None:
    lines = ["2026-12-18,,add,SK 1", "2026-12-17,,add,SK 2"]
    one = load_calendar(overrides=read_overrides(rows(tmp_path, *lines)))
    other = load_calendar(overrides=read_overrides(rows(tmp_path, *reversed(lines))))
    third = load_calendar(overrides=read_overrides(rows(tmp_path, lines[0], "2026-12-17,,add,SK 3")))
    assert one.version == other.version != third.version


def test_the_table_can_declare_a_year_complete(tmp_path: Path) -> None:
    table = read_overrides(rows(tmp_path, "2028-02-25,,add,SKB 2028", "2028-01-01,,decree,SKB 2028"))
    calendar = load_calendar(overrides=table)
    assert 2028 in calendar.years
    assert not calendar.provisional
    assert date(2028, 2, 25) in calendar.holidays


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("20-03-2026,,add,SKB", "tanggal"),
        ("2026-03-20,,hapus,SKB", "change 'hapus'"),
        ("2026-03-20,,add,", "reason"),
        ("2026-03-20", "change ''"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(RegistryError, match=f"libur.csv, baris 3: {reason}"):
        read_overrides(rows(tmp_path, "2026-12-18,,add,SK 1", line))


def test_a_wrong_head_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "libur.csv"
    path.write_text("tanggal;wilayah\n", encoding="utf-8")
    with pytest.raises(RegistryError, match="kolom"):
        read_overrides(path)


def test_the_coming_year_is_missed_from_november_without_a_stop() -> None:
    calendar = load_calendar()
    assert missing_year(calendar, date(2026, 11, 21)) is None
    assert missing_year(calendar, date(2027, 10, 31)) is None
    assert missing_year(calendar, date(2027, 11, 1)) == 2028
    require_this_year(calendar, date(2027, 12, 31))


def test_a_year_without_its_own_list_is_a_stop() -> None:
    with pytest.raises(CalendarMissing, match="2028"):
        require_this_year(load_calendar(), date(2028, 1, 1))


def test_the_coming_year_is_here_today() -> None:
    """Fails from November on while the package lacks the decree: the reminder to bring the list."""
    today = datetime.now(UTC).date()
    calendar = load_calendar(overrides=read_overrides())
    require_this_year(calendar, today)
    assert missing_year(calendar, today) is None


def test_the_bots_count_with_the_table_that_the_command_shows(tmp_path: Path) -> None:
    """An operator who corrects a day and checks it by `narahubung clock` has corrected it for the bots."""
    table = rows(tmp_path, "2026-12-18,21.71,add,Hari Jadi Kota Batam", "2026-12-17,,add,SKB baru")
    settings = Settings(holidays=table, _env_file=None)  # type: ignore[call-arg]
    services = services_of(settings, Keyring.open(tmp_path / "keys.json", create=True), cast(Ears, None))
    assert services.calendars is not None
    assert date(2026, 12, 17) in services.calendar.holidays and date(2026, 12, 18) not in services.calendar.holidays
    assert date(2026, 12, 18) in services.calendars("21.71").holidays


def test_a_table_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match="NARAHUBUNG_HOLIDAYS: berkasnya tidak ada"):
        load_settings(holidays=tmp_path / "tidak-ada.csv", _env_file=None)
