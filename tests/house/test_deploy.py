"""What is shipped for servers starts every kind of process, lets it drain, and names settings that exist."""

from __future__ import annotations

import re

import pytest

from bot.config import PREFIX, Settings
from bot.kinds import Kind
from tests.house.tree import ROOT, text

FILES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "deploy").rglob("*") if path.is_file())
KINDS = [kind for kind in Kind if kind is not Kind.ALL]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_process_is_started(kind: Kind) -> None:
    assert f"command: [run, {kind}]" in text("deploy/compose/compose.yaml")
    assert f"narahubung@{kind}.service" in text("deploy/systemd/narahubung.target")


def test_settings_named_in_deploy_files_exist() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    named = {word for name in FILES for word in re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", text(name))}
    assert named and named <= known


def test_alarms_look_at_figures_that_are_told() -> None:
    told = set(re.findall(r'"(narahubung_[a-z_]+)"', text("bot/metrics.py")))
    found = re.findall(r"narahubung_[a-z_]+", text("deploy/prometheus-alerts.yaml"))
    asked = {word.removesuffix("_total") for word in found}
    assert asked and asked <= told


def test_nobody_is_killed_while_draining() -> None:
    for name in FILES:
        if name.endswith(".service"):
            assert "TimeoutStopSec=30" in text(name)
    assert text("deploy/compose/compose.yaml").count("stop_grace_period: 30s") == 1
