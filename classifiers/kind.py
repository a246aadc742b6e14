"""Complaint, suggestion or question: rules over cues, learned weights beside them."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache, lru_cache
from itertools import pairwise

from classifiers.cues import STRONG, Hit, lexicon
from classifiers.label import Label
from classifiers.linear import Model
from classifiers.scoring import softmax
from classifiers.words import LEXICON, Words

KINDS = ("pengaduan", "aspirasi", "permintaan_informasi")
#: A cue point in logits beside learned weights, and alone.
BLEND, ALONE = 0.8, 0.6
#: A sentence built as a question says more than any one cue.
ASKING = 4.0
#: Measured on held-out folds, as for topics.
TEMPERATURE = 1.2


def wishes(words: Words) -> bool:
    """Opens as a wish does ("bikin taman ...", "tolong pasang pagar ...") and presses no grievance."""
    table = lists("_openings")
    for token in words.tokens:
        if token.word not in table["courtesy"]:
            rest = {other.word for other in words.tokens if other.start > token.start}
            return token.word in table["wish"] and not table["pressing"] & rest
    return False


def asks(words: Words) -> bool:
    """Ends as a question does ("... bayar gak ya", "... syaratnya apa") and does not open as a reproach."""
    table = lists("_endings")
    if _calmly(words):
        return True
    tail = [token.word for token in words.tokens]
    while tail and tail[-1] in table["particles"]:
        tail.pop()
    if "sudah" in tail and tail[-1:] == ["belum"]:
        return True
    reproach = not table["reproach"].isdisjoint(tail)
    everywhere = tail[-2:] in (["mana", "mana"], ["dimana", "mana"])
    asked = not everywhere and bool(tail) and (tail[-1] in table["asking"] or tail[-1].endswith("kah"))
    return asked and not reproach and not table["here"].intersection(tail[-2:-1])


@lru_cache(maxsize=1)
def matter(words: Words) -> frozenset[str]:
    """What the words of complaint, question and wish say: who argues is not in danger and makes no small talk.

    Danger and small talk of one text ask for it one after the other.
    """
    counts = Counter(hit.label for hit in lexicon("kind").hits(words) if hit.weight > STRONG)
    found = {f"{label}>={least}" for label in KINDS for least in (1, 2, 3) if counts[label] >= least}
    found |= {name for name, rule in (("asks", asks), ("wish", wishes)) if rule(words)}
    return frozenset(found)


def _calmly(words: Words) -> bool:
    """A question by its opening, its middle ("apa wajib ...") or its mark, in a text that tells of no grief."""
    table, courtesy = lists("_endings"), lists("_openings")["courtesy"] - {"mau"}
    said = [token.word for token in words.tokens]
    if "tidak" in said[:-2] or not table["grief"].isdisjoint(said):
        return False
    opening = next((word for word in said if word not in courtesy), "")
    inner = any(f"{one}_{two}" in table["inner"] for one, two in pairwise(said))
    return inner or opening in table["opening"] or words.text.rstrip().endswith("?")


@cache
def lists(name: str) -> dict[str, frozenset[str]]:
    """Words of one part of the lexicon, by list."""
    rows = tomllib.loads((LEXICON / "kind.toml").read_text("utf-8"))[name]
    return {key: frozenset(words.split()) for key, words in rows.items()}


def cue_logits(words: Words, text: str, blend: float = BLEND) -> dict[str, float]:
    """What the cues alone say; a question mark is one, and who names nothing complains."""
    scores = _cues(words)[0]
    if "?" in text:
        scores["permintaan_informasi"] += 1.5
    if asks(words):
        scores["permintaan_informasi"] += ASKING
    elif wishes(words):
        scores["aspirasi"] += ASKING
    logits = {kind: score * blend for kind, score in scores.items()}
    logits["pengaduan"] += 0.3
    return logits


def read_kind(words: Words, text: str, model: Model | None = None) -> Label:
    """The kind of a report (`classifiers.chatter` says what is none) with its probability."""
    best = _cues(words)[1]
    logits = cue_logits(words, text, BLEND if model else ALONE)
    learned = model.scores(words) if model else {}
    for kind in KINDS:
        logits[kind] += learned.get(kind, 0.0)
    probabilities = softmax(logits, TEMPERATURE if model else 1.0)
    label = max(probabilities, key=lambda kind: probabilities[kind])
    hit = best.get(label)
    if hit is None:
        return Label(label, probabilities[label], "")
    start, end = words.span(hit.first, hit.last)
    return Label(label, probabilities[label], text[start:end], start, end)


def _cues(words: Words) -> tuple[dict[str, float], dict[str, Hit]]:
    scores = dict.fromkeys(KINDS, 0.0)
    best: dict[str, Hit] = {}
    for hit in lexicon("kind").hits(words):
        if hit.label not in scores:
            continue
        scores[hit.label] += hit.weight / (1 + 0.3 * max(scores[hit.label], 0.0))
        if hit.label not in best or hit.weight > best[hit.label].weight:
            best[hit.label] = hit
    return scores, best
