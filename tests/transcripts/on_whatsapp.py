"""The same scenes, played by a citizen on WhatsApp: what differs there is undone before it is compared.

Labels may be short, in a list, or numbered text; a copy key does not exist; outside the window a template
comes first and the citizen taps BUKA. The words and the answers on offer must be the same.
"""

from __future__ import annotations

import re

from simulator.client_seen import Seen
from tests.transcripts.player import Line, Player, same

LABELS = re.compile(r"\[([^\[\]]+)\]")
NUMBERED = re.compile(r"^(\d+)\. (.+)$")
#: Where staff are told by which channel people are reached, or came.
TOLD = re.compile(r"Telegram(?= 1|: masuk)")
#: What it costs there.
FREE = {"Telegram gratis.": "Biaya WhatsApp paling banyak Rp357 (1 pesan, perkiraan Rp357 per pesan)."}
#: Keys that only Telegram has.
TELEGRAM_ONLY = {"Salin nomor"}
#: Longer labels have a short form of their own on WhatsApp.
NARROW = 24


def parted(rows: list[str]) -> tuple[list[str], list[str]]:
    """The words of a message and its answers."""
    words, labels = list(rows), []
    while words and LABELS.sub("", words[-1]).strip() == "" and words[-1].strip():
        labels = [*LABELS.findall(words.pop()), *labels]
    return words, [label for label in labels if label not in TELEGRAM_ONLY]


class WhatsAppPlayer(Player):
    """Taps where there is a button, types the number where there is none."""

    offered: tuple[str, ...] = ()
    seen: Seen | None = None
    sent = 0  # messages of the bot, templates and all

    async def hear(self, line: Line) -> str:
        if line.who != "bot:":
            return await super().hear(line)
        said = await super().hear(line)
        self.sent += 1
        if self.last["warga"].raw["kind"] == "template":
            await self.citizen.presses("BUKA")
            said = await super().hear(line)
            self.sent += 1
        self.seen = self.last["warga"]
        self.offered = tuple(parted(line.text)[1])
        return said

    async def speak(self, line: Line) -> None:
        pressed = re.fullmatch(r"\[(.+)\]", "\n".join(line.text))
        if line.who != "warga" or not pressed or pressed[1] not in self.offered or self.seen is None:
            await super().speak(line)
        elif len(self.seen.buttons) == len(self.offered):
            place = self.offered.index(pressed[1])
            await self.citizen.presses(data=[key["value"] for row in self.seen.raw["buttons"] for key in row][place])
        else:
            await self.citizen.writes(str(self.offered.index(pressed[1]) + 1))

    def agrees(self, line: Line, said: str) -> bool:
        if line.who != "bot:":
            # Staff are told by which channel people are reached.
            return same([FREE.get(row) or TOLD.sub("WhatsApp", row) for row in line.text], said)
        wanted, labels = parted(line.text)
        words, found = parted(said.splitlines())
        if found == labels and same(wanted, "\n".join(words)):
            return True  # word for word; on either channel a list may be numbered
        numbered = []
        while words and (row := NUMBERED.match(words[-1])) and len(numbered) < len(labels):
            words.pop()
            numbered.insert(0, row[2])
        if numbered:
            found = numbered
            words = words[:-1] if words and not words[-1] else words
        fits = len(found) == len(labels) and all(a == b or len(b) > NARROW for a, b in zip(found, labels, strict=True))
        return fits and same(wanted, "\n".join(words))
