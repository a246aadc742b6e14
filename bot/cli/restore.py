"""`narahubung restore` lives beside backup; this module only gives it its name."""

from __future__ import annotations

from bot.cli.backup import restore_command as command

__all__ = ["command"]
