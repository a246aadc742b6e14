"""Every office the owner named is there under the name people use: workshop, Pemko Batam, Kepri, Babel."""

from __future__ import annotations

from collections import Counter

import pytest

from complaints.agency import Agency
from storage.registry_file import seed_registry

AGENCIES = seed_registry().agencies


def spoken(agency: Agency) -> set[str]:
    former = (f.name for f in agency.former)
    return {n.casefold() for n in (agency.name, agency.short, *agency.aliases, *former)}


WORKSHOP = {
    "Polresta Barelang": "2171.polres",
    "Pengadilan Negeri Batam": "2171.pengadilan-negeri",
    "Kantor Imigrasi Kelas I Khusus TPI Batam": "2171.imigrasi",
    "Dinas Tenaga Kerja Batam": "2171.disnaker",
    "Dinas Sosial Batam": "2171.dinsos",
    "Dinas Pendidikan Batam": "2171.disdik",
    "Dinas Lingkungan Hidup Batam": "2171.dlh",
    "Satpol PP Batam": "2171.satpolpp",
    "RSUD Embung Fatimah": "2171.rsud",
    "UPT Pengawasan Ketenagakerjaan": "2171.upt-pengawasan-ketenagakerjaan",
    "RS Awal Bros Batam": "2171.rs.awal-bros",
    "BPJS Kesehatan Cabang Batam": "2171.bpjs-kesehatan",
    "PT BTN (Persero) Tbk KC Batam": "2171.bank-btn",
}
FORMER = {
    "Polres Barelang": "2171.polres",
    "Otorita Batam": "2171.bp-kawasan",
    "Adhya Tirta Batam": "2171.pdam",
    "Kemenkumham": "0.kemenkum",
    "BP Haji": "0.kemenhaj",
}
EVERYDAY = {
    "dukcapil btm": "2171.disdukcapil",
    "rsud ef": "2171.rsud",
    "rs otorita": "2171.rs.rsbp",
    "ob": "2171.bp-kawasan",
    "ATB": "2171.pdam",
    "moya": "2171.pdam",
    "imigrasi batam center": "2171.imigrasi",
    "pdam tirta kepri": "21.pdam",
    "rsud raja ahmad thabib": "21.rsud.raja-ahmad-tabib",
    "bpn bintan": "2101.bpn",
    "ombudsman kepri": "21.ombudsman",
    "pln wilayah bangka belitung": "19.pln",
    "kanwil atr/bpn kepulauan bangka belitung": "19.kanwil-bpn",
    "bpjs kesehatan cabang pangkalpinang": "1971.bpjs-kesehatan",
    "inspektorat babel": "19.inspektorat",
}


@pytest.mark.parametrize(("name", "key"), [*WORKSHOP.items(), *FORMER.items(), *EVERYDAY.items()])
def test_a_name_leads_to_its_office(name: str, key: str) -> None:
    assert name.casefold() in spoken(AGENCIES[key])


def test_the_workshop_is_verified() -> None:
    assert all(AGENCIES[key].verified for key in WORKSHOP.values())


PEMKO = (
    "setda setwan inspektorat satpolpp bapenda bpkad bappeda bkpsdm kesbangpol bpbd dinkes bmsda "
    "cktr disdik dinsos disnaker dp3ap2kb damkar pangan-pertanian diskan diskominfo disperindag "
    "diskop dpmptsp dishub disdukcapil disbudpar perkim distanah dispusip dispora dlh"
)


@pytest.mark.parametrize("concept", PEMKO.split())
def test_pemko_batam_is_complete(concept: str) -> None:
    office = AGENCIES[f"2171.{concept}"]
    assert office.parent == "2171.pemda" and office.name.endswith("Kota Batam")


PUSKESMAS = (
    "Baloi Permai|Batu Aji|Belakang Padang|Botania|Bulang|Kabil|Kampung Jabi|Lubuk Baja|Mentarau|"
    "Rempang Cate|Sambau|Sei Langkai|Sei Lekop|Sei Panas|Sei Pancur|Sekupang|Tanjung Buntung|"
    "Tanjung Sengkuang|Tanjung Uncang|Tiban Baru"
)


def test_puskesmas_of_batam() -> None:
    names = {a.proper for a in AGENCIES.values() if a.id.startswith("2171.puskesmas.")}
    assert names == {*PUSKESMAS.split("|"), "Galang"}
    assert not AGENCIES["2171.puskesmas.galang"].verified


def test_kecamatan_and_kelurahan_of_batam() -> None:
    kinds = Counter(a.kind for a in AGENCIES.values() if a.region == "21.71")
    assert (kinds["kecamatan"], kinds["kelurahan"]) == (12, 64)
    assert AGENCIES["2171.kelurahan.sungai-panas"].parent == "2171.kecamatan.batam-kota"
    assert "kelurahan sei panas" in spoken(AGENCIES["2171.kelurahan.sungai-panas"])


@pytest.mark.parametrize(
    "region",
    "21.01 21.02 21.03 21.04 21.05 21.71 21.72 19.01 19.02 19.03 19.04 19.05 19.06 19.71".split(),
)
def test_every_region_of_kepri_and_babel_has_its_depth(region: str) -> None:
    concepts = {a.concept for a in AGENCIES.values() if a.region == region}
    depth = (
        "pemda disdik dinkes disdukcapil dishub dlh satpolpp inspektorat setda setwan rsud puskesmas "
        "kecamatan kelurahan kua polsek polres kejari bpn kemenag bps kpu bawaslu pln pos bank-bri "
        "bpjs-kesehatan bpjs-tk samsat"
    )
    if region == "19.06":  # Belitung Timur has desa only
        depth = depth.replace("kelurahan ", "desa ")
    assert set(depth.split()) <= concepts


@pytest.mark.parametrize(
    ("school", "owner"),
    [
        ("2171.smp.1", "2171.disdik"),
        ("2171.sma.1", "21.disdik"),
        ("2171.smk.1", "21.disdik"),
        ("2171.slb.batam", "21.disdik"),
        ("2171.man.1", "2171.kemenag"),
        ("2171.upt-pengawasan-ketenagakerjaan", "21.disnaker"),
        ("2171.samsat.batam-centre", "21.bapenda"),
    ],
)
def test_the_responsible_office_stands_above(school: str, owner: str) -> None:
    assert AGENCIES[school].parent == owner
