"""Entry of the console command `narahubung`: finds the subcommand, turns known errors into one sentence.

Exit codes: 0 done, 1 an error named in one sentence, 2 wrong usage (click's own).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from complaints.errors import ComplaintError

#: command -> module under bot.cli holding a click command named `command`
COMMANDS = {
    "agency": "agency",
    "backup": "backup",
    "classify": "classify",
    "clock": "clock",
    "db": "db",
    "dead": "dead",
    "demo": "demo",
    "desk": "desk",
    "doctor": "doctor",
    "export": "export",
    "focalpoint": "focalpoint",
    "match": "match",
    "owner": "owner",
    "qr": "qr",
    "recurrence": "recurrence",
    "registry": "registry",
    "restore": "restore",
    "run": "run",
    "whatsapp": "whatsapp",
}


class LazyGroup(click.Group):
    """Loads a subcommand when it is named: `narahubung match` must not pay for aiogram."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"bot.cli.{COMMANDS[cmd_name]}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ComplaintError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            # A folder that is not ours, a full disk: the machine said no, which is no fault of the program.
            where = f" {error.filename}" if error.filename else ""
            raise click.ClickException(f"Mesin ini menolak{where}: {error.strerror or error}.") from error


@click.group(cls=LazyGroup, help="Kanal pengaduan layanan publik: dari cerita warga ke narahubung.")
@click.version_option(package_name="narahubung")
def main() -> None:
    """Dispatch to a subcommand."""


if __name__ == "__main__":
    main()
