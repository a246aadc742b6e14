"""`narahubung export` on a database of its own: every shape, periods, regions, exit codes, names only on demand."""

from __future__ import annotations

import asyncio
import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.app_memory import memory
from bot.cli.export import command
from bot.config import load_settings
from bot.moment import now
from complaints.model import Complaint
from conversations.messages import Address, Channel, ChatKind
from tests.storage.samples import citizen, complaint

pytestmark = pytest.mark.usefixtures("own_folder")


def run(*words: str) -> Result:
    return CliRunner().invoke(command, [*words])


async def filed() -> Complaint:
    async with memory(load_settings()) as (database, _), database.begin() as uow:
        address = Address(channel=Channel.TELEGRAM, account="1", chat="5")
        chat = await uow.chats.ensure(address, ChatKind.PRIVATE, "Siti", at=now())
        case = complaint(chat.key, reporter="Siti Aminah", filed_at=now() - timedelta(seconds=1))
        await uow.complaints.add(case, case.submitted(by=citizen(case)))
    return case


async def audited(case: Complaint) -> tuple[list[str], list[dict[str, object]]]:
    async with memory(load_settings()) as (database, _), database.read() as uow:
        own = [line.event for line in await uow.audit.of_case(case.id)]
        return own, [line.detail for line in await uow.audit.of_case("staff:operator")]


def test_the_whole_way(tmp_path: Path) -> None:
    case = asyncio.run(filed())
    for shape, magic in (("xlsx", b"PK"), ("pdf", b"%PDF"), ("csv", b"\xef\xbb\xbf")):
        done = run(f"bulan.{shape}", "--region", "batam")
        assert done.exit_code == 0 and "1 laporan" in done.output, done.output
        assert (tmp_path / f"bulan.{shape}").read_bytes().startswith(magic)
    plain = (tmp_path / "bulan.csv").read_text("utf-8-sig")
    assert case.number in plain and "Siti" not in plain
    again = run("bulan.csv")
    assert again.exit_code == 1 and "sudah ada" in again.output

    whole = run("semua.txt", "--format", "csv", "--identities")
    assert whole.exit_code == 0 and "simpan baik-baik" in whole.stderr
    (row,) = csv.DictReader(io.StringIO((tmp_path / "semua.txt").read_text("utf-8-sig"), newline=""))
    assert (row["Pelapor"], row["Cerita"]) == ("Siti Aminah", "KTP saya belum jadi")
    assert (tmp_path / "semua.txt").stat().st_mode & 0o077 == 0, "for the owner's eyes only"
    own, made = asyncio.run(audited(case))
    assert own.count("identity.exported") == 1
    assert [(each["shape"], each["identities"], each["cases"]) for each in made] == [
        ("xlsx", False, 1), ("pdf", False, 1), ("csv", False, 1), ("csv", True, 1),
    ]  # fmt: skip

    past = run("lalu.csv", "--from", "2020-01-01", "--to", "2020-01-31")
    assert past.exit_code == 0 and "0 laporan, 2020-01-01 sampai 2020-01-31" in past.output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("x.txt",), 2, "--format"),
        (("x.csv", "--from", "2026-02-30"), 2, "2026-02-30"),
        (("x.csv", "--from", "2026-02-03", "--to", "2026-02-01"), 2, "lebih awal"),
        (("x.csv", "--region", "atlantis"), 1, "atlantis"),
        ((), 2, "FILE"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    done = run(*words)
    assert done.exit_code == code and said in done.output
    assert not list(tmp_path.glob("*.csv"))
