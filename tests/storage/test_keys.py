"""The keyring: what it seals opens only in its place, and a bad key file is one sentence."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from conversations.messages import Address, Channel
from storage import keys
from storage.columns import Sealed
from storage.errors import KeyLost, Tampered
from storage.keys import Keyring
from tests.storage.samples import address


def test_the_file_is_private_and_made_once(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "keys.json"
    first = Keyring.open(path, create=True)
    assert first.fresh and not path.exists(), "nothing is written before the database agrees"
    second = Keyring.open(path, create=True)
    first.save()
    second.save()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["keys.json"]
    assert first.index("x") == second.index("x") == Keyring.open(path, create=False).index("x")


@pytest.mark.parametrize("plain", [b"", b"x", "Siti Aminah 😀".encode(), os.urandom(100_000)])
@pytest.mark.parametrize("form", [1, 2])
def test_sealed_opens_in_its_place(keyring: Keyring, plain: bytes, form: int) -> None:
    keyring._format = form
    sealed = keyring.seal("chats:person:1", plain)
    assert sealed[:2] == bytes((form, 1))
    assert keyring.unseal("chats:person:1", sealed) == plain
    assert keyring.seal("chats:person:1", plain) != sealed


@pytest.mark.parametrize("place", ["chats:person:2", "chats:state:1", "desks:person:1"])
def test_moved_to_another_place_it_does_not_open(keyring: Keyring, place: str) -> None:
    with pytest.raises(Tampered):
        keyring.unseal(place, keyring.seal("chats:person:1", b"x"))


def test_changed_it_does_not_open(keyring: Keyring) -> None:
    sealed = keyring.seal("t:c:1", b"Siti")
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(Tampered):
            keyring.unseal("t:c:1", bytes(changed))
    for cut in (0, 1, 2, 13, len(sealed) - 1):
        with pytest.raises(Tampered):
            keyring.unseal("t:c:1", sealed[:cut])


def test_a_newer_key_seals_and_all_keys_open(keyring: Keyring) -> None:
    old = keyring.seal("t:c:1", b"Siti")
    content = json.loads(keyring.path.read_text())
    content["data"]["2"] = content["index"]
    keyring.path.write_text(json.dumps(content))
    turned = Keyring.open(keyring.path, create=False)
    assert turned.seal("t:c:1", b"x")[1] == 2
    assert turned.unseal("t:c:1", old) == b"Siti"


def test_chat_keys_follow_the_chat_and_not_the_thread(keyring: Keyring) -> None:
    key = keyring.chat_key(address("1"))
    assert len(key) == 32 and set(key) <= set("0123456789abcdef")
    assert keyring.chat_key(address("1", thread="9")) == key
    others: list[Address] = [
        address("2"), address("1", account="2"), address("1", channel=Channel.WHATSAPP),
    ]  # fmt: skip
    assert len({key, *map(keyring.chat_key, others), keyring.person_key(Channel.TELEGRAM, "1")}) == 5


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"what": "x"}', '{"what": "narahubung-keys", "data": {}, "index": ""}',
                '{"what": "narahubung-keys", "data": {"1": "QQ=="}, "index": "QQ=="}',
                '{"what": "narahubung-keys", "data": {"x": "?"}, "index": 1}', "\0\0"],
)  # fmt: skip
def test_another_file_is_refused_in_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(KeyLost, match=r"keys\.json rusak.*Pulihkan"):
        Keyring.open(path, create=True)
    assert path.read_text() == content


def test_a_missing_file_is_refused_where_none_may_be_made(tmp_path: Path) -> None:
    with pytest.raises(KeyLost, match="tidak ditemukan"):
        Keyring.open(tmp_path / "keys.json", create=False)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o602])
def test_a_file_others_can_read_is_refused(keyring: Keyring, mode: int) -> None:
    keyring.path.chmod(mode)
    with pytest.raises(KeyLost, match="chmod 600"):
        Keyring.open(keyring.path, create=False)


def test_a_folder_instead_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys.json").mkdir(mode=0o700)
    with pytest.raises(KeyLost, match="tidak dapat dibaca"):
        Keyring.open(tmp_path / "keys.json", create=True)


def test_an_encrypted_column_takes_no_plain_value(keyring: Keyring) -> None:
    from sqlalchemy.dialects import sqlite

    with pytest.raises(TypeError):
        Sealed().process_bind_param(b"Siti", sqlite.dialect())


def test_without_gcm_siv_it_falls_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Absent:
        def __init__(self, key: bytes) -> None:
            raise keys.UnsupportedAlgorithm("no GCM-SIV in this OpenSSL")

    monkeypatch.setattr(keys, "AESGCMSIV", Absent)
    assert keys.best_format() == 2
    assert Keyring.open(tmp_path / "k", create=True).seal("t:c:1", b"x")[0] == 2
