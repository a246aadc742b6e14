"""Does this key file belong to this database? Asked at every start, before anything is read or written."""

from __future__ import annotations

import hmac

import sqlalchemy as sa

from storage.errors import KeyLost, Tampered
from storage.keys import RESTORE, Keyring
from storage.meta import Meta
from storage.tables import chats, complaints, inbox
from storage.tables import meta as meta_table
from storage.transaction import Transaction, insert_new

NAME = "key_check"
WORD = b"narahubung"
#: Anything sealed by a key: these come first in every story.
IN_USE = sa.select(*(sa.exists(sa.select(sa.literal(1)).select_from(t)) for t in (inbox, chats, complaints)))
KEEP = insert_new(meta_table, "name")


async def verify(tx: Transaction) -> None:
    """KeyLost unless the keyring opens what this database sealed first; a new database takes it as its."""
    keys, meta = tx.keys, Meta(tx)
    stored = await meta.get(NAME)
    if stored is None:
        if any((await tx.execute(IN_USE)).one()):
            raise KeyLost(keys.path, "tidak dapat dicocokkan dengan basis data ini", RESTORE)
        # The file first: a key nobody can read again must never have sealed anything.
        keys.save()
        await tx.execute(KEEP, {"name": NAME, "value": _made(keys)})
        stored = await meta.get(NAME)
    elif keys.fresh and keys.path.exists():
        keys.save()  # another process started first and wrote it meanwhile
    if keys.fresh:
        raise KeyLost(keys.path, "tidak ditemukan, padahal basis data sudah berisi data", RESTORE)
    assert stored is not None
    if not _fits(keys, stored):
        raise KeyLost(keys.path, "bukan milik basis data ini", RESTORE)


def _made(keys: Keyring) -> str:
    return f"{keys.seal(f'meta:value:{NAME}', WORD).hex()}:{keys.index(NAME)}"


def _fits(keys: Keyring, stored: str) -> bool:
    sealed, _, index = stored.partition(":")
    try:
        word = keys.unseal(f"meta:value:{NAME}", bytes.fromhex(sealed))
    except (Tampered, ValueError):
        return False
    return word == WORD and hmac.compare_digest(index, keys.index(NAME))
