"""Forms that staff fill in message by message: kept by the group, found by a reply or by who was asked last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from complaints.model import Role
from handlers.group_visit import Visit

#: After that, what the same person writes without replying is talk again.
PATIENCE = timedelta(minutes=30)


class Form(Protocol):
    """Open until it is filed or given up; `by` is the key of the actor who began it."""

    @property
    def token(self) -> str: ...

    @property
    def open(self) -> bool: ...

    @property
    def by(self) -> str: ...

    def to_json(self) -> dict[str, Any]: ...


F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class HalfFilled(Generic[F]):
    """Forms of one sort: the shelf they lie on, the kind of the bubbles that ask, how one is read back."""

    shelf: str
    kind: str
    read: Callable[[Mapping[str, Any]], F]

    async def asked(self, visit: Visit) -> F | None:
        """The form whose question is replied to, or that the same person was asked about last of all things."""
        if visit.inbound.reply_to is not None:
            found = await visit.uow.bubbles.find(visit.chat.key, visit.inbound.reply_to)
            return self.find(visit, str(found.data.get("token", ""))) if found and found.kind == self.kind else None
        shelf = visit.remembered(self.shelf)
        if not shelf:
            return None
        items = [item for kept in visit.memory.values() if isinstance(kept, dict) for item in kept.values()]
        last = max((item["at"] for item in items if isinstance(item, dict) and "at" in item), default="")
        form = self.read(next(reversed(shelf.values())))
        kept_at = shelf[form.token]["at"]
        mine = form.open and form.by == visit.actor(Role.STAFF).key and kept_at == last
        return form if mine and visit.at - datetime.fromisoformat(kept_at) <= PATIENCE else None

    def find(self, visit: Visit, token: str) -> F | None:
        """By the token its buttons carry."""
        data = visit.remembered(self.shelf).get(token)
        return self.read(data) if data else None

    def keep(self, visit: Visit, form: F) -> None:
        """As it is now; the newest stands last."""
        visit.remembered(self.shelf).pop(form.token, None)
        visit.remember(self.shelf, form.token, form.to_json())
