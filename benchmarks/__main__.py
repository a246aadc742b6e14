"""`make bench`: every module here that has a `main()` and measures; the machine's name first.

`python -m benchmarks [NAME ...]` runs only those named.
"""

from __future__ import annotations

import platform
import sys
from importlib import import_module
from pathlib import Path


def machine() -> str:
    """The processor as the system names it; figures without it mean little."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def modules() -> list[str]:
    """Bench modules by name: those that say `Run by `make bench`` in their first lines."""
    here = Path(__file__).parent
    return sorted(
        path.stem
        for path in here.glob("*.py")
        if "Run by `make bench`" in path.read_text("utf-8")[:600] and path.stem != "__main__"
    )


def main() -> None:
    """Run them one after another, each as if called alone."""
    print(f"machine: {machine()}, Python {platform.python_version()}")
    for name in sys.argv[1:] or modules():
        print(f"\n== {name}")
        sys.argv = [name]
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
