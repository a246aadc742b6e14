"""A small client of the control API with readable verbs, for tests, demos and benchmarks.

    async with SimClient(url) as sim:
        bot = await sim.bot("citizen")
        siti = await sim.user("Siti")
        await siti.starts(bot)
        reply = await siti.reads()
        await siti.presses("Setuju")

It speaks HTTP only, so it drives a simulator in this process or in another one.
"""

from __future__ import annotations

from typing import Any

import aiohttp

from simulator.client_people import Person
from simulator.client_seen import Json, SimError


class SimClient:
    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> SimClient:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def call(self, verb: str, path: str, body: Any = None, **query: Any) -> Any:
        """One control call; a refusal becomes SimError with the simulator's own sentence."""
        if self._session is None:
            raise SimError("use it as: async with SimClient(url) as sim")
        form = body if isinstance(body, aiohttp.FormData) else None
        clean = {name: str(value) for name, value in query.items() if value is not None}
        async with self._session.request(
            verb, f"{self.url}/sim/{path}", params=clean, data=form,
            json=None if form is not None else body,
        ) as answer:  # fmt: skip
            result = await answer.json()
            if answer.status >= 400:
                raise SimError(result.get("error", str(result)))
            return result

    # -- who is there --------------------------------------------------------------------

    async def bot(self, name: str, **more: Any) -> Json:
        """The bot of that name (its id, token, username), made if it is not there yet."""
        for bot in await self.call("GET", "bots"):
            if bot["name"] == name and more.get("id") in (None, bot["id"]):
                return dict(bot)
        return dict(await self.call("POST", "bots", {"name": name, **more}))

    async def user(self, name: str, *, started: int | Json | None = None, **more: Any) -> Person:
        """A new person; `started` is a bot they already know."""
        bot = started["id"] if isinstance(started, dict) else started
        body = {"name": name, "started": [bot] if bot else [], **more}
        return Person(self, await self.call("POST", "users", body), bot)

    async def crowd(self, count: int, started: int | Json, name: str = "Warga") -> list[int]:
        bot = started["id"] if isinstance(started, dict) else started
        body = {"name": name, "count": count, "started": [bot]}
        return list((await self.call("POST", "users", body))["ids"])

    async def group(self, title: str, *members: Person | Json, kind: str = "supergroup",
                    admins: tuple[Person | Json, ...] = (), **more: Any) -> Json:  # fmt: skip
        """A group of people and bots; the first person owns it."""
        body = {"title": title, "kind": kind, "members": [_id(m) for m in members],
                "admins": [_id(m) for m in admins], **more}  # fmt: skip
        return dict(await self.call("POST", "groups", body))

    async def add(self, group: int | Json, who: Person | Json) -> None:
        await self.call("POST", f"groups/{_id(group)}/members", {"add": [_id(who)]})

    async def remove(self, group: int | Json, who: Person | Json) -> None:
        await self.call("POST", f"groups/{_id(group)}/members", {"remove": [_id(who)]})

    async def promote(self, group: int | Json, who: Person | Json,
                      rights: list[str] | None = None) -> None:  # fmt: skip
        body = {"who": _id(who), "rights": rights}
        await self.call("POST", f"groups/{_id(group)}/promote", body)

    async def upgrade(self, group: int | Json, forum: bool = False) -> Json:
        return dict(await self.call("POST", f"groups/{_id(group)}/upgrade", {"forum": forum}))

    async def delete_group(self, group: int | Json) -> None:
        await self.call("DELETE", f"groups/{_id(group)}")

    async def rename(self, user: Person, **fields: Any) -> None:
        await self.call("PATCH", f"users/{user.id}", fields)

    # -- the world around ----------------------------------------------------------------

    async def now(self) -> float:
        return float((await self.call("GET", "clock"))["now"])

    async def passes(self, *, seconds: float = 0, hours: float = 0, days: float = 0) -> Json:
        """Let virtual time pass."""
        return dict(await self.call("POST", "clock",
                                    {"advance": seconds + hours * 3600 + days * 86400}))  # fmt: skip

    async def set_clock(self, iso: str, freeze: bool | None = None) -> Json:
        body: Json = {"set": iso}
        if freeze is not None:
            body["freeze"] = freeze
        return dict(await self.call("POST", "clock", body))

    async def breaks(self, kind: str, *methods: str, **how: Any) -> int:
        """Inject a fault: `await sim.breaks("429", "sendMessage", times=3, retry_after=2)`."""
        body = {"kind": kind, "methods": list(methods), **how}
        return int((await self.call("POST", "faults", body))["id"])

    async def heals(self) -> None:
        await self.call("DELETE", "faults")

    async def limits(self, **model: Any) -> Json:
        """Switch on and set the model of Telegram's flood limits."""
        return dict(await self.call("PUT", "limits", {"enabled": True, **model}))

    async def replay(self, bot: int | Json, update_id: int | None = None) -> int:
        body = {"bot": _id(bot), "update_id": update_id}
        return int((await self.call("POST", "updates/replay", body))["update_id"])

    async def raw_update(self, bot: int | Json, body: Any, kind: str = "message") -> int:
        wish = {"bot": _id(bot), "kind": kind, "body": body}
        return int((await self.call("POST", "updates/raw", wish))["update_id"])

    async def stats(self) -> Json:
        return dict(await self.call("GET", "stats"))

    async def ledger(self, after: int = 0, limit: int = 10_000) -> list[Json]:
        return list(await self.call("GET", "ledger", after=after, limit=limit))

    async def layout(self, *panels: Json, **more: Any) -> None:
        await self.call("PUT", "layout", {"panels": list(panels), **more})

    async def export(self) -> Json:
        return dict(await self.call("GET", "export"))

    async def reset(self) -> None:
        await self.call("POST", "reset")


def _id(thing: Any) -> int:
    return int(thing["id"] if isinstance(thing, dict) else getattr(thing, "id", thing))
