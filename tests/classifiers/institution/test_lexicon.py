"""Every alias resolves, and no alias is claimed by two concepts without a rule."""

from __future__ import annotations

import tomllib
from collections import defaultdict

import pytest

from classifiers.institution import Matcher, default_lexicon
from classifiers.institution.lexicon import DATA, Phrase
from classifiers.institution.places import build
from complaints.agency import Agency, Region

LEXICON = default_lexicon()
PLACE = Region(code="21.71", name="Kota Batam")
PROVINCE = Region(code="21", name="Provinsi Kepulauan Riau")
BINDING = """
disdik dinkes disdukcapil dpmptsp disnaker dinsos pupr bmsda cktr perkim dishub dlh disperindag diskop diskominfo
bapenda bpkad bkpsdm bappeda satpolpp damkar bpbd kesbangpol inspektorat setda setwan dp3ap2kb dpmd pangan-pertanian
diskan disbudpar dispora dispusip distanah esdm kehutanan brida penghubung perbatasan rsud puskesmas labkesda
instalasi-farmasi kecamatan kelurahan desa pemda upt-pengawasan-ketenagakerjaan polri polda polres polsek samsat satpas
kejagung kejati kejari cabjari pengadilan-negeri pengadilan-agama pengadilan-tinggi pta ptun imigrasi lapas rutan
bapas lpka bpn kanwil-bpn kpp kanwil-djp bea-cukai kppn kpknl ksop kupp bandara kemenag kanwil-kemenag kua kemenhaj
kanwil-kemenkum bps bnn bpom sar kpu bawaslu bp3mi karantina psdkp bpjn bws bptd balmon bmkg bi ojk ombudsman
bp-kawasan bpjs-kesehatan bpjs-tk pln pdam bank-btn bank-bri bank-bni bank-mandiri bank-bsi bank-brk telkom
telkomsel pos pelindo
asdp pelni damri pertamina pgn jasa-raharja taspen rs sd smp sma smk slb man mtsn min kemendagri kpk
""".split()


def _office(concept: str) -> Agency:
    """One office of a kind, nowhere or in Batam, with no alias of its own."""
    level = LEXICON.concepts[concept].level
    region = "" if level == "n" else "21" if level == "p" else "21.71"
    name = f"Contoh {concept} {region}"
    return Agency(
        id=f"{region.replace('.', '') or '0'}.{concept}",
        name=name,
        short=name,
        kind="vertikal",
        region=region,
        concept=concept,
    )


@pytest.fixture(scope="module")
def bare() -> Matcher:
    return Matcher([_office(c) for c in LEXICON.concepts], [PLACE, PROVINCE], lexicon=LEXICON)


def _said() -> list[Phrase]:
    return [phrase for phrase in LEXICON.phrases if phrase.strength != "generic"]


@pytest.mark.parametrize("phrase", _said(), ids=lambda p: f"{p.concepts[0]}:{p.text}")
def test_alias_names_its_concept(bare: Matcher, phrase: Phrase) -> None:
    concept = phrase.concepts[0]
    level = LEXICON.concepts[concept].level
    text = phrase.text if level == "n" else f"{phrase.text} {'kepri' if level == 'p' else 'batam'}"
    reading, gathered, ordered = bare.read(text)
    if phrase.strength == "strict" and level == "n":
        assert concept in {c for spot in reading.spots for c in spot.concepts}
        return
    assert ordered, (text, gathered)
    assert bare.index.agencies[ordered[0].row].concept == concept


def test_binding_concepts_are_defined() -> None:
    assert not set(BINDING) - set(LEXICON.concepts)


def test_no_alias_is_claimed_twice() -> None:
    claims: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for phrase in _said():
        claims[LEXICON.key(phrase.text)].add(phrase.concepts)
    assert not {key: owners for key, owners in claims.items() if len(owners) > 1}


def test_generic_words_are_not_aliases() -> None:
    generic = {LEXICON.key(p.text) for p in LEXICON.phrases if p.strength == "generic"}
    assert not generic & {LEXICON.key(p.text) for p in _said()}


def test_no_alias_swallows_a_place() -> None:
    """ "spam batam" as an alias would hide from the match where the office is."""
    gazetteer = build([PLACE, PROVINCE], LEXICON)
    swallowed = [p.text for p in _said() if len(w := p.text.split()) > 1 and w[-1] in gazetteer.codes]
    assert set(swallowed) <= {"bank riau kepri"}  # the bank's own name; its branch's town follows


def test_every_entry_has_a_source() -> None:
    for name in ("concepts", "institution_national", "institution_traps"):
        with (DATA / f"{name}.toml").open("rb") as file:
            assert not [key for key, entry in tomllib.load(file).items() if not entry.get("source")]


def test_relations_lead_somewhere() -> None:
    for concept in LEXICON.concepts.values():
        for other in (*concept.near, *([concept.up] if concept.up else [])):
            assert other in LEXICON.concepts, (concept.key, other)
    for trap in LEXICON.traps:
        for concept_key, where in trap.offer:
            assert where == "same" or concept_key in LEXICON.concepts
            assert where in ("same", "p", "k", "n")
