"""Is this no report at all: a greeting, thanks, small talk? Rules for the short, learned weights for the long."""

from __future__ import annotations

from classifiers.cues import lexicon
from classifiers.kind import lists, matter
from classifiers.linear import Model
from classifiers.words import Words

#: The share of words that are greetings and the like above which a short text is no report.
COVERED, SHORT = 0.85, 14
#: Thanks are short.
THANKS = 9
#: From this logit on weights call it none, in at most so many words: a report taken for small talk is told twice.
THRESHOLD, LONGEST = -0.5, 45


def is_chatter(words: Words, text: str) -> bool:
    """True for greetings, thanks, commands and small talk that are nothing else: nobody needs to keep them."""
    if not len(words) or text.lstrip().startswith("/"):
        return True
    return len(words) <= SHORT and (_covered(words) >= COVERED or _thanks(words))


def is_long_chatter(words: Words, model: Model | None) -> bool:
    """What no rule knows as such: "alhamdulillah adik saya sudah ketemu, terima kasih semua"."""
    if model is None or len(words) > LONGEST:
        return False
    signals = chatter_signals(words)
    if "mark" in signals and not signals.isdisjoint({"asks", "permintaan_informasi>=1"}):
        return False  # "makasih infonya, terus syaratnya apa saja?"
    return model.scores(words)["chatter"] + model.heard(signals) >= THRESHOLD


def chatter_signals(words: Words) -> frozenset[str]:
    """What speaks for small talk and what for a report, as named signals."""
    covered, said = _covered(words), {token.word for token in words.tokens}
    found = {f"covered>={share}" for share in (0.3, 0.45, 0.6, 0.75, COVERED) if covered >= share}
    found |= {name for name in ("thanks", "done", "undone", "pressing") if lists("_openings")[name] & said}
    if {"thanks", "done"} <= found and "undone" not in found:
        found.add("settled")
    if _thanks(words):
        found.add("thanked")
    found |= {f"words<={most}" for most in (4, 8, SHORT, 25) if len(words) <= most}
    if "?" in words.text:
        found.add("mark")
    return frozenset(found | matter(words))


def _covered(words: Words) -> float:
    """The share of words that are greetings and the like; a case number is no story either."""
    covered = {at for at, token in enumerate(words.tokens) if not token.word.isalpha()}
    for hit in lexicon("kind").hits(words):
        if hit.label == "chatter":
            covered.update(range(hit.first, hit.last + 1))
    return len(covered) / max(1, len(words))


def _thanks(words: Words) -> bool:
    """Thanks for what is done ("apinya sudah padam, makasih")."""
    openings, said = lists("_openings"), {token.word for token in words.tokens}
    settled = openings["thanks"] & said and openings["done"] & said and not openings["undone"] & said
    return bool(settled) and len(words) <= THANKS and "?" not in words.text
