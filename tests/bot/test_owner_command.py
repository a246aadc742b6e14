"""`narahubung owner` on a database of its own: a code that works once, taken back, and who is what."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from bot.app_memory import memory
from bot.cli import first_owner
from bot.cli.owner import command
from bot.config import load_settings
from complaints.standing import Standing
from storage.staff_people import StaffPerson

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("own_folder")


def run(*words: str) -> str:
    return CliRunner().invoke(command, [*words]).output


async def test_a_code_is_printed_until_there_is_an_owner() -> None:
    async with memory(load_settings()) as (database, _):
        told = await first_owner.invitation(database, NOW)
        found = re.search(r"/klaim ([0-9A-Z]{5}-[0-9A-Z]{5}) ", told or "")
        assert found
        async with database.begin() as uow:
            assert await uow.staff_people.use_code(found[1], NOW)
            await uow.staff_people.keep(StaffPerson(key="a" * 32, standing=Standing.OWNER, since=NOW, name="Dewi"))
        assert await first_owner.invitation(database, NOW) is None


def test_a_new_code_taken_back_and_the_list() -> None:
    assert "ketik /klaim" in run()
    assert run("--revoke") == "Kode dicabut.\n"
    assert run("--revoke") == "Tidak ada kode yang menunggu.\n"
    assert run("--list") == ""
