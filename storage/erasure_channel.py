"""What a channel with changing ids and statuses knows of a person: ids, join codes, parked answers, proofs."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import bindparam

from storage.tables_whatsapp import identities, join_codes, opt_ins, parked
from storage.transaction import Transaction

DROP = [table.delete().where(table.c.chat_key == bindparam("chat_key")) for table in (identities, join_codes, parked)]
PROOFS = sa.select(opt_ins.c.id, opt_ins.c.uid).where(opt_ins.c.chat_key == bindparam("chat_key"))
BARE = opt_ins.update().where(opt_ins.c.id == bindparam("b_id")).values(words=bindparam("b_words"))


async def forget(tx: Transaction, chat_key: str) -> None:
    """No id of theirs stays. That they agreed, when and to what stays (ps. 24); the message that proves it
    carries their number and goes."""
    for statement in DROP:
        await tx.execute(statement, {"chat_key": chat_key})
    bare = [
        {"b_id": row.id, "b_words": tx.seal(opt_ins.c.words, row.uid, {"proof": ""})}
        for row in (await tx.execute(PROOFS, {"chat_key": chat_key})).all()
    ]
    if bare:
        await tx.execute(BARE, bare)
