"""Messages taken back before they went out: only what no sender has touched can still be taken back."""

from __future__ import annotations

from sqlalchemy import bindparam, literal_column

from storage.tables import SETTLED, outbox
from storage.transaction import Repository

#: "attempts = 0": after a broken connection nobody knows whether the citizen has it already.
TAKE = (
    outbox.update()
    .where(
        outbox.c.chat_key == bindparam("b_chat"),
        outbox.c.dedup == bindparam("b_dedup"),
        outbox.c.state == literal_column("0"),
        outbox.c.attempts == 0,
    )
    .values(state=SETTLED)
)


class Recalls(Repository):
    """The other half of `Outbox.put` with a `due_at`."""

    async def take(self, chat_key: str, dedup: str) -> bool:
        """Do not send the message of that name any more; False where it is out, or on its way."""
        return (await self._tx.execute(TAKE, {"b_chat": chat_key, "b_dedup": dedup})).rowcount == 1
