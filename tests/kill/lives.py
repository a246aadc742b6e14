"""Runs the app in one short life after another, each ended by kill -9; a program of its own.

Imports and reading rooms are made once, then each life is a fork: so fifty deaths take seconds, and each
life still opens its own database, connections and loops.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot import app_deeds
from bot.app import App, serve
from bot.ears import RegistryEars
from tests.street import batam, settings

#: Share of lives that end while the house still opens; the others die while it talks.
EARLY = 0.2


def main() -> None:
    """argv: JSON {data, url, staff, database, lives, seed, longest}; seconds a life may last once it is open."""
    wish = json.loads(sys.argv[1])
    chance = random.Random(wish["seed"])  # the same deaths for the same seed
    registry = batam()
    ears = RegistryEars(registry.agencies.values(), registry.regions.values())
    app_deeds.RegistryEars = lambda *_: ears  # type: ignore[assignment, misc]
    import bot.app_speech
    import bot.channels.telegram_citizen
    import bot.channels.telegram_desk  # noqa: F401 - warm for every life

    for _ in range(wish["lives"]):
        heard, says = os.pipe()
        life = os.fork()
        if life == 0:
            _live(wish, partial(os.write, says, b"."))
        os.close(says)
        if chance.random() < EARLY:
            time.sleep(chance.uniform(0, wish["longest"]))
        else:
            os.read(heard, 1)
            time.sleep(chance.uniform(0, wish["longest"]))
        os.close(heard)
        os.kill(life, signal.SIGKILL)
        os.waitpid(life, 0)
        sys.stdout.write("killed\n")
        sys.stdout.flush()
    _live(wish, lambda: None)


def _live(wish: dict[str, str], ready: Callable[[], object]) -> None:
    from bot.logs import set_up

    set_up("INFO")
    app = App(settings(Path(wish["data"]), wish["url"], wish["staff"], wish["database"]), registry=batam)

    async def told() -> None:
        ready()

    asyncio.run(serve(app, ready=told))
    os._exit(0)


if __name__ == "__main__":
    main()
