"""The keyring: seals and opens stored values and names people by keyed hashes; knows no table.

A sealed value is `format | key id | nonce | ciphertext`; its associated data names table, column and row,
so that a value moved to another place does not open.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV

from conversations.messages import Address, Channel
from storage.errors import KeyLost, Tampered

#: format byte -> cipher. Both take 32-byte keys and 12-byte nonces; GCM-SIV survives a repeated nonce.
CIPHERS: dict[int, type[AESGCMSIV] | type[AESGCM]] = {1: AESGCMSIV, 2: AESGCM}
NONCE = 12
RESTORE = "Pulihkan berkas itu dari cadangan; tanpa kunci aslinya data yang tersimpan tidak dapat dibuka."
TEMPLATE = "narahubung-keys"


class Ciphertext(bytes):
    """What `Keyring.seal` returns, and the only thing an encrypted column takes."""


def best_format() -> int:
    """1 where OpenSSL knows AES-GCM-SIV (3.2 and newer; distribution builds may lack it), else 2."""
    try:
        AESGCMSIV(bytes(32))
    except UnsupportedAlgorithm:
        return 2
    return 1


class Keyring:
    """Data keys (newest seals, all open) and one key for blind indexes."""

    def __init__(self, path: Path, data: dict[int, bytes], index: bytes, *, fresh: bool = False) -> None:
        self.path = path
        #: True until the first `save`: made in memory, no file yet.
        self.fresh = fresh
        self._take(data, index)

    def _take(self, data: dict[int, bytes], index: bytes) -> None:
        self._data, self._index = data, index
        self._format, self._newest = best_format(), max(data)
        self._ciphers: dict[tuple[int, int], AESGCMSIV | AESGCM] = {}

    @classmethod
    def open(cls, path: Path, *, create: bool) -> Keyring:
        """The keyring of that file.

        Where there is none and `create` is set, a new one in memory: `Database.start` writes the
        file once it has seen that the database holds nothing sealed with a lost key.
        """
        try:
            return cls(path, *_read(path))
        except FileNotFoundError:
            if not create:
                raise KeyLost(path, "tidak ditemukan", RESTORE) from None
        return cls(path, {1: secrets.token_bytes(32)}, secrets.token_bytes(32), fresh=True)

    def save(self) -> None:
        """Write the file, 0600 and complete or not at all; a file another process made first wins."""
        content = {
            "what": TEMPLATE,
            "note": "Rahasia. Cadangkan terpisah dari basis data; tanpa ini isinya tidak dapat dibuka.",
            "data": {str(i): base64.b64encode(key).decode() for i, key in self._data.items()},
            "index": base64.b64encode(self._index).decode(),
        }
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _write_new(self.path, json.dumps(content, indent=1))
        except FileExistsError:
            self._take(*_read(self.path))
        except OSError as error:
            raise KeyLost(
                self.path, f"tidak dapat ditulis ({error.strerror})", "Beri hak tulis pada foldernya."
            ) from error
        self.fresh = False

    def seal(self, place: str, plain: bytes) -> Ciphertext:
        """`plain` sealed for `place`, which is "table:column:row"."""
        nonce = os.urandom(NONCE)
        sealed = self._cipher(self._format, self._newest).encrypt(nonce, plain, place.encode())
        return Ciphertext(bytes((self._format, self._newest)) + nonce + sealed)

    def unseal(self, place: str, sealed: bytes) -> bytes:
        """What was sealed for `place`; Tampered when it was not."""
        try:
            cipher = self._cipher(sealed[0], sealed[1])
            return cipher.decrypt(sealed[2 : 2 + NONCE], sealed[2 + NONCE :], place.encode())
        except (InvalidTag, KeyError, IndexError, ValueError) as error:
            raise Tampered(f"Isi {place.rsplit(':', 1)[0]} tidak terbaca dengan kunci ini.") from error

    def _cipher(self, form: int, key_id: int) -> AESGCMSIV | AESGCM:
        if (form, key_id) not in self._ciphers:
            self._ciphers[form, key_id] = CIPHERS[form](self._data[key_id])
        return self._ciphers[form, key_id]

    def index(self, text: str) -> str:
        """Blind index: 32 hex characters, the same for the same text, useless without the key."""
        return hmac.new(self._index, text.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()[:32]

    def chat_key(self, address: Address) -> str:
        """The key of a chat, whatever its thread."""
        return self.index(f"{address.channel}:{address.account}:{address.chat}")

    def person_key(self, channel: Channel, user_id: str) -> str:
        """The key of a person across the chats of one channel."""
        return self.index(f"person:{channel}:{user_id}")


def _read(path: Path) -> tuple[dict[int, bytes], bytes]:
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise KeyLost(path, "dapat dibaca pengguna lain", f"Jalankan: chmod 600 {path}")
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        if content["what"] != TEMPLATE:
            raise ValueError("another program's file")
        data = {int(i): base64.b64decode(key, validate=True) for i, key in content["data"].items()}
        index = base64.b64decode(content["index"], validate=True)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise KeyLost(path, f"tidak dapat dibaca ({error.strerror})", "Periksa pemilik dan haknya.") from error
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise KeyLost(path, "rusak atau bukan berkas kunci narahubung", RESTORE) from error
    if not data or {len(key) for key in (*data.values(), index)} != {32} or not all(0 < i < 256 for i in data):
        raise KeyLost(path, "rusak: isinya bukan kunci 32 bita", RESTORE)
    return data, index


def _write_new(path: Path, text: str) -> None:
    # link() fails where the name is taken, unlike rename(): two first starts cannot overwrite each other.
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".keys-")  # mkstemp makes 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(temporary, path)
    finally:
        Path(temporary).unlink()
