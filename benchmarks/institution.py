"""The institution match measured at three sizes, beside whole-string engines. Run by `make bench`.

NARAHUBUNG_WILAYAH names a folder with an operator's districts.csv and villages.csv for the largest
registry; without it the villages are made up. Options of `python -m benchmarks.institution`:
--quick skips the baselines, --wrong prints mistakes.
"""

from __future__ import annotations

import csv
import gc
import sys
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import institution_baselines as baselines
from benchmarks import institution_registries as registries
from benchmarks.institution_mentions import CLASSES, Generator, Mention
from classifiers.institution import Decision, Matcher

MENTIONS = Path(__file__).parent.parent / "tests" / "data" / "mentions"
POSITIVES, NEGATIVES, SEED = 2000, 600, 23
#: Whole-string engines need up to seconds per mention; fewer mentions keep the run short.
ASKED = {"1,000": 800, "26,000": 160, "150,000": 40}


@dataclass(slots=True)
class Tally:
    """What one engine did with one set of mentions."""

    asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    first: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    three: int = 0
    confirmed: int = 0
    wrongly: int = 0
    absent: int = 0
    absent_confirmed: int = 0
    sure: list[tuple[float, bool]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Mentions of offices that exist."""
        return sum(self.asked.values())

    def rate(self, kind: str = "") -> float:
        """Top-1, over one class or all."""
        if kind:
            return self.first[kind] / max(1, self.asked[kind])
        return sum(self.first.values()) / max(1, self.total)

    def ece(self, bins: int = 10) -> float:
        """Expected calibration error of the first office's confidence."""
        boxes: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for p, hit in self.sure:
            boxes[min(bins - 1, int(p * bins))].append((p, hit))
        gap = sum(abs(sum(p for p, _ in b) - sum(h for _, h in b)) for b in boxes.values())
        return gap / max(1, len(self.sure))

    def at(self, share: float) -> float:
        """A percentile of the time per match, in milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def measure(matcher: Matcher, said: Sequence[tuple[Mention, str | None, frozenset[str]]]) -> Tally:
    """Run every mention once."""
    tally = Tally()
    for mention, region, truths in said:
        started = time.perf_counter()
        match = matcher.match(mention.text, region=region)
        tally.seconds.append(time.perf_counter() - started)
        ids = [one.agency_id for one in match.candidates]
        hit = bool(ids) and ids[0] in truths
        confirmed = match.decision is Decision.CONFIRM
        if ids and match.candidates[0].why is None:
            tally.sure.append((match.candidates[0].confidence, hit))
        tally.confirmed += confirmed
        tally.wrongly += confirmed and not hit
        if not truths:
            tally.absent += 1
            tally.absent_confirmed += confirmed
        else:
            tally.asked[mention.kind] += 1
            tally.first[mention.kind] += hit
            tally.three += any(one in truths for one in ids[:3])
        if (truths and not hit) or (confirmed and not hit):
            tally.wrong.append(f"{mention.kind}: {mention.text} -> {match.decision} {ids[:3]}")
    return tally


def synthetic(sized: registries.Sized) -> list[tuple[Mention, str | None, frozenset[str]]]:
    """Test half: templates, seeds and negatives that the fit never saw."""
    generator = Generator(sized.agencies, sized.regions, "test", SEED)
    absent = [a for a in sized.absent if a.concept in generator.alias]
    said = generator.positives(POSITIVES) + generator.negatives(NEGATIVES, absent)
    return [(m, None, frozenset((m.truth,) if m.truth else ())) for m in said]


def everyday(name: str) -> list[tuple[Mention, str | None, frozenset[str]]]:
    """Hand-written mentions with their labels; "-" means that nothing may be confirmed."""
    with (MENTIONS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            (
                Mention(row["mention"], None, name),
                row["region"] or None,
                frozenset(row["expected"].split("|")) - {"-"},
            )
            for row in csv.DictReader(file, delimiter=";")
        ]


def show(title: str, tally: Tally, wrong: bool) -> None:
    """One block of figures."""
    accepted = max(1, tally.confirmed)
    print(
        f"  {title}: {tally.total} mentions, top-1 {tally.rate():.1%}, top-3 "
        f"{tally.three / max(1, tally.total):.1%}, confirmed {tally.confirmed / max(1, tally.total):.1%}, "
        f"precision of confirm {1 - tally.wrongly / accepted:.2%}, none-of-ours confirmed "
        f"{tally.absent_confirmed}/{tally.absent}, ECE {tally.ece():.3f}, "
        f"ms p50 {tally.at(0.5):.2f} p95 {tally.at(0.95):.2f}"
    )
    if wrong:
        for line in tally.wrong:
            print("     ", line)


def _memory(sized: registries.Sized) -> float:
    """Megabytes that the index allocates, traced."""
    gc.collect()
    tracemalloc.start()
    matcher = Matcher(sized.agencies, sized.regions)
    matcher.match("dukcapil batam")
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return used / 1e6


def _beside(sized: registries.Sized) -> None:
    generator = Generator(sized.agencies, sized.regions, "test", SEED)
    said = generator.positives(ASKED[sized.name])
    engines: dict[str, Callable[[], baselines.Engine | None]] = {
        "WRatio": lambda: baselines.scorer(sized.agencies, "WRatio"),
        "token_set_ratio": lambda: baselines.scorer(sized.agencies, "token_set_ratio"),
        "TF-IDF 3-grams": lambda: baselines.tfidf(sized.agencies),
        "FTS5 trigram": lambda: baselines.fts5(sized.agencies),
        "pg_trgm": lambda: baselines.trgm(sized.agencies),
    }
    for name, make in engines.items():
        engine = make()
        if engine is None:
            print(f"  {name}: not here")
            continue
        first = three = 0
        seconds: list[float] = []
        for mention in said:
            started = time.perf_counter()
            ids = engine(mention.text)
            seconds.append(time.perf_counter() - started)
            first += ids[:1] == [mention.truth]
            three += mention.truth in ids[:3]
        seconds.sort()
        print(
            f"  {name} ({len(said)}): top-1 {first / len(said):.1%}, top-3 {three / len(said):.1%}, "
            f"ms p50 {seconds[len(said) // 2] * 1e3:.1f} p95 {seconds[int(len(said) * 0.95)] * 1e3:.1f}"
        )


def main() -> None:
    """Print everything."""
    wrong, quick = "--wrong" in sys.argv, "--quick" in sys.argv
    for make in (registries.small, registries.national, registries.whole):
        sized = make()
        gc.collect()
        started = time.perf_counter()
        matcher = Matcher(sized.agencies, sized.regions)
        built = time.perf_counter() - started
        print(f"{sized.name}: {len(sized.agencies)} offices, index built in {built:.2f} s")
        tally = measure(matcher, synthetic(sized))
        show("synthetic", tally, wrong)
        print("   ", ", ".join(f"{kind} {tally.rate(kind):.1%}" for kind in CLASSES))
        if make is not registries.small:
            # what "everyday_none" calls absent is present once every kecamatan has its offices
            none = ("everyday_none",) if make is registries.national else ()
            for name in ("everyday_kepri_babel", "everyday_nation", *none):
                show(name, measure(matcher, everyday(name)), wrong)
        if not quick:
            print(f"  index memory {_memory(sized):.0f} MB")
            _beside(sized)


if __name__ == "__main__":
    main()
