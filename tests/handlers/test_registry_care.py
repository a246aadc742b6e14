"""Care of the registry and of the matcher's words from the staff group: shown, saved once, undone; nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ears import RegistryEars
from bot.registry_live import LiveEars
from complaints.agency import Agency
from complaints.model import Actor, Role
from storage.registry_file import Registry, seed_regions
from tests.handlers.builders import STAFF_GROUP, Bubble, House

DLH, DINSOS, CAPIL = "2171.dlh", "2171.dinsos", "2171.disdukcapil"


async def _agency(house: House, id: str) -> Agency:
    async with house.database.read() as uow:
        found = await uow.agencies.get(id)
    assert found is not None
    return found


async def _said(house: House, text: str, to: Bubble | None = None) -> Bubble:
    await house.reply(STAFF_GROUP, to or house.last(STAFF_GROUP), text, by="Dewi")
    return house.last(STAFF_GROUP)


async def test_an_office_is_renamed_shown_saved_and_put_back(house: House) -> None:
    await house.command(STAFF_GROUP, "instansi", "ubah", by="Dewi")
    assert house.last(STAFF_GROUP).text.startswith("Instansi mana yang namanya berubah?")
    await _said(house, "lingkungan")
    await house.press(STAFF_GROUP, "Dinas Lingkungan Hidup Kota Batam", by="Dewi")
    preview = await _said(house, "Dinas Lingkungan Hidup dan Kehutanan Kota Batam\nDLHK Batam")
    old, new = "Dinas Lingkungan Hidup Kota Batam", "Dinas Lingkungan Hidup dan Kehutanan Kota Batam"
    assert f"- nama: {old} → {new}" in preview.text
    assert (await _agency(house, DLH)).short == "DLH Kota Batam"
    await house.press(STAFF_GROUP, "Simpan", by="Dewi")
    now = await _agency(house, DLH)
    assert now.short == "DLHK Batam" and now.former[0].name == "Dinas Lingkungan Hidup Kota Batam"
    assert "disimpan oleh Dewi" in preview.text
    await house.command(STAFF_GROUP, "instansi", "riwayat")
    assert "ganti nama · Dinas Lingkungan Hidup dan Kehutanan Kota Batam (1) · Dewi" in house.last(STAFF_GROUP).text
    await house.press(STAFF_GROUP, "Urungkan", by="Agus", bubble=preview)
    assert await _agency(house, DLH) == replace(now, name="Dinas Lingkungan Hidup Kota Batam", short="DLH Kota Batam",
                                                former=(), verified=False)  # fmt: skip
    assert preview.buttons == [] and "dikembalikan oleh Agus" in preview.text


async def test_two_press_save_and_it_is_saved_once(house: House) -> None:
    await house.command(STAFF_GROUP, "instansi", f"alias {DLH}", by="Dewi")
    preview = await _said(house, "kebersihan kota")
    labels = dict(preview.labels)
    await house.press(STAFF_GROUP, "Simpan", by="Dewi", bubble=preview)
    preview.labels = labels
    ack = await house.press(STAFF_GROUP, "Simpan", by="Agus", bubble=preview)
    assert house.toast(ack) == "Langkah itu sudah diselesaikan Dewi."
    assert (await _agency(house, DLH)).aliases == ("kebersihan kota",)
    await house.command(STAFF_GROUP, "instansi", f"alias {DINSOS}", by="Dewi")
    await _said(house, "Kebersihan  Kota")
    assert "sudah menjadi sebutan Dinas Lingkungan Hidup Kota Batam" in house.last(STAFF_GROUP).text


async def test_merging_moving_closing_and_adding(house: House) -> None:
    await house.file("Bansos tidak turun.", agency=DINSOS)
    await house.command(STAFF_GROUP, "instansi", f"gabung {DINSOS}", by="Dewi")
    await _said(house, DLH)
    assert "1 laporan terbuka tetap di grupnya" in house.last(STAFF_GROUP).text
    await house.press(STAFF_GROUP, "Simpan", by="Dewi")
    assert not (await _agency(house, DINSOS)).active
    assert "Dinas Sosial Kota Batam" in {one.name for one in (await _agency(house, DLH)).former}
    await house.command(STAFF_GROUP, "instansi", f"tambah {DLH}", by="Dewi")
    await _said(house, "UPT Persampahan\nUPT Sampah")
    await house.press(STAFF_GROUP, "Simpan", by="Dewi")
    assert (await _agency(house, "2171.upt-sampah")).parent == DLH
    await house.command(STAFF_GROUP, "instansi", "pindah 2171.upt-sampah", by="Dewi")
    await _said(house, CAPIL)
    await house.press(STAFF_GROUP, "Simpan", by="Dewi")
    assert (await _agency(house, "2171.upt-sampah")).parent == CAPIL
    await house.command(STAFF_GROUP, "instansi", "tutup 2171.upt-sampah", by="Dewi")
    assert "Tulis seperti 31/12/2026" in (await _said(house, "kapan-kapan")).text
    await _said(house, "31/12/2026")
    await house.press(STAFF_GROUP, "Simpan", by="Dewi")
    row = await _agency(house, "2171.upt-sampah")
    assert row.active and str(row.ends_on) == "2026-12-31"


async def test_what_cannot_be_is_one_sentence_and_can_be_said_again(house: House) -> None:
    await house.command(STAFF_GROUP, "instansi", f"ubah {DLH}", by="Dewi")
    refused = await _said(house, "X")
    assert refused.text == "Isian itu 1 huruf; seharusnya 2 sampai 200."
    assert "Dinas Baru" in (await _said(house, "Dinas Baru", to=refused)).text
    await house.press(STAFF_GROUP, "Batal", by="Dewi")
    assert (await _agency(house, DLH)).name == "Dinas Lingkungan Hidup Kota Batam"
    await house.command(STAFF_GROUP, "instansi", "ubah entahlah", by="Dewi")
    assert "tidak ditemukan" in house.last(STAFF_GROUP).text
    await house.command(STAFF_GROUP, "instansi", "lingkungan", by="Dewi")
    assert house.last(STAFF_GROUP).text.startswith("Yang paling dekat:")


@pytest.fixture
async def taught(house: House) -> House:
    """Real ears over the four offices, and two corrections of staff."""
    async with house.database.begin() as uow:
        rows = [replace(row, concept=row.id.partition(".")[2]) for row in await uow.agencies.all()]
        await uow.agencies.put(rows, Actor(role=Role.STAFF, key="test"))
        regions = [region for region in seed_regions() if region.code in ("21", "21.71")]
        await uow.agencies.load(Registry(regions={region.code: region for region in regions}, agencies={}))
        live = LiveEars(RegistryEars(rows, regions), await uow.agencies.revision())
    house.services = replace(house.services, ears=live)
    async with house.database.begin() as uow:
        for mention, chosen in (("kapilan btm", CAPIL), ("markas hijau batam", DLH)):
            await uow.matches.add(mention=mention, offered=[], chosen=chosen, at=house.clock)
    return house


async def test_a_correction_is_proposed_approved_once_and_heard(taught: House) -> None:
    house, ears = taught, taught.services.ears
    assert isinstance(ears, LiveEars)
    assert CAPIL not in {office.id for office in ears.search("kapilan batam", region="21.71", limit=1)}
    await house.command(STAFF_GROUP, "usulan", by="Dewi")
    board = house.last(STAFF_GROUP)
    assert '"kapilan"' in board.text and '"markas"' in board.text
    n = board.text.split('. "kapilan"')[0][-1]
    labels = dict(board.labels)
    await house.press(STAFF_GROUP, f"Setujui {n}", by="Dewi", bubble=board)
    assert "disetujui Dewi" in board.text
    board.labels = labels
    await house.press(STAFF_GROUP, f"Tolak {n}", by="Agus", bubble=board)  # too late: it was decided
    assert "disetujui Dewi" in board.text and "Agus" not in board.text
    other = "1" if n == "2" else "2"
    await house.press(STAFF_GROUP, f"Tolak {other}", by="Dewi", bubble=board)
    assert await ears.renew(house.database)  # what every process asks for every ten seconds
    found = ears.search("kapilan batam", region="21.71", limit=1)
    assert found and found[0].id == CAPIL
    await house.command(STAFF_GROUP, "usulan", by="Dewi")
    assert house.last(STAFF_GROUP).text == "Belum ada usulan sebutan baru."
