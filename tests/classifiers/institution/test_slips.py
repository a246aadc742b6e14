"""Slips of the pen in long names and long office words, and names that several regions share."""

from __future__ import annotations

import pytest

from classifiers.institution import Decision, Matcher
from complaints.agency import Agency, Region


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("kejaksaaan negeri batam", "2171.kejari"),
        ("kantor uusan agama sekupang", "2171.kua.sekupang"),
        ("kementerin komunikasi dan digital", "0.komdigi"),
        ("kepolisian sktor nongsa", "2171.polsek.nongsa"),
        ("kantor desa sri bntan", "2101.desa.sri-bintan"),
        ("desa toapaya selatn bintan", "2101.desa.toapaya-selatan"),
        ("dinas pppa batam", "2171.dp3ap2kb"),
    ],
)
def test_a_slip_in_one_word_of_a_long_name_is_read(matcher: Matcher, text: str, office: str) -> None:
    match = matcher.match(text)
    assert match.decision is Decision.CONFIRM
    assert match.candidates[0].agency_id == office


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("kantor lurah air raja kota tanjungpinang", "2172.kelurahan.air-raja"),
        ("kantor lurah air raja batam", "2171.kelurahan.air-raja"),
        ("imigrasi surabaya", "3578.imigrasi"),
        ("imigrasi tanjung perak", "3578.imigrasi.tanjung-perak"),
        ("lapas sukamiskin bandung", "3273.lapas.sukamiskin"),
        ("lapas bandung", "3273.lapas"),
    ],
)
def test_namesakes_are_told_apart_by_what_is_said(matcher: Matcher, text: str, office: str) -> None:
    assert matcher.match(text).candidates[0].agency_id == office


def desa(code: str, name: str) -> Agency:
    return Agency(
        id=f"{code.replace('.', '')}.desa.{name.lower().replace(' ', '-')}", name=f"Desa {name}", short=f"Desa {name}",
        kind="desa", region=code, concept="desa", proper=name,
    )  # fmt: skip


def small(*agencies: Agency) -> Matcher:
    regions = [
        Region(code="11", name="Provinsi Aceh", zone="Asia/Jakarta"),
        Region(code="11.03", name="Kabupaten Aceh Timur", zone="Asia/Jakarta"),
        Region(code="33", name="Provinsi Jawa Tengah", zone="Asia/Jakarta"),
        Region(code="33.21", name="Kabupaten Demak", zone="Asia/Jakarta"),
        Region(code="33.25", name="Kabupaten Batang", zone="Asia/Jakarta"),
        Region(code="33.25.01", name="Batang", zone="Asia/Jakarta"),
        Region(code="73", name="Provinsi Sulawesi Selatan", zone="Asia/Makassar"),
        Region(code="73.04", name="Kabupaten Jeneponto", zone="Asia/Makassar"),
        Region(code="73.04.06", name="Batang", zone="Asia/Makassar"),
    ]
    return Matcher(agencies, regions)


def test_a_word_inside_a_name_is_no_slip_of_a_place() -> None:
    matcher = small(desa("11.03", "Paya Demam Lhee"), desa("11.03", "Paya"))
    match = matcher.match("pak kades paya demam lhee aceh timur")  # not Demak
    assert match.candidates[0].agency_id == "1103.desa.paya-demam-lhee"


def test_a_slip_in_words_that_are_words_by_themselves_is_read() -> None:
    matcher = small(desa("11.03", "Kuala Keureuto Barat"), desa("11.03", "Kuala"))
    match = matcher.match("kantor desa kuala kerreuto barat aceh timur")
    assert match.candidates[0].agency_id == "1103.desa.kuala-keureuto-barat"


def test_a_name_of_two_regions_is_never_taken_for_the_one_we_have() -> None:
    only = Agency(
        id="7304.polsek.batang", name="Polsek Batang", short="Polsek Batang", kind="polri", region="73.04",
        concept="polsek", proper="Batang",
    )  # fmt: skip
    matcher = small(only)
    assert matcher.match("polsek batang").decision is not Decision.CONFIRM
    assert matcher.match("polsek batang jeneponto").decision is Decision.CONFIRM
