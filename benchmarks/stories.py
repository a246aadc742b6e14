"""Story reading measured: accuracy per classifier, topic confusions, time per story. Run by `make bench`."""

from __future__ import annotations

import sys

from benchmarks import stories_similar
from benchmarks.stories_scores import milliseconds, score
from classifiers.story import StoryReader


def main() -> None:
    """Print the figures of the test part; with a file name and "-v" also every wrong answer."""
    named = [a for a in sys.argv[1:] if a in ("test", "tuning")]
    for name in named or ["test"]:
        _report(name, "-v" in sys.argv)
    stories_similar.main()


def _report(name: str, verbose: bool) -> None:
    reader = StoryReader()
    tallies, confusion = score(name, reader)
    print(f"stories, {name} part")
    for question, tally in tallies.items():
        print(f"  {question:26} {tally.rate:7.1%}  {tally.right}/{tally.asked}")
        if verbose:
            for note in tally.wrong:
                print(f"      {note}")
    print("  topic confusions (truth -> answer)")
    for (truth, answer), count in confusion.most_common():
        if truth != answer:
            print(f"      {truth} -> {answer}: {count}")
    times = milliseconds(name, reader)
    print(f"  ms per story: p50 {times[len(times) // 2]:.2f}, p95 {times[int(len(times) * 0.95)]:.2f}")


if __name__ == "__main__":
    main()
