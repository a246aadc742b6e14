"""Random walks over the intake, stored and read back between turns: nothing asked twice, nothing crashes, it ends.

The ears are a stand-in that hears anything at random; what is tested is the script, not the reading.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations import intake
from conversations.draft import Draft, Talk
from conversations.ears import Heard, Offer, Office
from conversations.messages import (
    Address,
    Channel,
    ChatKind,
    Choice,
    Contact,
    Content,
    Inbound,
    Location,
    Media,
    Message,
    Sender,
    Text,
    Unsupported,
)
from conversations.steps import Scene

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
OFFICES = {f"o{n}": Office(id=f"o{n}", name=f"Dinas {n}", short=f"D{n}", region="21.71") for n in range(6)}
TEXTS = (
    "jalan di depan pasar rusak parah", "ktp saya belum jadi", "ya", "tidak", "1", "2", "9", "gatau", "kemarin",
    "ubah tanggal", "rahasia", "anonim", "kembali", "hm", "🙏", "", "kantor dinas 3", "anjing lu", "lewati", "kirim",
)  # fmt: skip
#: Slots a step asks for, and when they are filled.
FILLED: dict[str, Any] = {
    "office": lambda d: d.agency or d.no_agency,
    "day": lambda d: d.happened_on or d.day_unknown,
    "place": lambda d: d.place or d.latitude is not None or d.place_unknown,
    "name": lambda d: d.anonymous is not None,
    "story": lambda d: sum(letter.isalpha() for letter in d.told_so_far) > 12,
    "consent": lambda d: d.consented,
    "emergency": lambda d: d.warned,
    "scope": lambda d: d.scope_told,
    "guardian": lambda d: d.guardian,
}


class AnyEars:
    """Hears whatever the dice say, the same for the same words."""

    def __init__(self, dice: int) -> None:
        self.dice = dice

    def _die(self, text: str, salt: str, sides: int) -> int:
        return sum(map(ord, f"{text}{salt}{self.dice}")) * 2654435761 % 4294967296 % sides

    def hear(self, text: str, *, at: datetime) -> Heard:
        def one(salt: str, *of: Any) -> Any:
            return of[self._die(text, salt, len(of))]

        return Heard(
            kind=one("k", None, "pengaduan", "aspirasi", "permintaan_informasi"),
            topic=one("t", None, "JLN", "ADM", "LLN"),
            happened_on=one("d", None, date(2026, 11, 19)),
            place=one("p", None, "depan pasar"),
            urgency=one("u", "none", "none", "none", "emergency"),
            abusive=one("a", False, False, True),
            out_of_scope=one("o", None, None, None, "korupsi"),
            proxy=one("x", None, None, "ibu saya"),
            minor=one("m", False, False, False, False, True),
            unnamed=one("n", False, False, True),
        )

    def offer(self, text: str, *, region: str | None, topic: str | None) -> Offer:
        count = self._die(text, "offer", 5)
        found = tuple(list(OFFICES.values())[:count])
        missing = ("office", "place")[self._die(text, "missing", 2)]
        if count == 0:
            return Offer(decision="ask", missing=missing)
        return Offer(decision="confirm" if count == 1 else "choose", offices=found, usual=bool(topic), named=True)

    def day(self, text: str, *, at: datetime) -> date | None:
        return date(2026, 11, 19) if "kemarin" in text else None

    def office(self, agency_id: str) -> Office | None:
        return OFFICES.get(agency_id)

    def summary(self, text: str) -> str:
        return text[:80]

    def search(self, text: str, *, region: str | None, limit: int) -> tuple[Office, ...]:
        return tuple(OFFICES.values())[: self._die(text, "search", limit)]

    def alike(self, one: str, other: str) -> bool:
        return False


class Walk:
    """One talk, kept as JSON between turns."""

    def __init__(self, dice: int) -> None:
        self.ears, self.turns = AnyEars(dice), 0
        turn = intake.begin(Draft(id="d" * 32), self.scene(), text=TEXTS[dice % 2])
        self.kept, self.last, self.outcome = turn.talk.to_json(), turn.replies[-1], turn.outcome

    def scene(self) -> Scene:
        return Scene(ears=self.ears, at=AT, emergency="112", message=f"m{self.turns}")

    @property
    def talk(self) -> Talk:
        return Talk.from_json(json.loads(json.dumps(self.kept)))

    def does(self, content: Content, *, attachment: str | None = None) -> Message | None:
        self.turns += 1
        address = Address(channel=Channel.TELEGRAM, account="1", chat="2")
        inbound = Inbound(
            event_id=str(self.turns), address=address, chat_kind=ChatKind.PRIVATE,
            sender=Sender(id="2", name="Siti"), sent_at=AT, content=content, message=f"m{self.turns}",
        )  # fmt: skip
        turn = intake.resume(self.talk, inbound, self.scene(), attachment=attachment)
        self.kept, self.outcome = turn.talk.to_json(), turn.outcome
        if turn.outcome in (None, "wait") and turn.replies:
            self.last = turn.replies[-1]
            self._asks_only_what_is_open()
        return turn.replies[-1] if turn.replies else None

    def _asks_only_what_is_open(self) -> None:
        talk = self.talk
        assert talk.draft is not None
        if talk.step in FILLED and talk.draft.editing is None:
            assert not FILLED[talk.step](talk.draft), f"{talk.step} is asked though it is filled"

    def sensibly(self) -> None:
        """What somebody in a hurry does: the first button, or the words that are asked for."""
        talk = self.talk
        answers = {"story": "jalan di depan pasar rusak parah sekali", "proxy": "ibu saya"}
        if talk.step in answers:
            self.does(Text(answers[talk.step]))
        elif talk.step == "edit":
            self.does(Text("kembali"))
        else:
            self.does(Choice(self.last.options[0].id))


acts = st.one_of(
    st.tuples(st.just("text"), st.sampled_from(TEXTS)),
    st.tuples(st.just("button"), st.integers(0, 9)),
    st.tuples(st.just("number"), st.integers(0, 9)),
    st.tuples(st.just("other"), st.integers(0, 4)),
    st.tuples(st.just("edit"), st.integers(0, 8)),
)


@given(dice=st.integers(0, 10_000), walk=st.lists(acts, max_size=14))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_walk_ends_in_filing(dice: int, walk: list[tuple[str, Any]]) -> None:
    here = Walk(dice)
    for kind, what in walk:
        _act(here, kind, what)
        if here.outcome in ("file", "stop", "cancel", "handoff"):
            return
    for _ in range(14):
        here.sensibly()
        if here.outcome == "file":
            return
        assert here.outcome in (None, "wait"), here.outcome
    raise AssertionError(f"not filed, stands at {here.talk.step}: {here.last}")


def _act(here: Walk, kind: str, what: Any) -> None:
    options = here.last.options
    if kind == "text":
        here.does(Text(what))
    elif kind == "button" and options:
        here.does(Choice(options[what % len(options)].id))
    elif kind == "number":
        here.does(Text(str(what)))
    elif kind == "edit":
        scene = Scene(ears=here.ears, at=AT, message=f"m{what}")
        if turn := intake.edited(here.talk, TEXTS[what], scene):
            here.kept, here.last = turn.talk.to_json(), turn.replies[-1]
    elif kind == "other":
        _other(here, what)


def _other(here: Walk, what: int) -> None:
    match what:
        case 0:
            here.does(Location(latitude=1.1, longitude=104.0, name="Pasar"))
        case 1:
            here.does(Media(kind="photo", ref="r", caption="jalan rusak parah"), attachment="a1")
        case 2:
            here.does(Media(kind="voice", ref="r"), attachment="a2")
        case 3:
            here.does(Contact(name="Pak RT", phone="0811"))
        case _:
            here.does(Unsupported("poll"))


@given(dice=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_the_hurried_need_few_messages(dice: int) -> None:
    here = Walk(dice)
    said = 1
    while here.outcome is None:
        here.sensibly()
        said += 1
        assert said <= 11, "danger, scope, a parent, consent, office twice, day, place, name, review, receipt"
    assert here.outcome == "file"


def test_an_old_talk_is_read_by_the_new_program() -> None:
    talk = Talk.from_json({"v": 1, "step": "day", "draft": {"id": "a" * 32, "story": "jalan rusak", "unknown": 1}})
    assert talk.draft is not None and talk.draft.story == "jalan rusak"
