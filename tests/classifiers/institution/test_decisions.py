"""What the match must answer, and what it must never answer: vetoes, twins, bare words, traps, bad input."""

from __future__ import annotations

import time

import pytest

from classifiers.institution import Decision, Matcher
from complaints.agency import Agency, FormerName, Region


def test_issue_examples(matcher: Matcher) -> None:
    for text, region, office in (
        ("dukcapil btm", None, "2171.disdukcapil"),
        ("polres barelang", None, "2171.polres"),
        ("rs embung fatimah", None, "2171.rsud"),
        ("imigrasi yg di batam center", None, "2171.imigrasi"),
        ("dinas pndidikan kota", "21.71", "2171.disdik"),
        ("saya warga tanjungpinang ngurus paspor di imigrasi batam", None, "2171.imigrasi"),
    ):
        match = matcher.match(text, region=region)
        assert match.decision is Decision.CONFIRM, text
        assert [c.agency_id for c in match.candidates] == [office]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("kelurahan", "place"), ("polsek", "place"), ("kantor lurah", "place"), ("puskesmas", "place"),
        ("dinas", "office"), ("polisi", "office"), ("bank", "office"), ("sekolah", "office"),
        ("rumah sakit", "office"), ("", "office"), ("batam", "office"), ("dukcapil", "place"),
    ],
)  # fmt: skip
def test_bare_words_ask_for_the_missing_part(matcher: Matcher, text: str, missing: str) -> None:
    match = matcher.match(text)
    assert match.decision is Decision.ASK
    assert match.missing == missing
    if text not in ("dukcapil",):
        assert matcher.match(text, region="21.71").decision is not Decision.CONFIRM


def test_twins_are_never_guessed_but_context_tells_them(matcher: Matcher) -> None:
    match = matcher.match("dinkes bogor")
    assert match.decision is Decision.CHOOSE
    assert {c.agency_id for c in match.candidates[:2]} == {"3271.dinkes", "3201.dinkes"}
    assert matcher.match("dinkes kab bogor").candidates[0].agency_id == "3201.dinkes"
    known = matcher.match("dinkes bogor", region="32.01")
    assert known.decision is Decision.CONFIRM
    assert known.candidates[0].agency_id == "3201.dinkes"


def test_the_region_is_a_veto_and_an_explicit_place_wins(matcher: Matcher) -> None:
    assert matcher.match("dukcapil", region="21.71").candidates[0].agency_id == "2171.disdukcapil"
    other = matcher.match("dukcapil tanjungpinang", region="21.71")
    assert other.candidates[0].agency_id == "2172.disdukcapil"
    unknown = matcher.match("dukcapil wakandapura", region="21.71")
    assert unknown.decision is not Decision.CONFIRM
    assert matcher.match("rs embung fatimah medan").decision is not Decision.CONFIRM


def test_residence_is_told_from_target(matcher: Matcher) -> None:
    match = matcher.match("saya warga tanjungpinang ngurus paspor di imigrasi batam")
    assert (match.place, match.residence) == ("21.71", "21.72")
    start, end = match.evidence or (0, 0)
    assert match.mention[start:end] == "imigrasi"


@pytest.mark.parametrize(
    ("text", "first", "also", "why"),
    [
        ("sma negeri 90 batam", "21.disdik", "2171.disdik", "match.trap.sma_province"),
        ("disdik batam soal sman 5", "21.disdik", "2171.disdik", "match.trap.sma_province"),
        (
            "disnaker batam upah dibawah umk", "21.upt-pengawasan-ketenagakerjaan", "2171.disnaker",
            "match.trap.labour_inspection",
        ),
        ("pln batam lampu jalan mati", "2171.perkim", "2171.pln", "match.trap.street_light"),
        ("disdukcapil batam paspor", "2171.imigrasi", "2171.disdukcapil", "match.trap.passport"),
        ("bp batam sertifikat tanah", "2171.bpn", "2171.bp-kawasan", "match.trap.land_certificate"),
        ("dishub batam pelabuhan ferry", "2171.bp-kawasan", "2171.dishub", "match.trap.ferry_port"),
    ],
)  # fmt: skip
def test_traps_offer_both(matcher: Matcher, text: str, first: str, also: str, why: str) -> None:
    match = matcher.match(text)
    ids = [c.agency_id for c in match.candidates]
    assert match.decision is Decision.CHOOSE
    assert ids[0] == first
    assert also in ids
    assert match.candidates[0].why == why


def test_topic_alone_can_spring_a_trap(matcher: Matcher) -> None:
    assert matcher.match("disnaker batam").decision is Decision.CONFIRM
    assert matcher.match("disnaker batam", topic="KRJ").decision is Decision.CHOOSE


def test_pln_is_two_companies_and_pn_a_court(matcher: Matcher) -> None:
    assert matcher.match("pln batam").candidates[0].agency_id == "2171.pln"
    assert matcher.match("pln tanjungpinang").candidates[0].agency_id == "2172.pln"
    assert matcher.match("pn batam").candidates[0].agency_id == "2171.pengadilan-negeri"
    assert matcher.match("pt maju batam").decision is Decision.ASK


@pytest.mark.parametrize(
    "text", ["😀😀", "警察署", "провинция", "a" * 10_000, "\x00\ufeff", "<b>dukcapil</b>", "' or 1=1 --"]
)
def test_bad_input_is_answered(matcher: Matcher, text: str) -> None:
    assert len(matcher.match(text).candidates) <= 5


def test_long_texts_stay_quick(matcher: Matcher) -> None:
    many = " ".join(a.name for a in matcher.index.agencies[:500])
    for text in (many, "dukcapil batam " * 700, "wxyz " * 2000, "kelurahan " * 1000):
        started = time.perf_counter()
        matcher.match(text)
        assert time.perf_counter() - started < 0.5


def test_the_same_text_has_the_same_answer(matcher: Matcher) -> None:
    for text in ("dinkes bogor", "polsek batam", "dukcapil batm", "rs batam"):
        assert matcher.match(text) == matcher.match(text)


def test_choices_are_two_to_five(matcher: Matcher) -> None:
    for text in ("dinkes bogor", "kantor pajak batam", "polisi batam", "pupr batam", "bpjs batam"):
        match = matcher.match(text)
        assert match.decision is Decision.CHOOSE, text
        assert 2 <= len(match.candidates) <= 5


def test_preset_of_a_deep_link_answers_when_words_name_no_office(matcher: Matcher) -> None:
    match = matcher.match("pelayanan lambat", preset="2171.rsud")
    assert [c.agency_id for c in match.candidates] == ["2171.rsud"]
    assert matcher.match("dukcapil batam", preset="2171.rsud").candidates[0].agency_id == "2171.disdukcapil"


def test_search_lists_offices_for_staff(matcher: Matcher) -> None:
    assert matcher.search("disdik batam")[0].agency_id == "2171.disdik"
    assert any("Embung" in c.name for c in matcher.search("embung", region="21.71"))


def test_explain_is_plain_values(matcher: Matcher) -> None:
    told = matcher.explain("dukcapil btm")
    assert told["decision"] == "confirm"
    assert {"spots", "offices", "words"} <= set(told)


def test_a_registry_with_doubled_ids_former_names_and_odd_parents() -> None:
    region = Region(code="21.71", name="Kota Batam")
    one = Agency(
        id="2171.x", name="Balai Contoh Batam", short="Balai Contoh", kind="vertikal", region="21.71",
        parent="2171.y", former=(FormerName(name="Kantor Lama Sekali"),),
    )  # fmt: skip
    other = Agency(id="2171.y", name="Kantor Y", short="Y", kind="opd", region="99.99", parent="2171.x")
    small = Matcher([one, one, other], [region])
    assert small.match("kantor lama sekali").candidates[0].agency_id == "2171.x"
    assert len(small.search("balai contoh")) == 1
    assert Matcher([], []).match("dukcapil batam").decision is Decision.ASK
