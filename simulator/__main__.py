"""`python -m simulator`: the simulator as a process of its own, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys

from .app import start


async def serve(arguments: argparse.Namespace) -> None:
    simulator = await start(arguments.host, arguments.port, arguments.data_dir)
    sys.stdout.write(f"SIMULATOR {simulator.url}\n")
    sys.stdout.flush()
    done = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, done.set)
    await done.wait()
    await simulator.stop()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="loopback only")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--data-dir", help="keep the world here; without it all is forgotten")
    with contextlib.suppress(KeyboardInterrupt):
        try:
            asyncio.run(serve(parser.parse_args()))
        except (ValueError, OSError) as error:
            sys.stderr.write(f"simulator: {error}\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
