"""Every deed × every role: nobody but its own agency (and staff) sees or moves a case, nor learns that it exists.

The yardstick is a number that nobody ever drew: whatever is done with a foreign case must be answered, sign
by sign, like the same deed with that number.
"""

from __future__ import annotations

import pytest

from complaints.model import Complaint
from complaints.number import new_number
from complaints.standing import Standing
from conversations.desk import PAGED, SAID, SCOPES
from conversations.messages import Choice, Command, Text
from conversations.staff import COMMANDS as STAFF_COMMANDS
from conversations.staff import SCOPES as STAFF_SCOPES
from handlers.roles import READING, standing_of
from storage.staff_people import StaffPerson
from tests.handlers.builders import STAFF_GROUP, House

OWN, FOREIGN, UNBOUND, CITIZEN, STRANGER = "-100100", "-100200", "-100777", "501", "777"
SECRET = "rahasia keluarga kami"
BUTTONS = sorted(
    [f"{scope}:{meaning}" for scope, meanings in SCOPES.items() for meaning in meanings]
    + [f"{scope}:{meaning}" for scope, meanings in STAFF_SCOPES.items() for meaning in meanings]
    + ["case:done", "case:notyet", "case:add", "case:reply", "case:status"]
)


async def _busy(house: House) -> tuple[Complaint, dict[str, str]]:
    """A case in full swing: taken up, a preview and a list of offices open; and the tokens of those."""
    case = await house.file(f"KTP belum jadi, {SECRET}.")
    await house.press(OWN, "Bukan wewenang")
    await house.reply(OWN, house.last(OWN), "lingkungan")
    offices = house.last(OWN)
    await house.reply(OWN, house.card(OWN, case.number), f"Datang Senin, {SECRET}.")
    preview = house.last(OWN)
    hand = next(iter(offices.labels.values())).split(":")[2].partition(".")[0]
    token = preview.labels["Kirim"].split(":")[2]
    return case, {"desk": case.number, "prev": token, "hand": f"{hand}.0", "triage": f"{case.number}.0",
                  "bc": f"{token}.0", "case": case.number, "tour": f"accept.{token}", "step": f"{token}.0",
                  "queue": "late.0", "letter": "in.1", "care": f"{token}.0", "lesson": f"{token}.0",
                  "class": f"{case.number}.penyelesaian_60", "joint": f"{case.number}.0"}  # fmt: skip


async def _nothing_leaked(house: House, case: Complaint, where: str, asked: set[str]) -> None:
    """Nothing moved, nobody was told, and no bubble of that chat shows a thing of the case."""
    now = await house.case(case.number)
    assert (now.version, now.status) == (case.version, case.status)
    for chat in {where, CITIZEN} - {OWN}:
        for bubble in house.seen(chat):
            assert SECRET not in bubble.text
            assert case.number not in bubble.text or case.number in asked
            assert not any(case.number in o.id for o in bubble.options)


@pytest.mark.parametrize("where", [FOREIGN, UNBOUND, STRANGER])
async def test_a_foreign_button_is_answered_like_one_of_no_case(house: House, where: str) -> None:
    case, arguments = await _busy(house)
    for button in BUTTONS:
        argument = arguments[button.split(":")[0]]
        nobody = argument.replace(case.number, new_number()) if case.number in argument else "0" * 12 + ".0"
        answers = []
        for value in (argument, nobody):
            before = len(house.seen(where))
            press = Choice(f"{button}:{value}", query="q", bubble="m1@x")
            ack = await house.act(where, press, private=where == STRANGER, by="Orang Lain")
            answers.append((ack, [b.text for b in house.seen(where)[before:]]))
        assert answers[0] == answers[1], button
    await _nothing_leaked(house, case, where, set())


@pytest.mark.parametrize("where", [FOREIGN, UNBOUND, STRANGER])
async def test_a_guessed_number_in_words_finds_nothing(house: House, where: str) -> None:
    case, _ = await _busy(house)
    for verb in [*SAID, ""]:
        answers = []
        for number in (case.number, new_number()):
            before = len(house.seen(where))
            said = f"{verb} {number} lingkungan" if verb else number
            await house.act(where, Text(said), private=where == STRANGER, by="Orang Lain")
            answers.append([b.text.replace(number, "NOMOR") for b in house.seen(where)[before:]])
        if where != STRANGER:  # a stranger's words are the beginning of a report of their own
            assert answers[0] == answers[1], verb
    await _nothing_leaked(house, case, where, {case.number})


@pytest.mark.parametrize("where", [FOREIGN, UNBOUND, STRANGER])
async def test_commands_of_others_show_nothing(house: House, where: str) -> None:
    case, _ = await _busy(house)
    commands = ("tugas", "antrean", "siaran", "bantuan", "terima", "lihat", "kasus", "status", "cari", "rekap",
                "templat", "latihan", "catatan", "kelas", "mitra", "usulan", "instansi")  # fmt: skip
    for command in commands:
        for args in ("", case.number, "unit", SECRET):
            await house.act(where, Command(command, args), private=where == STRANGER, by="Orang Lain")
    await _nothing_leaked(house, case, where, set())


@pytest.mark.parametrize("where", [FOREIGN, UNBOUND, STAFF_GROUP])
async def test_a_reply_to_a_bubble_of_another_group_is_only_talk(house: House, where: str) -> None:
    case, _ = await _busy(house)
    for bubble in list(house.seen(OWN)):
        for what in ("kirim", "1", "ya", "jawaban", "terima"):
            await house.reply(where, bubble, what, by="Orang Lain")
    await _nothing_leaked(house, case, FOREIGN, set())


async def test_words_for_a_foreign_case_keep_nothing_and_tell_nobody(house: House) -> None:
    """A note, a question to staff, an invitation to help: not one of them is possible from outside."""
    case, _ = await _busy(house)
    staff = len(house.seen(STAFF_GROUP))
    for verb in ("catatan", "minta arahan", "libatkan"):
        await house.act(FOREIGN, Text(f"{verb} {case.number} lingkungan"), by="Orang Lain")
    async with house.database.read() as uow:
        history = await uow.complaints.for_staff().history(case.number)
        assert await uow.partners.of_case(case.id) == []
    assert [line.action for line in history] == ["submit"]
    assert len(house.seen(STAFF_GROUP)) == staff
    await _nothing_leaked(house, case, FOREIGN, {case.number})


async def test_wrong_bubble_never_reaches_another_citizen(house: House) -> None:
    """Two cases in one group: the bubble decides, not the number in the words."""
    first = await house.file(citizen="501")
    second = await house.file("Akta hilang.", citizen="502")
    await house.reply(OWN, house.card(OWN, first.number), f"Untuk {second.number}: silakan datang.")
    assert first.number in house.last(OWN).text.splitlines()[0]
    await house.press(OWN, "Kirim")
    assert len(house.seen("501")) == 1 and house.seen("502") == []


async def test_after_hand_over_the_old_group_is_a_stranger(house: House) -> None:
    case, arguments = await _busy(house)
    await house.act(OWN, Choice(f"hand:pick:{arguments['hand']}", query="q", bubble="x"))
    moved = await house.case(case.number)
    assert moved.agency_id == "2171.dlh"
    told = len(house.seen(CITIZEN))
    gone = "Laporan itu tidak ada di antara laporan instansi Anda."
    for deed in SCOPES["desk"] - PAGED:
        ack = await house.act(OWN, Choice(f"desk:{deed}:{case.number}", query="q", bubble="x"))
        assert house.toast(ack) == gone
    ack = await house.act(OWN, Choice(f"prev:send:{arguments['prev']}", query="q", bubble="x"))
    assert house.toast(ack) == gone
    assert (await house.case(case.number)).version == moved.version
    assert len(house.seen(CITIZEN)) == told
    await house.command(OWN, "tugas")
    assert house.last(OWN).text == "Tidak ada laporan terbuka."


async def test_the_new_agency_does_not_learn_the_name_of_the_old_officer(house: House) -> None:
    case, arguments = await _busy(house)
    await house.press(OWN, "Terima", by="Bu Rina")
    await house.act(OWN, Choice(f"hand:pick:{arguments['hand']}", query="q", bubble="x"), by="Bu Rina")
    await house.act(FOREIGN, Choice(f"desk:handover:{case.number}", query="q", bubble="x"))
    await house.command(FOREIGN, "tugas")
    assert all("Rina" not in b.text for b in house.seen(FOREIGN))
    assert all("Rina" not in house.toast(a) for a in house.acks[-2:])


@pytest.mark.parametrize("command", ["antrean", "siaran", "usulan", "instansi"])
async def test_staff_deeds_work_only_in_the_staff_group(house: House, command: str) -> None:
    await house.file("Entah.", agency=None)
    for where in (OWN, FOREIGN):
        before = len(house.seen(where))
        await house.command(where, command, "ubah kependudukan")
        assert len(house.seen(where)) == before


async def test_anonymous_stays_anonymous_in_every_bubble_of_the_desk(house: House) -> None:
    case = await house.file("Saya Siti Aminah, KTP belum jadi. " * 30, anonymous=True)
    await house.press(OWN, "Selengkapnya")
    await house.press(OWN, "Minta data")
    await house.reply(OWN, house.last(OWN), "Nomor resinya berapa?")
    await house.press(OWN, "Kirim")
    question = house.last(CITIZEN)
    await house.act(CITIZEN, Text("Siti Aminah, resi 12"), private=True, by="Siti Aminah", reply_to=question.id)
    await house.command(OWN, "tugas")
    assert (await house.case(case.number)).status == "in_progress"
    assert all("Siti" not in b.text and "Aminah" not in b.text for b in house.seen(OWN))


@pytest.mark.parametrize("standing", [Standing.OBSERVER, Standing.NONE])
async def test_no_deed_of_staff_is_open_to_who_only_reads(house: House, standing: Standing) -> None:
    """Every button, command and reply of the staff group × the places that may not act."""
    await _owned(house, Rina=standing)
    case = await house.file(f"Sampah, {SECRET}.", agency=None, wanted="lingkungan")
    card, told = house.last(STAFF_GROUP), len(house.seen(CITIZEN))
    _, arguments = await _busy(house)
    outside = {chat: len(house.seen(chat)) for chat in house.chats if chat != STAFF_GROUP}
    reading = {"triage:show", "queue:page"}
    for scope, meanings in STAFF_SCOPES.items():
        for button in {f"{scope}:{meaning}" for meaning in meanings} - reading:
            data = f"{button}:{arguments['bc']}" if scope == "bc" else f"{button}:{case.number}.0"
            ack = await house.act(STAFF_GROUP, Choice(data, query="q", bubble=card.id))
            assert ack is not None and ack.msgid == f"role.refused.{standing}", button
    for data in ("omb:accept:x", "talk:end", "inv:make:x.0", f"identity:ask:{case.number}"):
        ack = await house.act(STAFF_GROUP, Choice(data, query="q", bubble=card.id))
        assert ack is not None and ack.msgid == f"role.refused.{standing}", data
    for command in sorted(set(STAFF_COMMANDS) - READING | {"undang", "identitas", "catatan"}):
        await house.command(STAFF_GROUP, command, f"{case.number} lingkungan saja")
        assert house.last(STAFF_GROUP).text.startswith("Peran Bapak/Ibu"), command
    await house.command(STAFF_GROUP, "instansi", "tutup 2171.dlh")
    assert house.last(STAFF_GROUP).text.startswith("Peran Bapak/Ibu")
    for word in ("1", "ya", "lingkungan hidup", "kirim"):
        await house.reply(STAFF_GROUP, card, word)
        assert house.last(STAFF_GROUP).text.startswith("Peran Bapak/Ibu"), word
    assert (await house.case(case.number)).version == case.version
    assert outside == {chat: len(house.seen(chat)) for chat in outside} and told == len(house.seen(CITIZEN))


@pytest.mark.parametrize("standing", [Standing.STAFF, Standing.OBSERVER, Standing.NONE])
async def test_places_are_given_by_owners_only(house: House, standing: Standing) -> None:
    await _owned(house, Rina=standing)
    me = house.services.person_key("telegram", "u-Rina")
    for meaning in (*Standing, "who", "list"):
        ack = await house.act(STAFF_GROUP, Choice(f"role:{meaning}:{me}", query="q", bubble="x"))
        assert ack is not None and ack.msgid == "role.only_owner"
    await house.command(STAFF_GROUP, "peran", "rina pemilik")
    async with house.database.read() as uow:
        assert (await standing_of(uow, me), await uow.staff_people.owners()) == (
            standing, [house.services.person_key("telegram", "u-Dewi")],
        )  # fmt: skip


async def _owned(house: House, **others: Standing) -> None:
    """Dewi owns the house, the others are what is said."""
    async with house.database.begin() as uow:
        for name, standing in {"Dewi": Standing.OWNER, **others}.items():
            key = house.services.person_key("telegram", f"u-{name}")
            await uow.staff_people.keep(StaffPerson(key=key, standing=standing, since=house.clock, name=name))
