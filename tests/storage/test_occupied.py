"""One process has an SQLite file alone; a second is told so, and the place is free again however the first ended."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.engines import address
from storage.errors import Occupied
from storage.occupied import occupy

FIRST = """
import sys, time
from storage.engines import address
from storage.occupied import occupy
leave = occupy(address(sys.argv[1]))
print("there", flush=True)
time.sleep(60)
"""


def test_a_second_process_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    first = subprocess.Popen(
        [sys.executable, "-c", FIRST, url], cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True
    )
    try:
        assert first.stdout and first.stdout.readline() == "there\n"
        with pytest.raises(Occupied, match=r"x\.db sedang dipakai"):
            occupy(address(url))
        first.send_signal(signal.SIGKILL)
        first.wait()
        occupy(address(url))()
    finally:
        first.kill()
        first.wait()


def test_who_leaves_makes_room(tmp_path: Path) -> None:
    url = address(f"sqlite:///{tmp_path / 'x.db'}")
    occupy(url)()
    leave = occupy(url)
    with pytest.raises(Occupied):
        occupy(url)
    leave()


def test_a_server_takes_any_number() -> None:
    url = address("postgresql://u@h/x")
    occupy(url)
    occupy(url)
