"""What the messenger shows of our bots before a word is said: commands, descriptions, in both languages."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram_citizen import TelegramCitizen
from bot.channels.telegram_desk import TelegramDesk
from bot.i18n import Catalogues
from bot.introduction import CITIZEN, DESK, introduce
from conversations.globals import COMMANDS
from simulator import Simulator, start
from simulator.client import SimClient

LANGUAGES = {"": "id", "/id": "id", "/en": "en"}


@pytest.fixture
async def street() -> AsyncIterator[Simulator]:
    made = await start(port=0, data_dir=None)
    yield made
    await made.stop()


@pytest.mark.parametrize(
    ("kind", "who", "names"), [("citizen", TelegramCitizen, CITIZEN), ("desk", TelegramDesk, DESK)]
)
async def test_commands_and_descriptions_stand_there_in_both_languages(
    street: Simulator, kind: str, who: type[TelegramCitizen] | type[TelegramDesk], names: tuple[str, ...]
) -> None:
    words = Catalogues.load(strict=True)
    async with SimClient(street.url) as sim:
        bot = await sim.bot("Bot")
        channel = who(str(bot["token"]), street.url)
        await channel.start()
        try:
            await introduce(channel, words, citizen=kind == "citizen")
            await introduce(channel, words, citizen=kind == "citizen")  # every start says it again
        finally:
            await channel.close()
    told = street.world.bots[int(bot["id"])]
    (scope,) = {name.partition("/")[0] for name in told.commands}
    for suffix, language in LANGUAGES.items():
        listed = told.commands[f"{scope}{suffix}"]
        assert [each["command"] for each in listed] == list(names)
        assert [each["description"] for each in listed] == [
            words.text(f"command.{kind}.{name}", language) for name in names
        ]
        assert told.texts[f"description{suffix}"] == words.text(f"about.{kind}.long", language)
        assert told.texts[f"short_description{suffix}"] == words.text(f"about.{kind}.short", language)


def test_the_rights_of_a_citizen_stand_in_the_menu_and_work() -> None:
    rights = {"dataku", "hapusdata", "berhenti", "mulai", "bahasa", "petugas", "bantuan", "privasi"}
    assert rights <= set(CITIZEN) and rights <= COMMANDS.keys()


@pytest.mark.parametrize("language", ["id", "en"])
def test_descriptions_are_as_short_as_the_messenger_asks(language: str) -> None:
    words = Catalogues.load(strict=True)
    for kind, names in (("citizen", CITIZEN), ("desk", DESK)):
        assert len(words.text(f"about.{kind}.long", language)) <= 512
        assert len(words.text(f"about.{kind}.short", language)) <= 120
        assert all(3 <= len(words.text(f"command.{kind}.{name}", language)) <= 256 for name in names)
