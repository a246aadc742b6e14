"""Citizens of a house with the real ears: what they say, press and send, and what the bot answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from bot.ears import RegistryEars
from conversations.draft import Talk
from conversations.messages import Address, Channel, Choice, Content, Text
from storage.records import Chat
from storage.registry_file import seed_registry
from tests.handlers.builders import CITIZEN_BOT, House


@cache
def ears() -> RegistryEars:
    """The shipped registry of Kepri and Babel."""
    registry = seed_registry()
    return RegistryEars(registry.agencies.values(), registry.regions.values())


def listening(house: House, home: str | None = None) -> House:
    """The house with these ears and no home region, unless one is said."""
    house.services = replace(house.services, ears=ears(), home_region=home)
    return house


@dataclass
class Citizen:
    """One person with a private chat."""

    house: House
    id: str = "501"
    name: str = "Siti Aminah"

    async def does(self, content: Content, **more: object) -> str:
        """Do something; the last thing the bot said to it, "" for nothing."""
        before = len(self.house.seen(self.id))
        await self.house.act(self.id, content, by=self.name, private=True, **more)
        said = self.house.seen(self.id)[before:]
        return said[-1].text if said else ""

    async def says(self, *texts: str, **more: object) -> str:
        """Say these things one after another."""
        answer = ""
        for text in texts:
            answer = await self.does(Text(text), **more)
        return answer

    async def presses(self, label: str) -> str:
        """Press the newest button that says this."""
        bubble = next(b for b in reversed(self.house.seen(self.id)) if label in b.labels)
        return await self.does(Choice(bubble.labels[label], query="q", bubble=bubble.id))

    async def edits(self, message: str, text: str) -> str:
        """Change an own message."""
        return await self.does(Text(text), message=message, edited=True)

    @property
    def buttons(self) -> list[str]:
        """Under the last message."""
        return self.house.last(self.id).buttons

    async def chat(self) -> Chat:
        """The stored chat."""
        address = Address(channel=Channel.TELEGRAM, account=CITIZEN_BOT, chat=self.id)
        async with self.house.database.read() as uow:
            chat = await uow.chats.get(self.house.keyring.chat_key(address))
        assert chat is not None
        return chat

    async def talk(self) -> Talk:
        """Where the talk stands."""
        return Talk.from_json((await self.chat()).state)
