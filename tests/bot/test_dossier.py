"""The dossier as a file: from the same values, with proof and sums, marked as alleged, and only with consent."""

from __future__ import annotations

import json
import re
import zlib
from base64 import a85decode
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.dossier import Dossiers
from bot.dossier_pdf import draw
from complaints.model import Complaint
from conversations.messages import Rejected
from storage.dossiers import AGREED, WITHDRAWN, Dossier
from storage.migrate import upgrade
from storage.records import Attachment
from tests.handlers.lapse import Lapse
from tests.handlers.opening import opened

ANSWERS = {
    "name": "Siti Aminah", "birth": "Batam, 1 Mei 1990", "marital": "married", "work": "pedagang 🛒",
    "address": "Jl. Anggrek <5> & 6", "wish": "KTP diterbitkan", "secret": True,
}  # fmt: skip


@pytest.fixture
async def lapse(tmp_path: Path) -> AsyncIterator[Lapse]:
    await upgrade(f"sqlite:///{tmp_path / 'new.db'}")
    async with opened(Lapse, tmp_path / "new.db", tmp_path) as house:
        yield house


async def agreed(lapse: Lapse, **changed: object) -> Complaint:
    case = await lapse.begins()
    await lapse.passes(days=17)
    one = Dossier(
        case=case.id, chat_key=case.chat_key, begun_at=lapse.clock, answers=ANSWERS, state=AGREED,
        consent_version="ombudsman-1", consented_at=lapse.clock,
    )  # fmt: skip
    file = Attachment(
        id="f" * 32, chat_key=case.chat_key, case=case.id, kind="photo", ref="x", account="1", name="resi.jpg",
        received_at=lapse.clock, sha256="ab" * 32, state="stored",
    )  # fmt: skip
    async with lapse.database.begin() as uow:
        await uow.dossiers.keep(replace(one, **changed))  # type: ignore[arg-type]
        await uow.attachments.add(file)
    return case


def spoken(pdf: bytes) -> str:
    """The words on the pages."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    text = ""
    for stream in streams:
        try:
            page = zlib.decompress(a85decode(stream.strip().removesuffix(b"~>")))
        except (ValueError, zlib.error):
            continue
        text += " ".join(part.decode("cp1252") for part in re.findall(rb"\(((?:\\.|[^\\)])*)\) Tj", page)) + " "
    return text


async def test_the_values_prove_what_was_told_to_whom_and_when(lapse: Lapse) -> None:
    case = await agreed(lapse)
    papers = Dossiers(lapse.database, lapse.services, lapse.words)
    content = json.loads(await papers.body(f"dossier:{case.id}:json:staff"))
    assert content["status"] == "dugaan" and content["format"] == "narahubung-ombudsman/1"
    assert content["identity"]["birth"] == "Batam, 1 Mei 1990" and content["identity"]["secret"] is True
    assert content["prior_effort"]["told"] == ["Dinas Kependudukan dan Pencatatan Sipil Kota Batam"]
    assert content["prior_effort"]["told_at"].startswith("2026-11-20T") and content["grounds"] == ["silent"]
    assert content["prior_effort"]["first_answer_at"] is None
    assert [line["step"] for line in content["chronology"]] == ["submit", "overdue", "overdue"]
    assert content["attachments"][0]["sha256"] == "ab" * 32
    assert [one["met"] for one in content["requirements"]] == [True, True, True, False]
    assert all(clock["version"].startswith("2026.1/") for clock in content["clocks"])


async def test_the_pdf_says_the_same_and_that_it_is_alleged(lapse: Lapse) -> None:
    case = await agreed(lapse)
    papers = Dossiers(lapse.database, lapse.services, lapse.words)
    pdf = await papers.body(f"dossier:{case.id}:pdf:citizen")
    assert pdf.startswith(b"%PDF")
    text = spoken(pdf)
    for said in (case.number, "Siti Aminah", "Kawin", "Jl. Anggrek", "& 6", "pedagang ?", "dugaan", "resi.jpg"):
        assert said in text, said
    assert "terbukti" not in text and "{" not in text
    async with lapse.database.read() as uow:
        looks = [e for e in await uow.audit.of_case(case.id) if e.event == "dossier.shown"]
    assert [look.detail for look in looks] == [{"to": "citizen", "shape": "pdf"}]


async def test_the_same_values_make_the_same_bytes(lapse: Lapse) -> None:
    case = await agreed(lapse)
    papers = Dossiers(lapse.database, lapse.services, lapse.words)
    content = json.loads(await papers.body(f"dossier:{case.id}:json:staff"))
    assert draw(content, lapse.words) == draw(content, lapse.words)


@pytest.mark.parametrize("changed", [{"state": WITHDRAWN}, {"state": "asking", "consented_at": None}])
async def test_without_consent_there_is_no_paper(lapse: Lapse, changed: dict[str, object]) -> None:
    case = await agreed(lapse, **changed)
    papers = Dossiers(lapse.database, lapse.services, lapse.words)
    for shape in ("pdf", "json"):
        with pytest.raises(Rejected):
            await papers.body(f"dossier:{case.id}:{shape}:staff")
