"""Who may do what in the staff group: the first owner by a code, places given and taken, observers who only read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from complaints.standing import Standing
from conversations import registry_care
from conversations.messages import Choice, Departed
from handlers.roles import may_see_identity, standing_of
from tests.handlers.builders import STAFF_GROUP
from tests.handlers.opening import opened
from tests.handlers.people import People

DISDUK = "-100100"


@pytest.fixture
async def people(migrated: Path, tmp_path: Path) -> AsyncIterator[People]:
    async with opened(People, migrated, tmp_path) as house:
        yield house


async def code(people: People) -> str:
    async with people.database.begin() as uow:
        return await uow.staff_people.offer_code(people.clock)


async def claim(people: People, by: str = "Dewi", in_: str | None = STAFF_GROUP) -> None:
    await people.says(f"/klaim {await code(people)}", by=by, in_=in_)


async def is_(people: People, name: str) -> Standing:
    async with people.database.read() as uow:
        return await standing_of(uow, people.keyring.person_key("telegram", f"u-{name}"))  # type: ignore[arg-type]


async def events(people: People, name: str) -> list[str]:
    async with people.database.read() as uow:
        chain = f"staff:{people.keyring.person_key('telegram', f'u-{name}')}"[:64]  # type: ignore[arg-type]
        return [line.event for line in await uow.audit.of_case(chain)]


def last(people: People) -> str:
    return people.last(STAFF_GROUP).text


async def test_while_nobody_claimed_it_every_member_is_staff(people: People) -> None:
    assert await is_(people, "Agus") is Standing.STAFF
    await people.says("/peran", by="Agus", in_=STAFF_GROUP)
    assert last(people).startswith("Belum ada pemilik: semua anggota grup ini boleh mengerjakan laporan.")
    case = await people.file("Sampah.", agency=None, wanted="lingkungan")
    await people.press(STAFF_GROUP, people.last(STAFF_GROUP).buttons[0], by="Agus")
    await people.press(STAFF_GROUP, "Ya, teruskan", by="Agus")
    assert (await people.case(case.number)).agency_id == "2171.dlh"


@pytest.mark.parametrize("where", [STAFF_GROUP, None])
async def test_the_first_owner_claims_with_the_code_in_the_group_or_in_private(
    people: People, where: str | None
) -> None:
    fresh = (await code(people)).lower()
    await people.says(f"/klaim {fresh[:5]}-{fresh[5:]}", by="Dewi", in_=where)
    assert await is_(people, "Dewi") is Standing.OWNER
    assert last(people).startswith("Dewi sekarang pemilik.")
    assert await events(people, "Dewi") == ["role.claimed"]
    await people.says(f"/klaim {fresh}", by="Agus", in_=where)
    assert await is_(people, "Agus") is Standing.NONE, "a code makes one owner"


async def test_a_wrong_an_old_and_a_replaced_code_make_nobody_an_owner(people: People) -> None:
    old = await code(people)
    await code(people)
    for wrong in ("", "ABCDEFGHJK", old, "../.."):
        await people.says(f"/klaim {wrong}", by="Agus", in_=STAFF_GROUP)
        assert last(people) == "Kode tidak berlaku. Kode baru dibuat di server dengan: narahubung owner."
    fresh = await code(people)
    await people.passes(8)
    await people.says(f"/klaim {fresh}", by="Agus", in_=STAFF_GROUP)
    async with people.database.read() as uow:
        assert not await uow.staff_people.owned()


async def test_the_owner_gives_places_by_buttons_and_in_words(people: People) -> None:
    await claim(people)
    for name in ("Agus", "Rina"):
        await people.says("/antrean", by=name, in_=STAFF_GROUP)
    await people.says("/peran", by="Dewi", in_=STAFF_GROUP)
    places = ["· Dewi: pemilik", "· Agus: belum ditetapkan", "· Rina: belum ditetapkan"]
    assert last(people).splitlines()[1:4] == places
    await people.taps("Agus", by="Dewi", in_=STAFF_GROUP)
    assert people.last(STAFF_GROUP).buttons == ["Pemilik", "Staf", "Pengamat", "Kembali ke daftar"]
    await people.taps("Staf", by="Dewi", in_=STAFF_GROUP)
    assert last(people) == "Agus sekarang staf. Ditetapkan oleh Dewi."
    await people.says("/peran rina pengamat", by="Dewi", in_=STAFF_GROUP)
    assert (await is_(people, "Agus"), await is_(people, "Rina")) == (Standing.STAFF, Standing.OBSERVER)
    said = len(people.seen(STAFF_GROUP))
    await people.says("/peran rina pengamat", by="Dewi", in_=STAFF_GROUP)
    assert len(people.seen(STAFF_GROUP)) == said, "given already: nothing is said twice"
    assert await events(people, "Dewi") == ["role.claimed", "role.given", "role.given"]


async def test_only_an_owner_changes_places(people: People) -> None:
    await claim(people)
    for name in ("Agus", "Rina"):
        await people.says("/peran", by=name, in_=STAFF_GROUP)
    await people.says("/peran agus staf", by="Dewi", in_=STAFF_GROUP)
    await people.says("/peran agus pemilik", by="Agus", in_=STAFF_GROUP)
    assert last(people) == "Peran hanya dapat diubah oleh pemilik."
    await people.says("/peran", by="Dewi", in_=STAFF_GROUP)
    await people.taps("Agus", by="Rina", in_=STAFF_GROUP)
    assert people.toast(people.acks[-1]) == "Peran hanya dapat diubah oleh pemilik."
    key = people.keyring.person_key("telegram", "u-Agus")  # type: ignore[arg-type]
    await people.does(Choice(f"role:owner:{key}", query="q", bubble="x"), by="Agus", in_=STAFF_GROUP)
    assert await is_(people, "Agus") is Standing.STAFF


async def test_the_last_owner_cannot_leave(people: People) -> None:
    await claim(people)
    await people.says("/peran dewi staf", by="Dewi", in_=STAFF_GROUP)
    assert last(people) == "Pemilik terakhir tidak dapat dilepas. Tetapkan pemilik lain lebih dahulu."
    await people.does(Departed("u-Dewi"), by="Dewi", in_=STAFF_GROUP)
    assert await is_(people, "Dewi") is Standing.OWNER and "keluar dari grup ini" in last(people)
    await people.says("/antrean", by="Agus", in_=STAFF_GROUP)
    await people.says("/peran agus pemilik", by="Dewi", in_=STAFF_GROUP)
    await people.says("/peran dewi cabut", by="Agus", in_=STAFF_GROUP)
    assert await is_(people, "Dewi") is Standing.NONE
    await people.does(Departed("u-Dewi"), by="Dewi", in_=STAFF_GROUP)
    assert "Agus: pemilik" not in last(people), "who has no place leaves without a word"


async def test_an_observer_reads_the_queue_and_does_nothing(people: People) -> None:
    await claim(people)
    case = await people.file("Sampah.", agency=None, wanted="lingkungan")
    card = people.last(STAFF_GROUP)
    await people.says("/antrean", by="Rina", in_=STAFF_GROUP)
    assert case.number in last(people)
    await people.says("/peran rina pengamat", by="Dewi", in_=STAFF_GROUP)
    await people.says(case.number, by="Rina", in_=STAFF_GROUP)
    assert "Sampah." in last(people), "a case may be read"
    said, refused = len(people.seen(STAFF_GROUP)), "Peran Bapak/Ibu pengamat"
    ack = await people.press(STAFF_GROUP, card.buttons[0], by="Rina", bubble=card)
    assert people.toast(ack).startswith(refused)
    await people.reply(STAFF_GROUP, card, "lingkungan hidup", by="Rina")
    await people.says("/siaran", by="Rina", in_=STAFF_GROUP)
    await people.says("/undang dinsos", by="Rina", in_=STAFF_GROUP)
    assert [b.text.startswith(refused) for b in people.seen(STAFF_GROUP)[said:]] == [True] * 3
    assert await people.says("baik, saya ikut membaca", by="Rina", in_=STAFF_GROUP) is None
    assert len(people.seen(STAFF_GROUP)) == said + 3, "talk among colleagues is not answered"
    assert (await people.case(case.number)).version == case.version


async def test_who_has_no_place_yet_is_told_how_to_get_one(people: People) -> None:
    await claim(people)
    await people.says("/siaran", by="Agus", in_=STAFF_GROUP)
    assert last(people).startswith("Peran Bapak/Ibu belum ditetapkan")
    async with people.database.read() as uow:
        keys = {name: people.keyring.person_key("telegram", f"u-{name}") for name in ("Agus", "Dewi")}  # type: ignore[arg-type]
        assert await may_see_identity(uow, keys["Dewi"]) and not await may_see_identity(uow, keys["Agus"])


CARE = [f"/instansi {verb} disdukcapil" for verb in (*registry_care.VERBS, "Tambah")]


@pytest.mark.parametrize(
    "said", [*CARE, "/usulan", "/kelas", "/mitra", "/ekspor", "/lapor", "/catatan", "/kotak", "/titip"]
)
async def test_what_an_observer_may_not_finish_does_not_even_begin(people: People, said: str) -> None:
    await claim(people)
    await people.says("/antrean", by="Rina", in_=STAFF_GROUP)
    await people.says("/peran rina pengamat", by="Dewi", in_=STAFF_GROUP)
    await people.says(said, by="Rina", in_=STAFF_GROUP)
    assert last(people).startswith("Peran Bapak/Ibu pengamat"), said
