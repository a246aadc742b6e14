"""Scores of the story classifiers over a labelled file; reads answers, decides nothing."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from classifiers.date import SURE
from classifiers.story import Reading, StoryReader

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "stories"


@dataclass
class Tally:
    """Right answers and wrong ones of one question."""

    right: int = 0
    asked: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, correct: bool, note: str) -> None:
        """One answer; a wrong one is kept for reading."""
        self.asked += 1
        self.right += correct
        if not correct:
            self.wrong.append(note)

    @property
    def rate(self) -> float:
        """Share of right answers, 1.0 where nothing was asked."""
        return self.right / self.asked if self.asked else 1.0


QUESTIONS = (
    "kind topic1 topic3 emergency emergency_fooled abusive abusive_fooled personal personal_fooled date "
    "date_fooled maladministration maladministration_fooled"
).split()


def load(name: str) -> list[dict[str, object]]:
    """The labelled stories of one part, which may lie in several files ("tuning.jsonl", "tuning_a.jsonl")."""
    paths = sorted((*FOLDER.glob(f"{name}.jsonl"), *FOLDER.glob(f"{name}_*.jsonl")))
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def score(name: str, reader: StoryReader | None = None) -> tuple[dict[str, Tally], Counter[tuple[str, str]]]:
    """Every question of every story, and the topic confusions (truth, answer)."""
    reader = reader or StoryReader()
    tallies = {question: Tally() for question in QUESTIONS}
    confusion: Counter[tuple[str, str]] = Counter()
    for row in load(name):
        text = str(row["text"])
        reading = reader.read(text, sent_at=datetime.fromisoformat(str(row["sent_at"])))
        _judge(tallies, confusion, row, reading, text)
    return tallies, confusion


def _judge(
    tallies: dict[str, Tally],
    confusion: Counter[tuple[str, str]],
    row: dict[str, object],
    reading: Reading,
    text: str,
) -> None:
    kind = reading.kind.label if reading.kind else None
    emergency = row["urgency"] == "emergency"
    if not emergency:  # in danger nobody asks for the kind
        tallies["kind"].add(kind == row["kind"], f"{kind} <- {row['kind']}: {text}")
    topics = [label.label for label in reading.topic]
    if "topic" in row:
        best = topics[0] if topics else "-"
        confusion[(str(row["topic"]), best)] += 1
        tallies["topic1"].add(best == row["topic"], f"{topics} <- {row['topic']}: {text}")
        tallies["topic3"].add(row["topic"] in topics, f"{topics} <- {row['topic']}: {text}")
    alarm = reading.urgency == "emergency"
    evidence = reading.urgency_evidence.evidence if reading.urgency_evidence else ""
    tallies["emergency" if emergency else "emergency_fooled"].add(alarm == emergency, f"{evidence}: {text}")
    insult = reading.abusive is not None
    seen = reading.abusive.evidence if reading.abusive else ""
    tallies["abusive" if row["abusive"] else "abusive_fooled"].add(insult == row["abusive"], f"{seen}: {text}")
    _judge_lists(tallies, row, reading, text)


def _judge_lists(tallies: dict[str, Tally], row: dict[str, object], reading: Reading, text: str) -> None:
    found = sorted(item.type for item in reading.personal_data)
    wanted = row.get("personal_data") or []
    question = "personal" if wanted else "personal_fooled"
    tallies[question].add(found == sorted(wanted), f"{found} <- {wanted}: {text}")  # type: ignore[call-overload]
    day = reading.date
    said = day.day.isoformat() if day and day.day and day.score >= SURE else None
    question = "date" if row.get("date") else "date_fooled"
    tallies[question].add(said == row.get("date"), f"{said} <- {row.get('date')}: {text}")
    kinds = [label.label for label in reading.maladministration]
    alleged = row.get("maladministration")
    if alleged:
        hit = set(alleged) <= set(kinds)  # type: ignore[call-overload]
        tallies["maladministration"].add(hit, f"{kinds} <- {alleged}: {text}")
    elif row["kind"] in ("permintaan_informasi", None):
        tallies["maladministration_fooled"].add(not kinds, f"{kinds}: {text}")


def milliseconds(name: str, reader: StoryReader) -> list[float]:
    """Reading time of every story, sorted."""
    rows = [(str(row["text"]), datetime.fromisoformat(str(row["sent_at"]))) for row in load(name)]
    times = []
    for text, at in rows:
        start = time.perf_counter()
        reader.read(text, sent_at=at)
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)
