"""Plays a written scene on the street and compares what is said, line by line.

    @disdukcapil            whose group `desk:` and `petugas>` stand for
    warga> ...              the citizen writes;  warga> [Benar] presses;  warga> (foto) sends a picture
    bot:   ...              one message of the public bot, all lines of it, buttons last in brackets
    tetangga> ... / bot2:   the same for a second citizen
    petugas> (kartu) ...    the officer replies to the last card;  (balas) to the last message of the bot
    desk:  ...              one message in the agency's group;  desk~ the card as edited
    staf>  ... / staf:      the same in the staff group
    rekan> ... / rekan:     Agus, a colleague: speaks in the staff group, hears in private with the desk bot
    calon> ... / calon:     somebody invited, in private with the desk bot;  calon> (tautan) opens their link
    +grup Petugas X         calon makes that group with the desk bot in it;  grup>  ... / grup:  speak there
    +3 hari                 time passes
{nomor} stands for the case number, {nomor2} for any other; {...} for anything on one line; {tautan} and {kode} for a
link and a code, {klaim} for the newest code of a paper, {pemilik} for the one that makes an owner.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.client_seen import Seen, SimError
from tests.channels_whatsapp.pictures import picture
from tests.street import Street

SPEAK = re.compile(r"^(warga|tetangga|petugas|staf|rekan|calon|grup)>\s*(.*)$")
HEAR = re.compile(r"^(bot2?|desk|staf|rekan|calon|grup)([:~])\s*(.*)$")
LINK, CODE = re.compile(r"https://t\.me/\w+\?start=([\w-]+)"), re.compile(r"(?<=/gabung )\w{10}")
CLAIM = re.compile(r"\bK-\w{5}-\w{5}\b")
NUMBER = re.compile(r"NH-[0-9A-Z]{4}-[0-9A-Z]{4}")


@dataclass
class Line:
    """One act or one expected message of a scene."""

    number: int
    who: str
    kind: str  # speak, hear, time
    text: list[str] = field(default_factory=list)


def read(path: Path) -> tuple[str, list[Line]]:
    """The desk named in the scene and its lines."""
    desk, lines = "disdukcapil", []
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        if raw.startswith("@"):
            desk = raw[1:].strip()
        elif speak := SPEAK.match(raw):
            lines.append(Line(number, speak[1], "speak", [speak[2]]))
        elif hear := HEAR.match(raw):
            lines.append(Line(number, hear[1] + hear[2], "hear", [hear[3].strip()]))
        elif raw.startswith("+"):
            lines.append(Line(number, "", "time", [raw[1:].strip()]))
        elif raw.startswith("       ") and lines:
            lines[-1].text.append(raw.strip())
    return desk, lines


class Player:
    """Acts and listens for one scene."""

    def __init__(self, street: Street, citizen: Any, desk: str) -> None:
        self.street, self.citizen, self.desk = street, citizen, desk
        self.last: dict[str, Seen] = {}
        self.card: dict[str, Seen] = {}
        self.number = ""
        self.claim = ""  # code of the newest paper
        self.link = ""  # payload of the newest invite
        self.invited: Any = None
        self.neighbour: Any = None
        self.colleague: Any = None
        self.group: int | None = None  # the one the invited person made
        self.edits: list[Seen] = []  # not yet waited for
        self.said = 0  # messages of the public bot

    def agrees(self, line: Line, said: str) -> bool:
        """Whether what was heard is what the scene has there."""
        return same(line.text, said)

    def _who(self, name: str, *, speaking: bool = False) -> tuple[Any, Any]:
        if name == "warga":
            return self.citizen, None
        if name == "petugas":
            return self.street.officers[self.desk], int(self.street.groups[self.desk]["id"])  # type: ignore[call-overload]
        if name == "tetangga":
            return self.neighbour, None
        if name in ("calon", "grup"):
            assert self.invited is not None, "a scene opens the link first: calon> (tautan)"
            return self.invited, self.group if name == "grup" else None
        if name == "rekan":
            return self.colleague, self.street.staff["id"] if speaking else None
        return self.street.dewi, int(self.street.staff["id"])  # type: ignore[call-overload]

    async def speak(self, line: Line) -> None:
        """Write, press, reply or send."""
        if line.text == ["(tautan)"]:
            self.invited = self.invited or await self.street.sim.user("Rina Kartika")
            await self.invited.starts(self.street.desk, self.link)
            return
        if line.who == "tetangga" and self.neighbour is None:
            self.neighbour = await self.street.citizen("Budi Santoso")
        if line.who == "rekan" and self.colleague is None:
            self.colleague = await self.street.sim.user("Agus")
            await self.colleague.starts(self.street.desk)
            await self.colleague.reads()
            await self.street.sim.add(self.street.staff, self.colleague)
        person, where = self._who(line.who, speaking=True)
        text = "\n".join(line.text).replace("{nomor}", self.number).replace("{klaim}", self.claim)
        if "{pemilik}" in text:
            async with self.street.app.database.begin() as uow:
                text = text.replace("{pemilik}", await uow.staff_people.offer_code(self.street.app.now()))
        if pressed := re.fullmatch(r"\[(.+)\]", text):
            await person.presses(pressed[1], in_=where)
        elif text.startswith("(kartu) "):
            await person.replies(self.card[line.who], text[8:], in_=where)
        elif text.startswith("(balas) "):
            await person.replies(self.last[line.who], text[8:], in_=where)
        elif text.startswith("(foto)"):
            caption = {"caption": text[6:].strip()} if text[6:].strip() else {}
            await person.sends("photo", picture(), "foto.png", in_=where, **caption)
        elif text == "(lokasi)":
            await person.shares_location(1.1307, 104.0531, in_=where)
        else:
            await person.writes(text, in_=where)

    async def hear(self, line: Line) -> str:
        """The next message as the scene would write it."""
        who = {"bot": "warga", "bot2": "tetangga", "desk": "petugas"}.get(line.who[:-1], line.who[:-1])
        person, where = self._who(who)
        seen = await (self._edited if line.who[-1] == "~" else self._new)(line, person, where)
        self.last[who] = seen
        if seen.buttons and any(label in ("Terima", "Selesai") for label in seen.buttons):
            self.card[who] = seen
        if who == "warga":
            self.said += 1
        if not self.number and (found := NUMBER.search(seen.text)):
            self.number = found[0]
        if codes := CLAIM.findall(seen.text):
            self.claim = codes[-1]
        if link := LINK.search(seen.text):
            self.link = link[1]
        return self.written(seen)

    async def _new(self, line: Line, person: Any, where: int | None) -> Seen:
        """The next message; edits on the way are kept for the line that waits for them."""
        while (seen := await person.reads(where, timeout=20)).edited:
            self.edits.append(seen)
        return seen

    async def _edited(self, line: Line, person: Any, where: int | None) -> Seen:
        """The edit that says what the line has; edits of different messages come in no fixed order."""
        for seen in self.edits:
            if self.agrees(line, self.written(seen)):
                self.edits.remove(seen)
                return seen
        while True:
            try:
                seen = await person.reads(where, timeout=5 if self.edits else 20)
            except SimError:
                if not self.edits:
                    raise
                return self.edits.pop()  # the last that came is what was heard
            if seen.edited and self.agrees(line, self.written(seen)):
                return seen
            if seen.edited:
                self.edits.append(seen)

    async def make_group(self, title: str) -> None:
        """The invited person brings the desk bot into a group of theirs."""
        assert self.invited is not None
        desk = self.street.desk
        made = await self.street.sim.group(title, self.invited, desk, admins=(desk,))
        self.group = int(made["id"])

    def written(self, seen: Seen) -> str:
        """A message in the notation of scenes."""
        text = CODE.sub("{kode}", LINK.sub("{tautan}", self._numbered(CLAIM.sub("{klaim}", seen.text))))
        rows = [self._numbered(" ".join(f"[{label}]" for label in row)) for row in seen.rows]
        return "\n".join([*text.splitlines(), *rows])

    def _numbered(self, text: str) -> str:
        """The case of the scene, and any other."""
        return NUMBER.sub(lambda found: "{nomor}" if found[0] == self.number else "{nomor2}", text)


def same(expected: list[str], heard: str) -> bool:
    """Equal, where {...} in what is expected stands for anything on one line."""
    pattern = "\n".join(".*".join(re.escape(p) for p in row.split("{...}")) for row in expected)
    return re.fullmatch(pattern, heard) is not None


async def play(
    path: Path, street: Street, *, update: bool = False, kind: type[Player] = Player, citizen: Any = None
) -> Player:
    """Play one scene; raises AssertionError naming file, line, what was expected and what was said."""
    desk, lines = read(path)
    player = kind(street, citizen or await street.citizen(), desk)
    heard: dict[int, str] = {}
    try:
        for line in lines:
            if line.kind == "speak":
                await player.speak(line)
            elif line.kind == "time" and line.text[0].startswith("grup "):
                await player.make_group(line.text[0].removeprefix("grup "))
            elif line.kind == "time":
                amount, unit = line.text[0].split()
                await street.sim.passes(**{{"hari": "days", "jam": "hours", "detik": "seconds"}[unit]: float(amount)})
            else:
                heard[line.number] = said = await player.hear(line)
                wanted = "\n".join(line.text)
                assert update or player.agrees(line, said), (
                    f"{path.name} baris {line.number}\n--- diharapkan\n{wanted}\n--- terdengar\n{said}"
                )
    finally:
        if update:  # also of a scene that stopped half-way: the file shows where
            _rewrite(path, lines, heard)
    return player


def _rewrite(path: Path, lines: list[Line], heard: dict[int, str]) -> None:
    """Put what was heard into the file, to be read and approved by a person."""
    old = path.read_text("utf-8").splitlines()
    out: list[str] = []
    skip = 0
    spans = {line.number: len(line.text) for line in lines}
    for number, raw in enumerate(old, 1):
        if skip:
            skip -= 1
            continue
        if number in heard:
            head = HEAR.match(raw)
            assert head is not None
            first, *rest = heard[number].splitlines() or [""]
            out += [f"{head[1]}{head[2]:<2}".ljust(7) + first, *(" " * 7 + row for row in rest)]
            skip = spans[number] - 1
        else:
            out.append(raw)
    path.write_text("\n".join(out) + "\n", "utf-8")
