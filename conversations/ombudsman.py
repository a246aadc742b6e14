"""The guided check before the Ombudsman: one question a message, back and stop at any time, consent last. Pure.

What is asked is what UU 37/2008 ps. 24(1)a asks; everything else the case already knows. Wording: ``ombudsman.``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from complaints.escalation import Bar, Ground, Standing
from complaints.model import Complaint
from conversations.answers import meaning_of, resolve, words_of
from conversations.messages import Command, Content, Message, Option, Quoted, Text, Words, words
from conversations.tracking import CaseView
from conversations.vocabulary import MEANINGS, NO, YES, fold

#: Stored with the consent: raise it when the wording under ombudsman.consent changes.
CONSENT_VERSION = "ombudsman-1"
#: In this order; "day" only where nobody said when it happened.
STEPS = ("day", "name", "birth", "marital", "work", "address", "wish", "secret")
#: Ps. 24(1)a.
IDENTITY = ("name", "birth", "marital", "work", "address")
REVIEW = "review"
MARITAL = ("single", "married", "divorced", "widowed")
ASKED = frozenset({"ombudsman", "ke ombudsman", "lapor ombudsman", "siapkan untuk ombudsman"})
BACK = frozenset({"kembali", "balik", "mundur", "back"})
STOP = frozenset({"batal", "batalkan", "tidak jadi", "ga jadi", "gak jadi", "cancel"})
SKIP = frozenset({"lewati", "skip", "lewat"})
LONGEST = {"wish": 2000}
MARITAL_SAID = {
    "belum kawin": "single", "belum menikah": "single", "lajang": "single", "single": "single", "kawin": "married",
    "menikah": "married", "sudah menikah": "married", "nikah": "married", "cerai hidup": "divorced",
    "cerai": "divorced", "janda": "divorced", "duda": "divorced", "cerai mati": "widowed",
}  # fmt: skip
_YEAR = re.compile(r"\b(19\d\d|20\d\d)\b")
GROWN_UP = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One case in the guided check: what is known of it, what was answered so far, in the order of answering."""

    case: Complaint
    answers: Mapping[str, Any]
    today: date

    @property
    def step(self) -> str:
        """The question that stands."""
        return next((step for step in STEPS if step not in self.answers and self._wanted(step)), REVIEW)

    @property
    def missing(self) -> tuple[str, ...]:
        """What ps. 24 asks for and was passed over."""
        return tuple(step for step in IDENTITY if not self.answers.get(step))

    def _wanted(self, step: str) -> bool:
        return step != "day" or self.case.happened_on is None


def wanted(content: Content) -> bool:
    """Did the citizen ask for the Ombudsman, in a word of their own?"""
    if isinstance(content, Command):
        return content.name == "ombudsman"
    return isinstance(content, Text) and fold(content.body) in ASKED


def moves(content: Content) -> str | None:
    """back, stop or skip, said in words; None for an answer."""
    said = fold(words_of(content))
    for name, meant in (("back", BACK), ("stop", STOP), ("skip", SKIP)):
        if said in meant:
            return name
    return None


def question(asked: Asked, *, note: Words | None = None) -> Message:
    """What stands to be answered; the last is the whole, to be agreed to."""
    if asked.step == REVIEW:
        lines = review(asked)
    else:
        place = [step for step in STEPS if step != "day" or asked.case.happened_on is None]
        lines = [words(f"ombudsman.ask.{asked.step}", n=str(place.index(asked.step) + 1), all=str(len(place)))]
        if asked.step == "secret" and asked.case.anonymous:
            lines.append(words("ombudsman.not_anonymous"))
    return Message(lines=(*((note,) if note else ()), *lines), options=options(asked))


def options(asked: Asked) -> tuple[Option, ...]:
    """Answers to tap; moving on without an answer is one of them."""
    number, step = asked.case.number, asked.step
    if step == REVIEW:
        meanings: tuple[str, ...] = ("agree", "change", "decline")
    elif step == "marital":
        meanings = (*MARITAL, "skip")
    elif step == "secret":
        meanings = ("secret", "open")
    elif step == "name" and asked.case.reporter:
        suggested = Option(id=f"omb:use:{number}", label=Quoted(asked.case.reporter))
        return (suggested,)
    else:
        meanings = ("skip",) if step in ("birth", "work", "address", "day") else ()
    return tuple(
        Option(id=f"omb:{meaning}:{number}", label=Words(f"ombudsman.button.{meaning}"), row=place == 2)
        for place, meaning in enumerate(meanings)
    )


def take(asked: Asked, content: Content, *, day: date | None = None) -> Any:
    """The value of an answer; None for what does not answer the question. `day`: read from it by the ears."""
    chosen = resolve(content, options(asked))
    meaning = meaning_of(chosen.id) if chosen else ""
    said = " ".join(words_of(content).split())[: LONGEST.get(asked.step, 300)] if isinstance(content, Text) else ""
    match asked.step:
        case "day":
            return day.isoformat() if day and day <= asked.today else None
        case "name":
            return asked.case.reporter if meaning == "use" else said if len(said) >= 3 else None
        case "birth":
            return said if _YEAR.search(said) and any(c.isalpha() for c in said) else None
        case "marital":
            return meaning if meaning in MARITAL else MARITAL_SAID.get(fold(said))
        case "secret":
            return meaning == "secret" if meaning in ("secret", "open") else None
    return said if len(said) >= 3 else None


def decided(asked: Asked, content: Content) -> str | None:
    """agree, change or decline, of the whole; None for anything else: silence is no consent."""
    chosen = resolve(content, options(asked))
    if chosen is not None:
        return meaning_of(chosen.id)
    said = fold(words_of(content))
    for meaning, known in (("agree", YES), ("change", MEANINGS["edit"]), ("decline", NO)):
        if said in known:
            return meaning
    return None


def underage(asked: Asked, value: Any) -> bool:
    """Born so lately that a parent or guardian has to go on (UU 27/2022 ps. 25)."""
    if asked.step != "birth":
        return False
    born = [int(year) for year in _YEAR.findall(str(value))]
    return bool(born) and asked.today.year - min(born) < GROWN_UP


def review(asked: Asked) -> list[Words]:
    """Everything once more, what is missing, and what agreeing means."""
    answers = asked.answers
    unknown = Words("ombudsman.unknown")

    def said(step: str) -> Words | Quoted:
        if step == "marital" and answers.get(step):
            return Words(f"ombudsman.button.{answers[step]}")
        return Quoted(answers[step]) if answers.get(step) else unknown

    lines = [words("ombudsman.review_title", number=asked.case.number)]
    lines += [words(f"ombudsman.review.{step}", value=said(step)) for step in (*IDENTITY, "wish")]
    lines.append(words("ombudsman.review.secret" if answers.get("secret") else "ombudsman.review.open"))
    if asked.missing:
        lines.append(words("ombudsman.review.missing"))
    return [*lines, words("ombudsman.consent")]


# --- before and after -----------------------------------------------------------------------------


def intro(view: CaseView) -> Words:
    """What this is, in two lines, before the first question."""
    return words("ombudsman.intro", number=view.case.number)


def not_yet(view: CaseView, standing: Standing, contact: str) -> Message:
    """Not open yet, or never: why, from when, and the way without us."""
    number = view.case.number
    direct = (words("ombudsman.direct", contact=Quoted(contact)),) if contact else ()
    if standing.bars:
        return Message(lines=(bar(standing.bars[0], number), *_unless(standing, direct)))
    until = standing.opens_on
    if until is None:
        return Message(lines=(words("ombudsman.stands_still", number=number), *direct))
    return Message(lines=(words("ombudsman.opens", number=number, day=until), *direct))


def bar(which: Bar, number: str) -> Words:
    """Why no dossier can be made of it."""
    return words(f"ombudsman.bar.{which}", number=number)


def _unless(standing: Standing, direct: tuple[Words, ...]) -> tuple[Words, ...]:
    """Only an ended case can still take the way without us."""
    return direct if standing.bars == (Bar.ENDED,) else ()


def offer(view: CaseView, ground: Ground, choices: tuple[Option, ...], due: date | None = None) -> Message:
    """The way is open: said once for each reason."""
    given = {"due": due} if due else {}
    return Message(
        lines=(words(f"ombudsman.offer.{ground}", number=view.case.number, **given), words("ombudsman.offer.how")),
        options=choices,
        template="status_overdue" if due else "status_ombudsman",
    )


def which(views: Sequence[CaseView]) -> Message:
    """Several cases: which of them?"""
    return Message(
        lines=(words("ombudsman.which"),),
        options=tuple(
            Option(id=f"omb:begin:{view.case.number}", label=Quoted(view.case.number), row=True) for view in views
        ),
    )


def withdraw_option(number: str) -> Option:
    """Consent can be taken back (UU 27/2022 ps. 9)."""
    return Option(
        id=f"omb:withdraw:{number}", label=Words("ombudsman.choice.withdraw"), short=Words("ombudsman.choice.withdraw")
    )


def handed_over(view: CaseView, standing: Standing) -> Message:
    """To staff, above the files."""
    ground = standing.grounds[0] if standing.grounds else Ground.SIXTY
    return Message(
        lines=(
            words(
                "ombudsman.staff.file",
                number=view.case.number,
                agency=Quoted(view.agency_name or view.agency or ""),
                ground=Words(f"dossier.ground.{ground}"),
            ),
        ),
        options=(accept_option(view.case.number),),
    )


def accept_option(number: str) -> Option:
    """[Terima berkas]."""
    return Option(id=f"omb:accept:{number}", label=Words("ombudsman.choice.accept"), style="primary")
