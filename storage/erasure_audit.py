"""Taking a person's name out of an audit chain without hiding whether anybody else has changed it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from complaints.model import Role
from storage.audit import CHAIN, LOCK, Audit
from storage.keys import Ciphertext
from storage.tables import audit
from storage.transaction import Transaction

#: Details that say what happened and nothing about anybody; the consent's version is its proof (ps. 24).
KEPT = frozenset({"version", "status", "to"})
REWRITE = (
    audit.update()
    .where(audit.c.chain == bindparam("b_chain"), audit.c.seq == bindparam("b_seq"))
    .values(actor=bindparam("b_actor"), words=bindparam("b_words"), hash=bindparam("b_hash"))
)


async def forget(tx: Transaction, chain: str, *, ghost: str | None = None) -> int:
    """Lines of citizens in that chain lose name and detail (and with `ghost` their key); how many.

    The chain is hashed anew from there. A line that did not fit before does not fit afterwards either.
    """
    if tx.dialect == "postgresql":
        await tx.execute(LOCK, {"chain": chain})
    hashed = Audit(tx)._hash
    before_then = before_now = ""
    forgotten = 0
    rewritten: list[dict[str, Any]] = []
    for row in (await tx.execute(CHAIN, {"chain": chain})).all():
        line = row._asdict()
        fits = row.hash == hashed(before_then, line)
        if row.role == Role.CITIZEN:
            line |= _without_person(tx, row, ghost)
            forgotten += 1
        now = hashed(before_now, line) if fits else row.hash
        if forgotten:
            rewritten.append(
                {
                    "b_chain": chain, "b_seq": row.seq, "b_actor": line["actor"], "b_words": Ciphertext(line["words"]),
                    "b_hash": now,
                }
            )  # fmt: skip
        before_then, before_now = row.hash, now
    if rewritten:
        await tx.execute(REWRITE, rewritten)
    return forgotten


def _without_person(tx: Transaction, row: sa.Row[Any], ghost: str | None) -> dict[str, Any]:
    place = f"{row.chain}:{row.seq}"
    words = tx.unseal(audit.c.words, place, row.words)
    detail = {name: value for name, value in words["detail"].items() if name in KEPT}
    return {
        "actor": ghost or row.actor,
        "words": tx.seal(audit.c.words, place, {"name": "", "detail": detail}),
    }
