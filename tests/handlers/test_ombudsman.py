"""The way to the Ombudsman: when it opens, what is asked, that nothing leaves without consent, who accepted it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from complaints.lifecycle import Action
from complaints.model import Actor, Complaint, Role
from conversations.ears import Ears, Heard
from conversations.messages import Choice, Command, Text
from handlers import cases, own_data
from storage.dossiers import Dossier
from tests.handlers.builders import STAFF_GROUP, SmallEars
from tests.handlers.lapse import CITIZEN, DISDUKCAPIL, DUKCAPIL_GROUP, Lapse
from tests.handlers.opening import opened

WIB = ZoneInfo("Asia/Jakarta")
ANSWERS = (
    "Siti Aminah", "Batam, 1 Mei 1990", "kawin", "pedagang", "Jl. Anggrek 5, Batam", "KTP diterbitkan", "rahasiakan",
)  # fmt: skip


@pytest.fixture
async def lapse(migrated: Path, tmp_path: Path) -> AsyncIterator[Lapse]:
    async with opened(Lapse, migrated, tmp_path) as house:
        house.services = replace(house.services, ombudsman_contact="telepon 137")
        yield house


class Hearing(SmallEars):
    """Ears that heard one certain thing in the story."""

    def __init__(self, **heard: str) -> None:
        super().__init__()
        self._heard = heard

    def hear(self, text: str, *, at: datetime) -> Heard:
        return replace(Heard(), **self._heard) if "KTP" in text else Heard()  # type: ignore[arg-type]


def at(day: int, hour: int, month: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=WIB).astimezone(UTC)


async def says(lapse: Lapse, *texts: str) -> str:
    for text in texts:
        content = Command(text[1:]) if text.startswith("/") else Text(text)
        await lapse.act(CITIZEN, content, private=True)
    return lapse.heard()[-1]


async def presses(lapse: Lapse, label: str) -> str:
    bubble = next(b for b in reversed(lapse.seen(CITIZEN)) if label in b.labels)
    await lapse.act(CITIZEN, Choice(bubble.labels[label], query="q", bubble=bubble.id), private=True)
    return lapse.heard()[-1]


async def known(lapse: Lapse, case: Complaint) -> Dossier | None:
    async with lapse.database.read() as uow:
        return await uow.dossiers.get(case.id)


async def silent(lapse: Lapse, **given: object) -> Complaint:
    """Fourteen days without a word of the agency; the citizen has consented long ago."""
    case = await lapse.begins(**given)  # type: ignore[arg-type]
    await lapse.until(at(7, 9))
    return case


async def events(lapse: Lapse, case: Complaint) -> list[str]:
    async with lapse.database.read() as uow:
        return [line.event for line in await uow.audit.of_case(case.id) if line.event.startswith("dossier.")]


async def test_before_its_time_it_is_explained_with_the_day_and_the_way_without_us(lapse: Lapse) -> None:
    case = await lapse.begins()
    for said in ("ombudsman", "/ombudsman"):
        told = await says(lapse, said)
        assert f"{case.number} belum bisa disiapkan" in told
        assert "sampai Jumat, 4 Desember 2026" in told and "telepon 137" in told
    assert await known(lapse, case) is None


async def test_without_a_case_it_says_what_comes_first(lapse: Lapse) -> None:
    assert "Ceritakan dulu masalahnya" in "\n".join([await says(lapse, "ombudsman")])


async def test_fourteen_days_of_silence_open_it(lapse: Lapse) -> None:
    case = await silent(lapse)
    offers = [b for b in lapse.seen(CITIZEN) if "selama 14 hari" in b.text]
    assert len(offers) == 1 and offers[0].buttons == ["Tunggu", "Siapkan untuk Ombudsman", "Bicara dengan petugas"]
    assert "tetap berjalan" in await presses(lapse, "Tunggu")
    assert ("offered", "tanpa_respon") in [(e.action, e.note) for e in await lapse.history(case)]


async def test_a_word_of_the_agency_closes_it_again(lapse: Lapse) -> None:
    case = await lapse.begins()
    officer = Actor(role=Role.FOCAL_POINT, key="r", name="Rina", agency_id=DISDUKCAPIL)
    async with lapse.database.begin() as uow:
        found = await uow.complaints.for_clock().by_id(case.id)
        assert found is not None
        await cases.change(uow, lapse.services, found, Action.ASK, by=officer, note="resi?")
    await lapse.until(at(7, 9))
    assert not any("selama 14 hari" in text for text in lapse.heard())
    assert "Waktunya berhenti" in await says(lapse, "ombudsman")


@pytest.mark.parametrize(
    ("rule", "day"), [("ombudsman", date(2027, 2, 22)), ("ombudsman_kalender", date(2027, 1, 20))]
)
async def test_the_sixty_days_open_it_by_either_way_of_counting(lapse: Lapse, rule: str, day: date) -> None:
    lapse.services = replace(lapse.services, whole_case=rule)
    await lapse.begins()
    lapse.clock += timedelta(days=55)  # nobody looked in between; what was missed rings at once
    await lapse.until(datetime.combine(day, datetime.min.time(), WIB).astimezone(UTC) + timedelta(hours=8, minutes=1))
    told = [text for text in lapse.heard() if "sampai batas seluruh laporan" in text]
    assert len(told) == 1


async def test_danger_opens_it_at_once_whatever_the_hour(lapse: Lapse) -> None:
    lapse.services = replace(lapse.services, ears=cast(Ears, Hearing(urgency="emergency")))
    lapse.clock = at(6, 23, 12)  # a Sunday night
    await lapse.begins()
    await lapse.rings()
    assert "hubungi 112 dulu" in lapse.heard()[-1]
    assert "1/8" in await presses(lapse, "Siapkan untuk Ombudsman")


@pytest.mark.parametrize(
    ("scope", "said"), [("putusan_pengadilan", "putusan pengadilan"), ("sengketa_pribadi", "urusan antarwarga")]
)
async def test_what_it_cannot_examine_is_explained_and_never_made(lapse: Lapse, scope: str, said: str) -> None:
    lapse.services = replace(lapse.services, ears=cast(Ears, Hearing(out_of_scope=scope)))
    case = await silent(lapse)
    assert not any("selama 14 hari" in text for text in lapse.heard())
    assert said in await says(lapse, "ombudsman")
    assert await known(lapse, case) is None


async def test_the_ombudsman_does_not_examine_itself_nor_what_is_old(lapse: Lapse) -> None:
    case = await silent(lapse)
    staff = Actor(role=Role.STAFF, key="dewi")
    async with lapse.database.begin() as uow:
        agency = await uow.agencies.get(DISDUKCAPIL)
        assert agency is not None
        await uow.agencies.upsert(replace(agency, kind="ombudsman"), staff)
    assert "tidak memeriksa dirinya" in await says(lapse, "ombudsman")
    async with lapse.database.begin() as uow:
        await uow.agencies.upsert(agency, staff)
        found = await uow.complaints.for_clock().by_id(case.id)
        assert found is not None
        await uow.complaints.save(replace(found, version=found.version + 1, happened_on=date(2024, 12, 6)))
    assert "lebih dari dua tahun" in await says(lapse, "ombudsman")


async def test_the_whole_way_one_question_a_message(lapse: Lapse) -> None:
    case = await silent(lapse)
    first = await presses(lapse, "Siapkan untuk Ombudsman")
    assert "1/8 Kapan kejadiannya?" in first
    await presses(lapse, "Lewati")
    review = await says(lapse, *ANSWERS)
    assert "Lahir: Batam, 1 Mei 1990" in review and "Identitas: dirahasiakan" in review
    assert (await known(lapse, case)).consented_at is None  # type: ignore[union-attr]
    assert lapse.heard(STAFF_GROUP) == [text for text in lapse.heard(STAFF_GROUP) if "Berkas" not in text]
    sent = await says(lapse, "setuju")
    assert f"Ini berkas dugaan {case.number}" in sent
    bubble = lapse.last(STAFF_GROUP)
    assert bubble.text.startswith(f"Berkas dugaan {case.number} untuk Ombudsman")
    assert [file.key.split(":")[2:] for file in bubble.row.message.files] == [["pdf", "staff"], ["json", "staff"]]  # type: ignore[union-attr]
    assert (await lapse.case(case.number)).escalation == 4
    await lapse.press(STAFF_GROUP, "Terima berkas", by="Dewi", bubble=bubble)
    assert "sudah diterima petugas Ombudsman" in lapse.heard()[-1]
    assert f"Berkas {case.number} diterima Dewi" in bubble.text
    again = await lapse.act(STAFF_GROUP, Choice(f"omb:accept:{case.number}", query="q", bubble=bubble.id), by="Andi")
    assert "sudah diterima Dewi" in lapse.toast(again)
    assert await events(lapse, case) == ["dossier.begun", "dossier.consent", "dossier.accepted"]


async def test_back_stop_and_a_word_in_between(lapse: Lapse) -> None:
    case = await silent(lapse, happened_on=None)
    await presses(lapse, "Siapkan untuk Ombudsman")
    await says(lapse, "3 November 2026")
    await presses(lapse, "Lewati")
    assert "2/8 Nama lengkap" in lapse.heard()[-1]
    assert "3/8" in await says(lapse, "Siti")
    assert "2/8" in await says(lapse, "kembali")
    assert "3/8" in await says(lapse, "Siti", "status")  # answered, and the question stands again
    assert any("Dipegang" in text for text in lapse.heard()[-2:])
    assert "tempat dan tanggal lahir dengan tahunnya" in await says(lapse, "Batam")
    assert "orang tua atau wali" in await says(lapse, "Batam, 1 Mei 2015")
    assert "dihapus" in await says(lapse, "batal")
    assert await known(lapse, case) is None


async def test_who_one_is_never_reaches_the_agencys_group(lapse: Lapse) -> None:
    await silent(lapse)
    await presses(lapse, "Siapkan untuk Ombudsman")
    await presses(lapse, "Lewati")
    question = lapse.last(CITIZEN)
    await says(lapse, "Siti Aminah", "status", "Batam, 1 Mei 1990", "menu")
    await says(lapse, "kawin", "/batal")
    await lapse.act(CITIZEN, Text("Jl. Rahasia 7"), private=True, reply_to=question.id)
    group = "\n".join(lapse.heard(DUKCAPIL_GROUP))
    assert "1990" not in group and "Rahasia 7" not in group and "kawin" not in group


async def test_after_a_restart_the_question_stands_where_it_stood(lapse: Lapse) -> None:
    await silent(lapse)
    await presses(lapse, "Siapkan untuk Ombudsman")
    await presses(lapse, "Lewati")
    await says(lapse, "Siti Aminah", "/lapor")
    assert "3/8" in await says(lapse, "/ombudsman")


async def test_consent_taken_back_stops_it(lapse: Lapse) -> None:
    case = await silent(lapse)
    await presses(lapse, "Siapkan untuk Ombudsman")
    await presses(lapse, "Lewati")
    await says(lapse, *ANSWERS, "setuju")
    bubble = lapse.last(STAFF_GROUP)
    assert "sudah ditarik" in await presses(lapse, "Tarik persetujuan")
    assert "tidak boleh dipakai" in bubble.text and bubble.buttons == []
    refused = await lapse.act(STAFF_GROUP, Choice(f"omb:accept:{case.number}", query="q", bubble=bubble.id), by="Dewi")
    assert "Tidak ada berkas" in lapse.toast(refused)
    assert "1/8" in await says(lapse, "ombudsman")  # and may be begun again


async def test_another_ones_case_does_not_exist(lapse: Lapse) -> None:
    case = await silent(lapse)
    await lapse.act("777", Choice(f"omb:begin:{case.number}", query="q", bubble="x"), private=True)
    assert case.number not in lapse.heard("777")[-1]


async def test_two_years_are_warned_of_sixty_days_before(lapse: Lapse) -> None:
    case = await lapse.begins()
    async with lapse.database.begin() as uow:
        found = await uow.complaints.for_clock().by_id(case.id)
        assert found is not None
        found = replace(found, version=found.version + 1, happened_on=date(2025, 2, 1))
        await uow.complaints.save(found)
        await cases.set_timers(uow, found, lapse.services)
    await lapse.until(at(4, 9))
    assert "menjadi dua tahun pada Senin, 1 Februari 2027" in "\n".join(lapse.heard())


async def test_erased_with_the_person(lapse: Lapse) -> None:
    case = await silent(lapse)
    await presses(lapse, "Siapkan untuk Ombudsman")
    await presses(lapse, "Lewati")
    await says(lapse, *ANSWERS, "setuju")
    async with lapse.database.begin() as uow:
        chat = await uow.chats.get(case.chat_key)
        assert chat is not None
        await own_data.let_go(chat, uow, lapse.services)
    assert await known(lapse, case) is None
