"""A day and more after the last word: templates go, answers wait for BUKA, nothing is called sent that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.client_people import Person
from simulator.client_seen import Json, Seen, SimError
from simulator.whatsapp import client as wa
from simulator.whatsapp.client import WaPerson
from tests.street import Street, street

STORY = "ktp anak sy di disdukcapil btm udah 3 bln gak jadi2, terakhir ke sana kemarin"


async def filed(here: Street, person: WaPerson, story: str = STORY) -> Seen:
    """File the story; the receipt."""
    await person.writes(story)
    for word in ("ya", "ya", "1", "1"):
        await person.reads()
        await person.writes(word)
    for _ in range(3):
        seen = await person.reads()
        if "Nomor laporan" in seen.text:
            return seen
    raise AssertionError("no receipt")


async def answers(here: Street, text: str) -> None:
    """The officer answers the newest card."""
    officer, group = here.officers["disdukcapil"], here.groups["disdukcapil"]
    card = await until(officer, group, "Terima", "Selesai")
    await officer.replies(card, text, in_=group)
    preview = await until(officer, group, "Kirim")
    await officer.presses("Kirim", in_=group)
    while "Kirim" in next(s for s in await officer.sees(group) if s.id == preview.id).buttons:
        await officer.reads(group)
    await here.sim.passes(seconds=11)  # as long as an answer can be taken back


async def until(person: Person, where: Json, *labels: str) -> Seen:
    """The newest message in the group that offers one of the labels."""
    while True:
        shown = [seen for seen in await person.sees(where) if set(labels) & set(seen.buttons)]
        if shown:
            return shown[-1]
        await person.reads(where)


async def test_a_template_goes_and_the_answer_waits_for_buka(tmp_path: Path) -> None:
    async with street(tmp_path, whatsapp=True) as here:
        siti = await here.neighbour()
        receipt = await filed(here, siti)
        await here.sim.passes(hours=25)
        await answers(here, "blanko sudah datang, silakan ambil di loket 4")
        template = await siti.reads()
        number = receipt.text.split("Nomor laporan: ")[1].split("\n")[0]
        assert template.raw["kind"] == "template" and number in template.text and template.buttons == ["BUKA"]
        assert await siti.hears_nothing()
        async with here.app.database.read() as uow:
            (case,) = await uow.complaints.for_staff().open_of("2171.disdukcapil")
            assert await uow.parked.since(case.id) is not None
            assert (await uow.deliveries.last_of_case(case.id)).template == "ada_tanggapan"  # type: ignore[union-attr]
        await siti.presses("BUKA")
        assert "loket 4" in (await siti.reads()).text
        async with here.app.database.read() as uow:
            assert await uow.parked.since(case.id) is None
        await siti.presses("BUKA")
        assert "tertunda" in (await siti.reads()).text
        await here.sim.passes(hours=25)
        await answers(here, "mohon segera diambil di loket")
        assert "BUKA" in (await siti.reads()).buttons
        await siti.writes("besok saya ambil, terima kasih infonya")  # any word opens the window
        assert "segera diambil" in (await siti.reads()).text


@pytest.mark.long
async def test_berhenti_is_kept_with_its_proof_and_silences_templates(tmp_path: Path) -> None:
    async with street(tmp_path, whatsapp=True) as here:
        siti = await here.neighbour()
        await filed(here, siti)
        await siti.writes("BERHENTI")
        assert "tidak mengirim kabar lagi" in (await siti.reads()).text
        await here.sim.passes(hours=25)
        await answers(here, "blanko sudah datang, silakan ambil")
        assert await siti.hears_nothing(for_=1)
        async with here.app.database.read() as uow:
            (case,) = await uow.complaints.for_staff().open_of("2171.disdukcapil")
            history = await uow.opt_ins.of_chat(case.chat_key)
        assert [one.choice for one in history] == ["in", "out"]
        assert all(one.proof.startswith("wamid.") for one in history)
        await siti.writes("status")
        assert "blanko" in (await siti.reads()).text.lower()
        assert (await siti.reads()).text.startswith("NH-")
        await siti.writes("mulai")
        assert "kami kabari lagi" in (await siti.reads()).text


@pytest.mark.long
async def test_a_broadcast_and_an_overdue_notice_obey_the_same_window(tmp_path: Path) -> None:
    async with street(tmp_path, whatsapp=True) as here:
        siti = await here.neighbour()
        await filed(here, siti)
        await here.sim.passes(hours=26)
        dewi, staff = here.dewi, here.staff
        for said, heard in (("/siaran", "Batal"), ("1", "Batal"), ("Loket pindah ke lantai dua.", "Kirim sekarang")):
            await dewi.writes(said, in_=staff)
            await dewi.reads(staff)
            question = await until(dewi, staff, heard)
        assert "paling banyak Rp357 (1 pesan" in question.text and "1 orang di WhatsApp" in question.text
        await dewi.presses("Kirim sekarang", in_=staff)
        # No template fits general news: it waits. Long enough for a slow machine to have parked it before time passes.
        assert await siti.hears_nothing(for_=8)
        assert any("menulis lagi di WhatsApp: 1." in seen.text for seen in await dewi.sees(staff)), "not yet read"
        await here.sim.passes(days=9)
        overdue = await siti.reads()
        assert overdue.raw["kind"] == "template" and "belum dijawab sampai batas" in overdue.text
        await siti.presses("BUKA")
        assert "belum dijawab" in (await siti.reads()).text
        assert await siti.hears_nothing(for_=0.3), "news of nine days ago is no news"


@pytest.mark.long
async def test_their_word_that_the_window_is_shut_counts_more_than_ours(tmp_path: Path) -> None:
    async with street(tmp_path, whatsapp=True) as here:
        siti = await here.neighbour()
        await filed(here, siti)
        await wa.fails(here.sim, 131047)
        await answers(here, "blanko sudah datang, silakan ambil")
        assert (await siti.reads()).raw["kind"] == "template"
        await siti.presses("BUKA")
        assert "blanko" in (await siti.reads()).text.lower()


@pytest.mark.long
async def test_a_paused_template_is_replaced_and_told(tmp_path: Path) -> None:
    async with street(tmp_path, whatsapp=True) as here:
        siti = await here.neighbour()
        await filed(here, siti)
        world = here.simulator.whatsapp.world
        for template in world.templates[str(here.number["business"])].values():
            if template.name == "ada_tanggapan":
                template.status = "PAUSED"
        await here.sim.passes(hours=25)
        await answers(here, "blanko sudah datang, silakan ambil")
        assert "Ada kabar untuk laporan" in (await siti.reads()).text
        for _ in range(5):
            if "templat ditolak" in (await here.dewi.reads(here.staff)).text:
                return
        raise SimError("staff were not told")
