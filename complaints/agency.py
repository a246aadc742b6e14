"""Regions and agencies as values: what the registry knows of an office, not how it is stored or matched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: Registry row kinds. `opd` is any dinas/badan/office of a regional government.
KINDS = frozenset(
    "kementerian lembaga pemda opd setda setwan inspektorat satpolpp kecamatan kelurahan desa puskesmas "
    "rs sekolah upt polri kejaksaan pengadilan imigrasi pemasyarakatan pertanahan pajak bea_cukai "
    "perhubungan_vertikal agama statistik kawasan kesehatan_vertikal ombudsman bumn bumd bank bpjs "
    "penyelenggara_pemilu vertikal swasta".split()
)
#: Region levels by the length of the Kemendagri code: 2, 5, 8 and 13 characters.
LEVELS = {2: "provinsi", 5: "kabupaten_kota", 8: "kecamatan", 13: "kelurahan_desa"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One administrative region, keyed by its dotted Kemendagri code ("21.71")."""

    code: str
    name: str  # "Kota Batam", "Provinsi Kepulauan Riau", kecamatan and villages without prefix
    aliases: tuple[str, ...] = ()
    zone: str = "Asia/Jakarta"  # IANA

    @property
    def parent(self) -> str | None:
        """Code of the region above, None for a province."""
        return self.code.rpartition(".")[0] or None

    @property
    def level(self) -> str:
        """provinsi, kabupaten_kota, kecamatan or kelurahan_desa."""
        return LEVELS[len(self.code)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerName:
    """A name that people still say; `valid_to` is the last day it was official, if known."""

    name: str
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One office that can hold a complaint.

    `id` is stable for ever: region digits, dot, concept, optionally dot and a proper-name slug
    ("2171.disdukcapil", "2171.puskesmas.sei-langkai", "0.bpjs-kesehatan" for the nation).
    `concept` names the lexicon concept of its kind of office (classifiers/lexicon), None where
    the office is one of a kind and is found by its own name only.
    """

    id: str
    name: str
    short: str
    kind: str
    region: str  # Kemendagri code, "" for a national office
    parent: str | None = None
    concept: str | None = None
    proper: str | None = None  # the proper-name part: "Embung Fatimah", "Sei Langkai"
    aliases: tuple[str, ...] = ()
    former: tuple[FormerName, ...] = ()
    verified: bool = False
    active: bool = True
    ends_on: date | None = None  # the last day it serves, where staff know it
