"""Danger to life or body now: danger words weighed by time, doubt and denial. Knows no telephone number."""

from __future__ import annotations

from classifiers.cues import Hit, lexicon
from classifiers.danger_pairs import danger_pairs
from classifiers.label import Label
from classifiers.linear import Model
from classifiers.scoring import sigmoid
from classifiers.words import Words

#: A past or unreal word speaks for the dangers of its own sentence and this near.
REACH = 9
#: One plain danger word is enough; a lexicon point in logits; what a text without any danger word starts from.
ENOUGH, BLEND, NOTHING = 3.0, 0.8, -2.4
#: What one word of another time, or of doubt, takes from a danger beside it.
PAST, UNREAL = 2.4, 2.4
#: How much of the doubt is left when somebody calls out in haste.
HASTE = 0.4
#: Below zero on purpose: a missed danger costs more than a telephone number shown in vain.
THRESHOLD = -1.4
#: So far may the learned letters talk a danger word down: never below the threshold on their own.
LEAST = -1.2


def danger_logit(words: Words) -> tuple[float, Hit | None, list[Hit]]:
    """What the lexicon says of danger now, its best danger word, and the words of haste."""
    by_label: dict[str, list[Hit]] = {}
    for hit in lexicon("urgency").hits(words):
        by_label.setdefault(hit.label, []).append(hit)
    by_label.setdefault("danger", []).extend(danger_pairs(words))
    dangers, urgent = _real(by_label), by_label.get("urgent", [])
    if not dangers:
        return NOTHING, None, urgent
    total, best = _weigh(words, dangers, by_label)
    return BLEND * max(-6.0, min(6.0, total - ENOUGH)), best, urgent


def read_urgency(words: Words, model: Model | None = None) -> tuple[str, Label | None]:
    """'emergency', 'urgent' or 'none', with the words that say so."""
    logit, best, urgent = danger_logit(words)
    if model is not None and len(words):
        learned = model.scores(words)
        logit += max(LEAST, learned["emergency"] - learned["none"])
    if logit >= (THRESHOLD if model else 0.0):
        return "emergency", _label(words, "emergency", best, logit)
    if urgent:
        return "urgent", _label(words, "urgent", urgent[0], 1.0)
    return "none", None


def _real(by_label: dict[str, list[Hit]]) -> list[Hit]:
    """Danger words that no calm phrase ("kebakaran jenggot", "santunan kecelakaan") owns."""
    calm = by_label.get("calm", [])
    return [hit for hit in by_label.get("danger", []) if not any(_owns(one, hit) for one in calm)]


def _owns(calm: Hit, hit: Hit) -> bool:
    """A calm phrase owns the danger words it shares, unless those say more ("ketimbun tanah")."""
    shares = calm.first <= hit.last and hit.first <= calm.last
    # a pair of loose words spans more than it says: any calm phrase of two words may own it
    return shares and calm.last - calm.first >= min(hit.last - hit.first, 1)


def _weigh(words: Words, dangers: list[Hit], by_label: dict[str, list[Hit]]) -> tuple[float, Hit]:
    now = by_label.get("now", [])
    total, best = 0.0, (0.0, dangers[0])
    for hit in dangers:
        weight = hit.weight + min(0.5 * _near(words, hit, now), 1.5)
        doubt = HASTE if _near(words, hit, by_label.get("haste", [])) else 1.0
        weight -= PAST * min(_near(words, hit, by_label.get("past", [])), 2)
        weight -= doubt * UNREAL * min(_near(words, hit, by_label.get("unreal", []), before=True), 2)
        weight -= 3.0 if _denied(words, hit) else 0.0
        best = max(best, (weight, hit), key=lambda pair: pair[0])
        total = max(total, 0.0) + weight if total > 0 and weight > 0 else max(total, weight)
    return total, best[1]


def _near(words: Words, hit: Hit, others: list[Hit], before: bool = False) -> int:
    sentence = words.tokens[hit.first].sentence
    return sum(
        1
        for other in others
        if words.tokens[other.first].sentence == sentence
        and -REACH <= other.first - hit.last <= (2 if before else REACH)
        and not (hit.first <= other.first <= hit.last)
    )


def _denied(words: Words, hit: Hit) -> bool:
    before = [token.word for token in words.tokens[max(0, hit.first - 2) : hit.first]]
    return "bukan" in before or before[-2:] == ["tidak", "ada"] or before[-2:] == ["belum", "ada"]


def _label(words: Words, label: str, hit: Hit | None, logit: float) -> Label:
    if hit is None:
        return Label(label, sigmoid(logit), "")
    start, end = words.span(hit.first, hit.last)
    return Label(label, sigmoid(logit), words.text[start:end], start, end)
