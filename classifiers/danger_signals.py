"""What speaks for danger now and what against it, as named signals of one text. Weighs nothing; that is learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.cues import STRONG, Hit, lexicon
from classifiers.danger_pairs import danger_pairs
from classifiers.kind import matter
from classifiers.words import Words

#: A word of time, doubt or business speaks for the dangers of its own sentence and this near.
REACH = 9
#: What a danger word may stand in, the most telling first; the first that is near names its state.
STATES = ("told", "bureau", "habit", "unreal", "past")
#: What is told anywhere in the text of how it ended, or of what should be built against it.
SETTLED = ("safe", "prevent")
#: Of these each word has a weight of its own: "takut" is said in the midst of danger, "kalau" hardly ever.
NAMED = ("told", "habit", "unreal", "past", "now", "ask")
#: A text of so few words is a call, not a story.
SHORT = 7
#: "Dulu" behind one of these makes a request polite and tells of no past.
PLEASE = frozenset("tolong bantu bantuin tengok lihat liat dengar cepat kirim sini tunggu sebentar".split())
#: Before these, or at the end of its sentence, it says what comes first.
FIRST = frozenset({"baru", "supaya", "biar", "sebelum"})


@dataclass(frozen=True, slots=True)
class Danger:
    """The signals of a text, its plainest danger word, and its words of a near deadline."""

    signals: frozenset[str]
    best: Hit | None
    urgent: tuple[Hit, ...]


def read_danger(words: Words) -> Danger:
    """Every danger word in its state, and what the whole text sounds like."""
    by_label: dict[str, list[Hit]] = {}
    for hit in lexicon("urgency").hits(words):
        by_label.setdefault(hit.label, []).append(hit)
    by_label.setdefault("danger", []).extend(danger_pairs(words))
    by_label["past"] = [hit for hit in by_label.get("past", []) if not _softens(words, hit)]
    states = [(hit, _state(words, hit, by_label)) for hit in _real(by_label)]
    signals = _said(states) | _cues(words, states) | _tone(words, by_label) | matter(words)
    signals |= _together(signals)
    best = min(states, key=lambda pair: _rank(*pair))[0] if states else None
    return Danger(frozenset(signals), best, tuple(by_label.get("urgent", ())))


def _real(by_label: dict[str, list[Hit]]) -> list[Hit]:
    """Danger words that no calm phrase ("kebakaran jenggot", "santunan kecelakaan") owns."""
    calm = by_label.get("calm", [])
    return [hit for hit in by_label["danger"] if not any(_owns(one, hit) for one in calm)]


def _softens(words: Words, hit: Hit) -> bool:
    """ "Tengok dulu, pak" makes a request polite, "bayar dulu baru ditangani" tells what comes first: nothing past."""
    if hit.first != hit.last or not hit.first or words.tokens[hit.first].word != "dulu":
        return False
    before, after = words.tokens[hit.first - 1], words.tokens[hit.last + 1 : hit.last + 2]
    ends = before.sentence == words.tokens[hit.first].sentence and (not after or after[0].sentence != before.sentence)
    return before.word in PLEASE or ends or any(token.word in FIRST for token in after)


def _owns(calm: Hit, hit: Hit) -> bool:
    """A calm phrase owns the danger words it shares, unless those say more ("ketimbun tanah")."""
    shares = calm.first <= hit.last and hit.first <= calm.last
    # a pair of loose words spans more than it says: any calm phrase of two words may own it
    return shares and calm.last - calm.first >= min(hit.last - hit.first, 1)


def _state(words: Words, hit: Hit, by_label: dict[str, list[Hit]]) -> str:
    if _denied(words, hit):
        return "denied"
    for state in STATES:
        if any(_near(words, hit, other, before=state == "unreal") for other in by_label.get(state, ())):
            return state
    return "plain"


def _near(words: Words, hit: Hit, other: Hit, *, before: bool = False) -> bool:
    if words.tokens[hit.first].sentence != words.tokens[other.first].sentence:
        return False
    gap = other.first - hit.last
    # "warga takut ketiban" is one find; a single danger word never judges itself
    own = other.first == hit.first or other.first == other.last == hit.last
    return -REACH <= gap <= (0 if before else REACH) and not own


def _denied(words: Words, hit: Hit) -> bool:
    before = [token.word for token in words.tokens[max(0, hit.first - 2) : hit.first]]
    return "bukan" in before or before[-2:] == ["tidak", "ada"] or before[-2:] == ["belum", "ada"]


def _rank(hit: Hit, state: str) -> tuple[bool, float, int]:
    return state != "plain", -hit.weight, hit.first


def _said(states: Sequence[tuple[Hit, str]]) -> set[str]:
    """Which danger words stand in which state, and how many stand in none."""
    found = {("strong." if hit.weight > STRONG else "weak.") + state for hit, state in states}
    strong = sum(hit.weight > STRONG and state == "plain" for hit, state in states)
    words = sum(hit.weight > STRONG for hit, _ in states)
    found |= {f"plain>={least}" for least in (2, 3, 5) if strong >= least}
    found |= {f"strong>={least}" for least in (1, 2, 3, 5) if words >= least}
    return found or {"silent"}


def _cues(words: Words, states: Sequence[tuple[Hit, str]]) -> set[str]:
    """Single danger words by name: "sekarat" is said of trade more often than of men."""
    single = [(words.tokens[hit.first].word, state) for hit, state in states if hit.first == hit.last]
    return {f"cue.{word}" for word, state in single if state == "plain"}


def _tone(words: Words, by_label: dict[str, list[Hit]]) -> set[str]:
    """Haste, time, doubt, business and persons anywhere in the text."""
    labels = (*STATES, *SETTLED, "now", "haste", "ask", "victim", "thanks", "calm", "urgent")
    found = {label for label in labels if by_label.get(label)}
    found |= {label + ">=2" for label in (*STATES, *SETTLED, "now", "haste") if len(by_label.get(label, ())) > 1}
    found |= {label + ">=4" for label in (*STATES, "now") if len(by_label.get(label, ())) > 3}
    found |= {f"{label}.{words.tokens[hit.first].word}" for label in NAMED for hit in by_label.get(label, ())}
    if len(words) <= SHORT:
        found.add("short")
    if "?" in words.text:
        found.add("mark")
    if words.text.isupper():
        found.add("loud")
    return found


#: What is told beside a danger word that changes what it means.
BESIDE = (
    *STATES, *SETTLED, "now", "now>=2", "haste", "ask", "asks", "victim", "short", "calm", "mark", "thanks", "wish",
    "pengaduan>=1", "pengaduan>=2", "aspirasi>=1", "permintaan_informasi>=1",
)  # fmt: skip
HEADS = ("strong.plain", "weak.plain", "silent", "plain>=2")


def _together(signals: set[str]) -> set[str]:
    """Signals that mean more side by side than each alone."""
    heads = [one for one in HEADS if one in signals]
    if "strong.plain" not in signals:
        heads += [f"strong.{state}" for state in STATES if f"strong.{state}" in signals]
    return {f"{head}&{tail}" for head in heads for tail in BESIDE if tail in signals}
