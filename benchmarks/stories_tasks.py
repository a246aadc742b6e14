"""What each story classifier learns: labels, features, costs, the stories it learns from. Fits nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.stories_corpus import bare, framed, joined, phrases
from classifiers import abuse, chatter, maladministration, urgency
from classifiers.abuse_signals import abuse_signals
from classifiers.danger_signals import read_danger
from classifiers.kind import KINDS, cue_logits
from classifiers.topic import codes, lexicon_logits
from classifiers.words import Words

Row = dict[str, object]
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Task:
    """One thing to learn. `pull` and `named` draw weights of features and of signals to zero, `deaf` is the share of
    the fit that hears no signals, `costs` what a wrong answer weighs by label."""

    name: str
    labels: tuple[str, ...]
    size: int
    pull: float
    asked: Callable[[Row], bool]
    true: Callable[[Row, str], bool]
    corpus: Callable[[Sequence[Row]], list[Row]]
    report: Callable[..., None]
    costs: tuple[float, ...]
    offsets: Callable[[Words], Mapping[str, float]] = lambda words: {}
    signals: Callable[[Words], Collection[str]] = lambda words: ()
    named: float = 1.0
    deaf: float = 0.0
    #: A story by a hand that never saw the rules teaches as much as so many by one that had.
    fresh: float = 1.5
    #: How a text is read (`classifiers.linear.VIEWS`).
    views: tuple[str, ...] = ("near",)
    exclusive: bool = True
    #: A label with few stories counts for more: how often each is written of here says nothing of the street.
    even: bool = False


def _alarms(label: str, is_one: Callable[[Row], bool]) -> Callable[[Sequence[Row]], list[Row]]:
    def corpus(rows: Sequence[Row]) -> list[Row]:
        return [*rows, *joined(rows, is_one, label, random.Random(5))]

    return corpus


def _threshold_report(
    name: str, threshold: Callable[[Words], float], is_one: Callable[[Row], bool]
) -> Callable[..., None]:
    """Found and fooled by threshold, for each of the kinds of text that have a threshold of their own."""

    def report(rows: Sequence[Row], values: Values, *, verbose: bool) -> None:
        truth = np.array([is_one(row) for row in rows])
        asked = np.array([threshold(Words(str(row["text"]))) for row in rows])
        for own in sorted(set(asked.tolist())):
            for at in sorted({-3.5, -3.0, -2.5, -2.0, -1.5, -1.0, 0.0, own}):
                found, fooled = values[truth & (asked == own), 0] >= at, values[~truth & (asked == own), 0] >= at
                mark = "  <" if at == own else ""
                print(f"{name} {at:5}: found {found.sum()}/{len(found)}, fooled {fooled.sum()}/{len(fooled)}{mark}")
        for at in np.flatnonzero((values[:, 0] >= asked) != truth) if verbose else ():
            print(f"    {values[at, 0]:.2f} {rows[at].get('hand')} {truth[at]}: {rows[at]['text']}")

    return report


def _best_report(name: str, field: str, labels: Sequence[str]) -> Callable[..., None]:
    """First answer and first three, by hand."""

    def report(rows: Sequence[Row], values: Values, *, verbose: bool) -> None:
        ranked = np.argsort(-values, axis=1)
        truth = np.array([labels.index(str(row[field])) for row in rows])
        hands = np.array([row["hand"] for row in rows])
        first, three = ranked[:, 0] == truth, (ranked[:, :3] == truth[:, None]).any(axis=1)
        for hand in (*sorted(set(hands)), "all"):
            of = (hands == hand) | (hand == "all")
            print(f"{name} {hand}: {first[of].mean():.1%} right, {three[of].mean():.1%} in three ({of.sum()})")
        for at in np.flatnonzero(~first) if verbose else ():
            print(f"    {labels[ranked[at, 0]]} <- {labels[truth[at]]}: {rows[at]['text']}")

    return report


def _alleged_report(rows: Sequence[Row], values: Values, *, verbose: bool) -> None:
    """Alleged kinds found, and kinds found where none was alleged."""
    del verbose
    labels = maladministration.labels()
    for at in (-1.5, -1.0, -0.5, 0.0):
        found = told = extra = clean = quiet = 0
        for row, value in zip(rows, values, strict=True):
            alleged = {str(code) for code in row.get("maladministration") or ()}  # type: ignore[attr-defined]
            said = {label for label, one in zip(labels, value, strict=True) if one >= at}
            found, told, extra = found + len(alleged & said), told + len(alleged), extra + len(said - alleged)
            if row["kind"] != "pengaduan":
                quiet, clean = quiet + 1, clean + (not said)
        print(f"maladministration {at}: found {found}/{told}, more {extra}, none where none {clean}/{quiet}")


def _danger(row: Row) -> bool:
    return row["urgency"] == "emergency"


def _insult(row: Row) -> bool:
    return bool(row["abusive"])


def _topical(rows: Sequence[Row]) -> list[Row]:
    return [*(row for row in rows if row.get("topic")), *framed(20, random.Random(11)), *bare(), *phrases()]


def _always(row: Row) -> bool:
    return bool(row["text"])


def _calm(row: Row) -> bool:
    return "kind" in row and not _danger(row)


def _chatter(row: Row) -> bool:
    return row["kind"] not in KINDS


def _kinds(row: Row) -> bool:
    return row["kind"] in KINDS and not _danger(row)


def _alleging(row: Row) -> bool:
    """Where an allegation was looked for: with every fresh topic, and in older stories that carry one."""
    asked = row.get("hand") and row.get("topic")
    return bool(asked or row.get("maladministration") or row["kind"] != "pengaduan")


TASKS = {
    task.name: task
    for task in (
        Task(
            "urgency", ("emergency",), 65536, 0.1, _always, lambda row, label: _danger(row),
            _alarms("urgency", _danger),
            _threshold_report("urgency", lambda words: urgency.threshold(read_danger(words)), _danger), (1.0,),
            signals=lambda words: read_danger(words).signals, deaf=0.4, views=("near", "far"), exclusive=False,
        ),
        Task(
            "abusive", ("abusive",), 65536, 0.1, _always, lambda row, label: _insult(row),
            _alarms("abusive", _insult),
            _threshold_report("abusive", lambda words: abuse.threshold(abuse_signals(words)), _insult), (1.0,),
            signals=abuse_signals, named=0.25, deaf=0.4, views=("near", "far"), exclusive=False,
        ),
        Task(
            "topic", codes(), 65536, 0.03, lambda row: bool(row.get("topic")),
            lambda row, label: row["topic"] == label, _topical, _best_report("topic", "topic", codes()),
            (1.0,) * len(codes()), offsets=lexicon_logits, views=("near", "wide"), even=True,
        ),
        Task(
            "chatter", ("chatter",), 65536, 0.1, _calm, lambda row, label: _chatter(row),
            lambda rows: [row for row in rows if _calm(row)],
            _threshold_report("chatter", lambda words: chatter.THRESHOLD, _chatter), (1.0,),
            signals=chatter.chatter_signals, deaf=0.3, views=("near", "far"), exclusive=False,
        ),
        Task(
            "kind", KINDS, 65536, 0.1, _kinds, lambda row, label: row["kind"] == label,
            lambda rows: [row for row in rows if _kinds(row)], _best_report("kind", "kind", KINDS), (1.0, 2.0, 1.5),
            offsets=lambda words: cue_logits(words, words.text), views=("near", "far"),
        ),
        Task(
            "maladministration", maladministration.labels(), 8192, 0.3, _alleging,
            lambda row, label: label in (row.get("maladministration") or ()),  # type: ignore[operator]
            lambda rows: [row for row in rows if _alleging(row)], _alleged_report,
            (1.0,) * len(maladministration.labels()), offsets=maladministration.cue_logits, exclusive=False,
        ),
    )
}  # fmt: skip
