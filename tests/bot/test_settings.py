"""What an operator mistypes stops the start with one sentence that names it, whatever it is."""

from __future__ import annotations

import socket
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.config import load_settings
from bot.door import Door, NoDoor
from storage import engines
from storage.errors import StorageError

TOKEN = "7000000001:SIMULATOR-citizen"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("service_zone", "Asia/Nowhere", "bukan zona waktu"),
        ("service_zone", "Asia", "bukan zona waktu"),
        ("service_zone", "../etc", "bukan zona waktu"),
        ("log_level", "LOUD", "harus salah satu dari DEBUG"),
        ("home_region", "Batam", "bukan kode wilayah"),
        ("lease_seconds", "nan", "harus bilangan"),
        ("messages_per_second", "inf", "harus bilangan"),
        ("health_port", "abc", "harus bilangan bulat"),
        ("max_file_mb", "21", "paling besar 20"),
        ("keep_drafts_days", "3", "paling kecil 31"),
        ("messages_per_second", "0", "harus lebih dari 0"),
        ("paid_broadcast", "kadang", "harus true atau false"),
        ("ombudsman_rule", "x", "harus salah satu dari 'ombudsman'"),
        ("webhook_old_secret", "short", "16 sampai 256"),
        ("webhook_url", "http://example.go.id", "https://"),
    ],
)
def test_a_wrong_value_is_named_in_the_operators_language(name: str, value: str, said: str) -> None:
    with pytest.raises(click.ClickException, match=said) as refused:
        load_settings(**{name: value}, _env_file=None)
    assert f"NARAHUBUNG_{name.upper()}: " in str(refused.value)


def test_one_bot_cannot_be_both(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(click.ClickException, match="NARAHUBUNG_DESK_TOKEN: bot yang sama"):
        load_settings(citizen_token=TOKEN, desk_token=TOKEN, _env_file=None)


def test_a_settings_file_in_another_alphabet_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"NARAHUBUNG_OMBUDSMAN_CONTACT=\xff\xfe\n")
    with pytest.raises(click.ClickException, match=r"\.env bukan teks UTF-8"):
        load_settings(_env_file=tmp_path / ".env")


@pytest.mark.parametrize("url", ["postgresql://u@host:port/x", "postgresql://u@[::1/x"])
def test_an_address_of_a_database_nobody_can_read_is_one_sentence(url: str) -> None:
    with pytest.raises(StorageError, match="Alamat basis data harus"):
        engines.address(url)


async def test_a_port_in_use_is_named_with_the_setting_to_change() -> None:
    from aiohttp import web

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        door = Door("127.0.0.1", port, "NARAHUBUNG_WEBHOOK_PORT")
        with pytest.raises(NoDoor, match=f"127.0.0.1:{port} .* NARAHUBUNG_WEBHOOK_PORT"):
            await door.open(web.Application(), "telegram")
        await door.close()


def test_a_folder_that_cannot_be_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("NARAHUBUNG_DATA_DIR", str(tmp_path / "file" / "data"))
    said = CliRunner().invoke(main, ["owner", "--list"])
    assert (said.exit_code, said.output.count("\n")) == (1, 1)
    assert str(tmp_path / "file" / "data") in said.output


def test_the_wrong_folder_has_no_dead_letters_to_deny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARAHUBUNG_DATA_DIR", str(tmp_path / "elsewhere"))
    said = CliRunner().invoke(main, ["dead", "list"])
    assert said.exit_code == 1 and "elsewhere" in said.output
    assert not (tmp_path / "elsewhere").exists()


def test_a_number_no_message_can_have_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARAHUBUNG_DATA_DIR", str(tmp_path))
    for number in ("0", "9" * 30):
        assert CliRunner().invoke(main, ["dead", "replay", "masuk", number]).exit_code == 2
