"""Makes processes of any kind on demand; a program of its own, told by lines on standard input.

Imports and reading rooms are made once and each process is a fork, so a whole installation stands in a second.
A line is JSON {kind, data, url, staff, database, more}; the answer is the process id.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from bot import app_deeds
from bot.app import App, serve
from bot.ears import RegistryEars
from bot.kinds import Kind
from tests.street import batam, settings


def main() -> None:
    """Until standard input ends; then every process goes with us."""
    registry = batam()
    ears = RegistryEars(registry.agencies.values(), registry.regions.values())
    app_deeds.RegistryEars = lambda *_: ears  # type: ignore[assignment, misc]
    import bot.app_speech
    import bot.channels.telegram_citizen
    import bot.channels.telegram_desk  # noqa: F401 - warm for every process

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    made = []
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            _live(json.loads(line))
        made.append(process)
        sys.stdout.write(f"{process}\n")
        sys.stdout.flush()
    for process in made:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _live(wish: dict[str, Any]) -> None:
    from bot.logs import set_up

    set_up("INFO")
    chosen = settings(Path(wish["data"]), wish["url"], wish["staff"], wish["database"])
    app = App(chosen.model_copy(update=wish.get("more", {})), kind=Kind(wish["kind"]), registry=batam)
    asyncio.run(serve(app))
    os._exit(0)


if __name__ == "__main__":
    main()
