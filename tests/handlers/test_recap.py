"""/rekap, /ekspor and /lapor among staff, /rekap in an agency's group: same numbers everywhere, nobody's words."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import exporting, recaps
from bot.recaps import MOST_TRIES, Recaps
from complaints.agency import Region
from complaints.number import new_number
from complaints.sources import Source
from complaints.standing import Standing
from conversations.messages import Address, Channel, ChatKind
from storage.papers import Paper
from storage.staff_people import StaffPerson
from storage.tables import chats, regions
from tests.handlers.builders import DESK_BOT, STAFF_GROUP, Bubble, House
from tests.handlers.recaps import made, store

CAPIL, DLH = "-100100", "-100200"
REGIONS = (
    Region(code="21", name="Provinsi Kepulauan Riau", aliases=("kepri",)),
    Region(code="21.71", name="Kota Batam"),
    Region(code="21.72", name="Kota Tanjungpinang"),
)


@pytest.fixture
async def street(house: House) -> AsyncIterator[House]:
    """Six cases at Disdukcapil, one at DLH, one with staff; Disdukcapil answered one and solved it."""
    for number in range(6):
        await house.file(f"Cerita rahasia {number}", citizen=f"5{number}", name="Siti Aminah")
    await house.file("=cmd|' /C calc'!A0", citizen="70", name="+62811", agency="2171.dlh")
    await house.file("Entah kantor mana", citizen="71", agency=None)
    card = next(bubble for bubble in house.seen(CAPIL) if "Terima" in bubble.buttons)
    await house.reply(CAPIL, card, "Silakan datang Senin.")
    await house.press(CAPIL, "Kirim")
    async with house.database._writer.begin() as connection:
        for region in REGIONS:
            row = {"code": region.code, "name": region.name, "aliases": list(region.aliases), "zone": region.zone}
            await connection.execute(regions.insert(), row)
    yield house


async def body(house: House, folder: Path, told: Bubble, place: int = 0) -> bytes:
    return await store(house, folder).get(told.files[place].key)


async def test_staff_get_numbers_tables_and_pictures(street: House, tmp_path: Path) -> None:
    await street.command(STAFF_GROUP, "rekap", by="Dewi")
    told = await made(street, tmp_path, STAFF_GROUP)
    assert told.text.startswith("Rekap November 2026\nMasuk 8, selesai 0, masih terbuka 8.")
    assert "Selesai dibanding masuk: 0% dari 8 laporan." in told.text
    assert "· Disdukcapil Kota Batam: masuk 6, selesai 0 (0%)" in told.text
    assert "· DLH Kota Batam: masuk 1, selesai 0\n" in told.text, "no share of few"
    assert "· belum ditentukan: masuk 1, selesai 0" in told.text
    assert "Respon awal: rata-rata 0,0 hari, median 0,0 hari, dari 1 laporan." in told.text
    assert "Belum direspons instansi: 7 laporan." in told.text
    assert "Belum ada aduan (1 unit): BP Batam." in told.text, "BP Batam has a group and received nothing"
    assert "definisi 2026.1" in told.text and "rahasia" not in told.text and "Siti" not in told.text
    assert [file.kind for file in told.files] == ["photo", "photo"]
    for place in (0, 1):
        assert (await body(street, tmp_path, told, place)).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("asked", "came", "title"),
    [
        ("batam november", 7, "Wilayah: Kota Batam."),
        ("kepri 2026", 7, "Wilayah: Provinsi Kepulauan Riau."),
        ("oktober", 0, "Rekap Oktober 2026"),
        ("tanjungpinang", 0, "Wilayah: Kota Tanjungpinang."),
    ],
)
async def test_a_period_and_a_region_are_read_from_everyday_words(
    street: House, tmp_path: Path, asked: str, came: int, title: str
) -> None:
    await street.command(STAFF_GROUP, "rekap", asked)
    told = await made(street, tmp_path, STAFF_GROUP)
    assert title in told.text
    assert (f"Masuk {came}," in told.text) if came else ("Belum ada laporan" in told.text and not told.files)


UNREAD = [("rekap", "antah berantah"), ("rekap", "2026-13"), ("ekspor", "csv pdf"), ("ekspor", "csv entah")]


@pytest.mark.parametrize(("command", "asked"), UNREAD)
async def test_what_is_not_understood_is_answered_with_examples(street: House, command: str, asked: str) -> None:
    await street.command(STAFF_GROUP, command, asked)
    assert "belum terbaca, contoh: /" in street.last(STAFF_GROUP).text


async def test_a_desk_sees_its_own_figures_only(street: House, tmp_path: Path) -> None:
    await street.command(DLH, "rekap", "disdukcapil kepri 2026")
    told = await made(street, tmp_path, DLH)
    assert "Masuk 1, selesai 0, masih terbuka 1." in told.text and "Disdukcapil" not in told.text
    await street.command(CAPIL, "rekap")
    told = await made(street, tmp_path, CAPIL)
    assert "Masuk 6, selesai 0, masih terbuka 6." in told.text and "DLH" not in told.text
    assert [file.kind for file in told.files] == ["photo"]
    for command in ("ekspor", "lapor"):
        await street.command(DLH, command, "csv")
        assert "sedang dibuat" not in street.last(DLH).text and "LAPOR" not in street.last(DLH).text
    async with street.database.read() as uow:
        assert await uow.recap_orders.next() is None

async def test_every_channel_is_counted_for_staff_and_for_the_desk_alone(street: House, tmp_path: Path) -> None:
    """Telegram, WhatsApp and paper by what each brought, whole and per agency (handbook systems §5 row 15)."""
    boxed = await street.file("Kursi ruang tunggu rusak.", citizen="80")
    whatsapp = await street.file("Loket tutup lebih awal.", citizen="81", agency="2171.dlh")
    async with street.database.begin() as uow:
        until = street.clock + timedelta(days=180)
        paper = Paper(case=boxed.id, source=Source.BOX, received_on=date(2026, 11, 20), code_until=until)
        await uow.papers.add(paper)
        await uow.papers._tx.execute(
            chats.update().where(chats.c.key == whatsapp.chat_key).values(channel=Channel.WHATSAPP)
        )
    await street.command(STAFF_GROUP, "rekap")
    whole = (await made(street, tmp_path, STAFF_GROUP)).text
    counted = ["· Telegram: masuk 8, selesai 0 (0%)", "· Kotak saran: masuk 1, selesai 0",
               "· WhatsApp: masuk 1, selesai 0"]  # fmt: skip
    assert whole.partition("Kanal\n")[2].splitlines()[:3] == counted
    await street.command(CAPIL, "rekap")
    own = (await made(street, tmp_path, CAPIL)).text.partition("Kanal\n")[2].splitlines()
    assert own[:2] == ["· Telegram: masuk 6, selesai 0 (0%)", "· Kotak saran: masuk 1, selesai 0"]
    assert not any("WhatsApp" in line for line in own), "another agency's"


async def test_export_and_recap_have_the_same_numbers(street: House, tmp_path: Path) -> None:
    await street.command(STAFF_GROUP, "rekap")
    recap_text = (await made(street, tmp_path, STAFF_GROUP)).text
    await street.command(STAFF_GROUP, "ekspor", "csv")
    assert "tidak ikut" in street.last(STAFF_GROUP).text
    told = await made(street, tmp_path, STAFF_GROUP)
    assert told.text.startswith("Ekspor November 2026: 8 laporan.")
    file = told.files[0]
    assert (file.kind, file.name, file.mime) == ("document", "narahubung-2026-11-01_2026-11-30.csv", "text/csv")
    raw = await body(street, tmp_path, told)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert f"Masuk {len(rows)}," in recap_text
    capil = [row for row in rows if row["Kode instansi"] == "2171.disdukcapil"]
    assert f"· Disdukcapil Kota Batam: masuk {len(capil)}," in recap_text
    waited = [row["Respon awal (hari)"] for row in rows if row["Respon awal (hari)"]]
    assert len(waited) == 1 and float(waited[0]) < 0.05
    assert {row["Periode"] for row in rows} == {"November 2026"} and {row["Definisi"] for row in rows} == {"2026.1"}
    assert {row["Zona waktu"] for row in rows} == {"Asia/Jakarta"} and {row["Wilayah"] for row in rows} == {"semua"}
    assert rows[0]["Masuk"].startswith("2026-11-20 10:00"), "today is part of it"
    for secret in ("Siti", "rahasia", "calc", "+62811"):
        assert secret not in raw.decode()


@pytest.mark.parametrize(("shape", "magic"), [("xlsx", b"PK"), ("pdf", b"%PDF"), ("excel", b"PK"), ("", b"PK")])
async def test_every_shape_arrives_as_a_document(street: House, tmp_path: Path, shape: str, magic: bytes) -> None:
    await street.command(STAFF_GROUP, "ekspor", f"{shape} november batam")
    told = await made(street, tmp_path, STAFF_GROUP)
    assert told.text.startswith("Ekspor November 2026: 7 laporan.")
    assert (await body(street, tmp_path, told)).startswith(magic)
    async with street.database.read() as uow:
        key = f"staff:{street.keyring.person_key(Channel.TELEGRAM, 'u-Rina')}"
        lines = [line for line in await uow.audit.of_case(key) if line.event == "export.made"]
    assert len(lines) == 1 and lines[0].detail["cases"] == 7 and lines[0].detail["region"] == "21.71"


async def owner(house: House, name: str) -> None:
    key = house.keyring.person_key(Channel.TELEGRAM, f"u-{name}")
    async with house.database.begin() as uow:
        person = StaffPerson(key=key, standing=Standing.OWNER, since=house.clock, name=name)
        await uow.staff_people.keep(person)


async def test_names_and_stories_leave_for_an_owner_in_private_and_every_look_is_kept(
    street: House, tmp_path: Path
) -> None:
    asks = ("ekspor", "csv november lengkap")
    await street.command(STAFF_GROUP, *asks, by="Dewi")
    assert "hanya untuk pemilik" in street.last(STAFF_GROUP).text, "nobody has claimed the house yet"
    await owner(street, "Dewi")
    await street.command(STAFF_GROUP, *asks, by="Dewi")
    assert "Buka dulu percakapan dengan bot ini" in street.last(STAFF_GROUP).text
    async with street.database.begin() as uow:
        assert await uow.recap_orders.next() is None, "a refusal orders nothing"
        private = Address(channel=Channel.TELEGRAM, account=DESK_BOT, chat="u-Dewi")
        await uow.chats.ensure(private, ChatKind.PRIVATE, "Dewi", at=street.clock)
    await street.command(STAFF_GROUP, *asks, by="Dewi")
    assert "dikirim ke percakapan pribadi Dewi" in street.last(STAFF_GROUP).text
    before = len(street.seen(STAFF_GROUP))
    told = await made(street, tmp_path, "u-Dewi")
    assert len(street.seen(STAFF_GROUP)) == before, "nothing of it in the group"
    assert "jangan diteruskan" in told.text and told.files[0].name.endswith("-lengkap.csv")
    rows = list(csv.DictReader(io.StringIO((await body(street, tmp_path, told)).decode("utf-8-sig"))))
    assert {row["Pelapor"] for row in rows} == {"Siti Aminah", "'+62811"}
    assert "'=cmd|' /C calc'!A0" in {row["Cerita"] for row in rows}, "no formula reaches a spreadsheet"
    async with street.database.read() as uow:
        for row in rows:
            case = await uow.complaints.for_staff().get(row["Nomor"])
            assert case is not None
            assert "identity.exported" in [line.event for line in await uow.audit.of_case(case.id)]


async def test_an_observer_may_see_a_recap_and_take_no_file(street: House, tmp_path: Path) -> None:
    await owner(street, "Dewi")
    await street.command(STAFF_GROUP, "rekap", by="Pengamat")
    assert "Masuk 8," in (await made(street, tmp_path, STAFF_GROUP)).text
    for command in ("ekspor", "lapor"):
        await street.command(STAFF_GROUP, command, "csv", by="Pengamat")
    async with street.database.read() as uow:
        assert await uow.recap_orders.next() is None
        key = street.keyring.person_key(Channel.TELEGRAM, "u-Pengamat")
        assert not [line for line in await uow.audit.of_case(f"staff:{key}") if line.event.startswith("export")]


async def test_the_same_command_redelivered_is_answered_once(street: House, tmp_path: Path) -> None:
    await street.command(STAFF_GROUP, "rekap")
    before = len(street.seen(STAFF_GROUP))
    async with street.database.read() as uow:
        order = await uow.recap_orders.next()
    assert order is not None
    await made(street, tmp_path, STAFF_GROUP)
    async with street.database.begin() as uow:  # another process, half a second behind
        await uow.recap_orders.put(order)
    await made(street, tmp_path, STAFF_GROUP)
    assert len(street.seen(STAFF_GROUP)) == before + 1


async def test_what_cannot_be_drawn_is_told_and_what_cannot_be_made_is_not_tried_for_ever(
    street: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> list[bytes]:
        raise MemoryError

    monkeypatch.setattr(recaps, "_drawer", lambda kind: broken)
    await street.command(STAFF_GROUP, "rekap")
    told = await made(street, tmp_path, STAFF_GROUP)
    assert "Masuk 8," in told.text and not told.files
    await street.command(STAFF_GROUP, "ekspor", "csv")
    async with street.database.begin() as uow:
        order = await uow.recap_orders.next()
        assert order is not None
        for _ in range(MOST_TRIES):  # killed while it was made, three times
            await uow.recap_orders.tried(order.id)
    told = await made(street, tmp_path, STAFF_GROUP)
    assert "November 2026 belum berhasil dibuat" in told.text and not told.files


async def test_two_processes_that_make_the_same_order_send_it_once(
    street: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await street.command(STAFF_GROUP, "ekspor", "csv")
    before = len(street.seen(STAFF_GROUP))
    other = Recaps(street.database, street.services, street.words, store(street, tmp_path))
    real = exporting.export

    async def slow(*given: object) -> exporting.Made:
        monkeypatch.setattr(recaps, "export", real)
        await other.run_once()
        return await real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(recaps, "export", slow)
    await made(street, tmp_path, STAFF_GROUP)
    assert len(street.seen(STAFF_GROUP)) == before + 1


async def test_a_lapor_id_is_noted_shown_and_exported(street: House, tmp_path: Path) -> None:
    case = (await street.file("Jalan rusak", citizen="90", agency="2171.dlh")).number
    await street.command(STAFF_GROUP, "lapor", case)
    assert street.last(STAFF_GROUP).text == f"{case}: belum ada ID pelacakan LAPOR."
    for _ in range(2):
        await street.command(STAFF_GROUP, "lapor", f"{case.lower()} #7654321")
        assert street.last(STAFF_GROUP).text == f"{case}: ID pelacakan LAPOR 7654321 dicatat."
    assert "LAPOR: ID 7654321." in street.card(DLH, case).text
    await street.command(STAFF_GROUP, "lapor", case)
    assert street.last(STAFF_GROUP).text == f"{case}: ID pelacakan LAPOR 7654321."
    await street.command(STAFF_GROUP, "ekspor", "csv")
    raw = (await body(street, tmp_path, await made(street, tmp_path, STAFF_GROUP))).decode("utf-8-sig")
    assert f'"{case}","7654321"' in raw
    for wrong in ("", "abc", "7654321"):
        await street.command(STAFF_GROUP, "lapor", wrong)
        assert "contoh: /lapor" in street.last(STAFF_GROUP).text
    await street.command(STAFF_GROUP, "lapor", f"{new_number()} 7654321")
    assert "contoh" not in street.last(STAFF_GROUP).text
    async with street.database.read() as uow:
        found = await uow.complaints.for_staff().get(case)
        assert found is not None
        lines = [line for line in await uow.audit.of_case(found.id) if line.event == "case.lapor"]
    assert len(lines) == 1 and "7654321" not in str(lines[0].detail)


async def test_a_hidden_name_is_not_led_to_by_the_lapor_id(house: House) -> None:
    case = await house.file(anonymous=True)
    await house.command(STAFF_GROUP, "lapor", f"{case.number} 7654321")
    assert "7654321" not in house.card(CAPIL, case.number).text
