"""New aliases are proposed from corrected matches, and only where people agree."""

from __future__ import annotations

from classifiers.institution import Matcher
from classifiers.institution.learn import proposals, report


def test_a_wording_used_often_for_one_kind_is_proposed(matcher: Matcher) -> None:
    chosen = [
        ("dikcakep batam", "2171.disdukcapil"),
        ("kemarin ke dikcakep tanjungpinang", "2172.disdukcapil"),
        ("dikcakep bintan lama", "2101.disdukcapil"),
        ("zuzu batam", "2171.rsud"),
    ]
    found = proposals(matcher, chosen)
    assert [(p.alias, p.concept) for p in found] == [("dikcakep", "disdukcapil")]
    assert "dikcakep" in report(found)


def test_what_is_already_read_or_disputed_teaches_nothing(matcher: Matcher) -> None:
    known = [(f"dukcapil batam {n}", "2171.disdukcapil") for n in range(5)]
    disputed = [("qwpo batam", "2171.rsud"), ("qwpo di batam", "2171.dlh"), ("ke qwpo batam", "2171.bpn")]
    assert proposals(matcher, known + disputed) == []
