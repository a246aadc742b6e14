"""What our bots are called, as the messenger told at the start: links are made of it."""

from __future__ import annotations

from storage.unit_of_work import UnitOfWork

#: Name of the meta value that holds the desk bot's name.
USERNAME = "desk_username"
#: The same of the public bot, for slips and links of citizens.
CITIZEN_USERNAME = "citizen_username"


async def know_bot(uow: UnitOfWork, username: str, *, which: str = USERNAME) -> None:
    """Remember it for all processes."""
    if username and await uow.meta.get(which) != username:
        await uow.meta.set(which, username)
