"""The threshold of "same matter" measured on labelled pairs. Run as a module; prints recall and false offers."""

from __future__ import annotations

import json

from benchmarks.stories_scores import FOLDER
from classifiers.similar import THRESHOLD, similarity


def pairs() -> list[tuple[float, bool, str]]:
    """(similarity, really the same, both texts) of every labelled pair."""
    rows = [json.loads(line) for line in (FOLDER / "pairs.jsonl").read_text("utf-8").splitlines()]
    return [(similarity(row["a"], row["b"]), row["same"], f"{row['a']} | {row['b']}") for row in rows]


def main() -> None:
    """Recall of same pairs and share of different ones offered, by threshold."""
    measured = pairs()
    same = [value for value, is_same, _ in measured if is_same]
    other = [value for value, is_same, _ in measured if not is_same]
    print(f"similar complaints: {len(same)} same, {len(other)} different pairs; in use {THRESHOLD}")
    for step in range(15, 65, 5):
        at = step / 100
        found = sum(value >= at for value in same) / len(same)
        wrong = sum(value >= at for value in other) / len(other)
        print(f"  {at:.2f}: same found {found:5.1%}, different offered {wrong:5.1%}")


if __name__ == "__main__":
    main()
