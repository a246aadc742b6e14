"""Our processes as an operator starts them, and what they cost: processor seconds and memory, read from the system."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Running:
    """Processes by a name of their own."""

    folder: Path
    environment: dict[str, str]
    processes: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)

    async def start(self, name: str, *command: str) -> None:
        """`python -m ...`, its log in the folder."""
        log = (self.folder / f"{name}.log").open("wb")
        self.processes[name] = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *command, env={**os.environ, **self.environment}, stdout=log, stderr=log
        )

    def seconds(self) -> float:
        """Processor seconds of all so far."""
        return sum(_seconds(process.pid) for process in self.processes.values())

    def megabytes(self) -> dict[str, float]:
        """Memory in use by each."""
        return {name: _resident(process.pid) / 1e6 for name, process in self.processes.items()}

    async def stop(self) -> None:
        """Ask them to end, and wait."""
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                process.terminate()
        for process in self.processes.values():
            try:
                await asyncio.wait_for(process.wait(), 20)
            except TimeoutError:
                process.kill()
        self.processes.clear()


async def postmaster(url: str) -> int | None:
    """Process of the PostgreSQL server of that address, None where it is on another machine or there is none."""
    if not url.startswith("postgresql"):
        return None
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        return _server_of(await connection.fetchval("SELECT pg_backend_pid()"))
    finally:
        await connection.close()


def _server_of(backend: int) -> int | None:
    try:
        ours = Path(f"/proc/{backend}/comm").read_text().startswith("postgres")
        return _parent(backend) if ours else None
    except FileNotFoundError:
        return None


def family_seconds(parent: int) -> float:
    """Processor seconds of a process and of all its children, those that have ended too."""
    own = _fields(parent)
    living = (int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit())
    children = 0.0
    for process in living:
        with suppress(FileNotFoundError, ProcessLookupError):
            if _parent(process) == parent:
                children += _seconds(process)
    return _seconds(parent) + (int(own[13]) + int(own[14])) / TICK + children


def _fields(process: int) -> list[str]:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def _parent(process: int) -> int:
    return int(_fields(process)[1])


def _seconds(process: int) -> float:
    fields = _fields(process)
    return (int(fields[11]) + int(fields[12])) / TICK


def _resident(process: int) -> int:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE
