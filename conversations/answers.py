"""From what a person did to one of the offered options: a tap, a number, the words, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.labels import LABELS
from conversations.messages import Choice, Command, Content, Option, Quoted, Text, Words
from conversations.vocabulary import AFTER_ANSWERS, AROUND_NUMBERS, MEANINGS, NO, NUMBERS, YES, fold

#: Option ids are "<scope>:<meaning>[:<argument>]"; scope names the question and the draft it belongs to.
LONGEST_NUMBER = 8  # letters, "pertama" is one


def scope_of(option_id: str) -> str:
    """The question an option belongs to."""
    return option_id.partition(":")[0]


def meaning_of(option_id: str) -> str:
    """What choosing it means."""
    return option_id.split(":")[1] if ":" in option_id else ""


def argument_of(option_id: str) -> str:
    """The third part of an option id, or nothing."""
    parts = option_id.split(":", 2)
    return parts[2] if len(parts) > 2 else ""


def words_of(content: Content) -> str:
    """What was said in words: text, or an unknown command taken as words."""
    match content:
        case Text(body):
            return body
        case Command(name, args):
            return f"{name} {args}".strip()
    return ""


def resolve(content: Content, options: Sequence[Option]) -> Option | None:
    """The option meant: tap, then number, then exact words, then an unambiguous beginning (3+ letters)."""
    if isinstance(content, Choice):
        return next((o for o in options if o.id == content.data), None)
    said = fold(words_of(content))
    if not said:
        return None
    if (number := number_in(said)) is not None:
        return options[number - 1] if 0 < number <= len(options) else None
    for answer in dict.fromkeys((said, bare(said), _one_voice(said))):
        for option in options:
            if answer and (answer in MEANINGS.get(meaning_of(option.id), ()) or answer in _printed(option)):
                return option
    named = [(fold(name), o) for o in options if (name := _name(o))]
    exact = [o for label, o in named if label == said]
    if exact:
        return exact[0]
    begins = [o for label, o in named if len(said) >= 3 and label.startswith(said)]
    return begins[0] if len(begins) == 1 else None


def number_in(said: str) -> int | None:
    """The number that a folded answer is, in digits or in words."""
    said_words = [word.removeprefix("no") for word in said.split() if word not in AROUND_NUMBERS]
    if len(said_words) != 1 or len(said_words[0]) > LONGEST_NUMBER:
        return None
    number = said_words[0]
    return int(number) if number.isdecimal() and number.isascii() else NUMBERS.get(number)


def means(content: Content, meaning: str) -> bool:
    """Whether words say this, whatever is offered beside them; a number says nothing here."""
    said = fold(words_of(content))
    return said in MEANINGS[meaning] or bare(said) in MEANINGS[meaning]


def bare(said: str) -> str:
    """A folded answer without the particles and the address after it."""
    heard = said.split()
    while len(heard) > 1 and heard[-1] in AFTER_ANSWERS:
        heard.pop()
    return " ".join(heard)


def _one_voice(said: str) -> str:
    """ "Ya betul pak", "saya setuju": several words for the same yes or no are one of them."""
    heard = [word for word in said.split() if word not in AFTER_ANSWERS and word not in ("saya", "sekali")]
    return heard[0] if heard and any(voice.issuperset(heard) for voice in (YES, NO)) else ""


def _printed(option: Option) -> frozenset[str]:
    """What is printed on it."""
    return LABELS.get(option.label.msgid, frozenset()) if isinstance(option.label, Words) else frozenset()


def _name(option: Option) -> str:
    """A proper name on a button, with or without a hint beside it."""
    label = option.label
    name = label if isinstance(label, Quoted) else label.params.get("name")
    return name.text if isinstance(name, Quoted) else ""
