"""What confirmed and corrected matches teach: new aliases for staff to approve; changes nothing by itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from classifiers.institution.index import LOCAL
from classifiers.institution.matcher import Matcher
from complaints.agency import Agency

#: A wording is proposed when so many different mentions used it and this share of them meant one kind.
ENOUGH, SHARE = 3, 0.8
LONGEST = 4


@dataclass(frozen=True, slots=True)
class Proposal:
    """An alias not in the lexicon yet. `concept` for a kind of office, else `agency_id` for this very office."""

    alias: str
    concept: str | None
    agency_id: str | None
    times: int
    share: float
    examples: tuple[str, ...]


def proposals(matcher: Matcher, chosen: Iterable[tuple[str, str]], *, enough: int = ENOUGH) -> list[Proposal]:
    """Read (mention, id of the office finally chosen) pairs; the most used wordings first.

    `enough`: so many different mentions make a proposal; a person who looks at each may take single ones.

    Only words that nothing explains are proposed: what the matcher already reads teaches nothing.
    """
    agencies = {agency.id: agency for agency in matcher.index.agencies}
    meant: dict[str, Counter[str]] = defaultdict(Counter)
    said: dict[str, list[str]] = defaultdict(list)
    for mention, agency_id in chosen:
        agency = agencies.get(agency_id)
        if agency is None or mention in said:
            continue
        for wording in _unread(matcher, mention, agency):
            if mention not in said[wording]:
                meant[wording][agency_id] += 1
                said[wording].append(mention)
    found = (_proposal(w, meant[w], said[w], agencies, enough) for w in meant)
    return sorted((one for one in found if one), key=lambda one: (-one.times, one.alias))


def _unread(matcher: Matcher, mention: str, agency: Agency) -> set[str]:
    """Runs of unexplained words of a mention that was answered wrongly or not at all."""
    match = matcher.match(mention, region=agency.region[:5] or None)
    if match.candidates and match.candidates[0].agency_id == agency.id and match.missing is None:
        return set()
    reading = matcher.spotter.read(mention)
    common = matcher.lexicon.common
    runs: set[str] = set()
    run: list[str] = []
    for at, word in enumerate([*reading.plain, ""]):
        free = bool(word) and (reading.covered[at] < 0 or at in reading.mended)
        if free and word not in common and word.isalpha() and len(word) > 2:
            run.append(word)
        else:
            if 0 < len(run) <= LONGEST:
                runs.add(" ".join(run))
            run = []
    return runs


def _proposal(
    wording: str, meant: Counter[str], said: list[str], agencies: dict[str, Agency], enough: int
) -> Proposal | None:
    times = sum(meant.values())
    if times < enough:
        return None
    kinds: Counter[str] = Counter()
    for agency_id, count in meant.items():
        kinds[agencies[agency_id].concept or agency_id] += count
    kind, count = kinds.most_common(1)[0]
    if count / times < SHARE:
        return None
    agency_id, same = meant.most_common(1)[0]
    own = same / times >= SHARE and len(meant) == 1
    if times < ENOUGH and agencies[agency_id].concept and agencies[agency_id].concept not in LOCAL:
        own = False  # said once or twice of a kind of office that every city has: no proof that it means this one
    concept = None if own or kind == agency_id else kind
    return Proposal(wording, concept, agency_id if concept is None else None, times, count / times, tuple(said[:3]))


def report(found: Iterable[Proposal]) -> str:
    """Lines a member of staff can copy into the lexicon or the registry."""
    lines = [
        f'"{one.alias}"  ->  {one.concept or one.agency_id}  '
        f"({one.times} kali, {one.share:.0%} sepakat; contoh: {'; '.join(one.examples)})"
        for one in found
    ]
    return "\n".join(lines)
