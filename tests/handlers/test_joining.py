"""A focal point joins: link, yes, group; and every way in which a link, a code or a group can be wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from complaints.appointments import Post
from complaints.model import Actor, Role
from conversations.messages import Choice, Membership, Migrated, Text
from handlers import joining
from handlers.acting import acting, recorded
from tests.handlers.builders import GROUPS, STAFF_GROUP
from tests.handlers.opening import opened
from tests.handlers.people import DINSOS, People

NEW = "-100500"


@pytest.fixture
async def people(migrated: Path, tmp_path: Path) -> AsyncIterator[People]:
    async with opened(People, migrated, tmp_path) as house:
        yield house


async def test_link_yes_group(people: People) -> None:
    case = await people.file("Bansos tidak cair.", agency=DINSOS)
    _, token = await people.invite()
    await people.says(f"/start {token}")
    assert "Apakah ini Bapak/Ibu? Rina Kartika, narahubung utama Dinas Sosial Kota Batam" in people.heard()[-1]
    await people.taps("Ya, benar")
    person = (await people.of())[0]
    assert person.appointment.verified_on == date(2026, 11, 20) and person.person_key and person.chat_key
    link = next(o for b in people.seen("chat-Rina") for o in b.options if o.url)
    assert link.url == f"https://t.me/narahubung_bot?startgroup={people.code()}&admin=manage_topics"
    await people.adds_bot(NEW)
    assert await people.groups() == [NEW]
    assert case.number in people.seen(NEW)[-1].text, "its open cases appear"
    said = people.staff_heard()
    assert any("sudah bergabung dengan akun Rina (@rina)" in text for text in said)
    assert any('Grup "Petugas Dinsos" sekarang menerima laporan' in text for text in said)


@pytest.mark.parametrize("word", ["ya", "1", "Ya, benar", "betul pak"])
async def test_words_do_as_well_as_the_button(people: People, word: str) -> None:
    _, token = await people.invite()
    await people.says(f"/start {token}")
    await people.says(word)
    assert len(await people.of()) == 1


async def test_the_code_is_typed_in_the_group_however_written(people: People) -> None:
    await people.joins()
    code = people.code().lower()
    await people.says(f"/gabung {code[:5]}-{code[5:]}", in_=NEW)
    assert await people.groups() == [NEW]
    said = len(people.seen(NEW))
    await people.says(f"/start {code}", in_=NEW)
    assert len(people.seen(NEW)) == said, "link and code both arrive: said once"


async def test_a_code_in_private_and_an_invitation_in_a_group_are_shown_the_right_door(people: People) -> None:
    await people.joins()
    await people.says(f"/gabung {people.code().lower()}")
    assert people.heard()[-1].startswith("Kode itu untuk grup petugas Dinsos Kota Batam: ketik di grup itu")
    _, token = await people.invite(id="tono", name="Tono", role=Post.DEPUTY)
    await people.says(f"/gabung {token}", by="Tono", in_=NEW)
    assert people.last(NEW).text.startswith("Itu undangan pribadi, bukan kode grup.")
    assert await people.groups() == [] and len(await people.of()) == 1
    await people.says(f"/start {token}", by="Tono")
    await people.taps("Ya, benar", by="Tono")
    assert len(await people.of()) == 2, "what was shown in the wrong place still works in the right one"


async def test_everything_delivered_twice_happens_once(people: People) -> None:
    _, token = await people.invite()
    await people.says(f"/start {token}")
    await people.repeat()
    await people.taps("Ya, benar")
    await people.repeat()
    await people.adds_bot(NEW)
    await people.repeat()
    assert len(await people.of()) == 1 and await people.groups() == [NEW]
    said = people.staff_heard()
    assert len(said) == len(set(said)) == 2
    assert [b.text for b in people.seen(NEW)].count(people.seen(NEW)[0].text) == 1


@pytest.mark.parametrize("how", ["used", "expired", "revoked"])
async def test_a_dead_link_is_explained_and_staff_see_who_tried(people: People, how: str) -> None:
    invite, token = await people.invite()
    if how == "used":
        await people.says(f"/start {token}", by="Rina")
        await people.taps("Ya, benar", by="Rina")
    elif how == "expired":
        people.clock += timedelta(days=7)
    else:
        async with people.database.begin() as uow:
            await uow.invites.revoke(invite)
    before = len(await people.of())
    for _ in range(3):
        await people.says(f"/start {token}", by="Joko")
    why = {"used": "sudah dipakai", "expired": "sudah lewat", "revoked": "dibatalkan"}[how]
    assert why in people.heard("Joko")[-1]
    tried = [text for text in people.staff_heard() if "dicoba" in text]
    assert len(tried) == 1 and "Joko (@joko)" in tried[0] and "Rina Kartika" in tried[0]
    assert len(await people.of()) == before


async def test_an_invite_that_expires_between_link_and_yes(people: People) -> None:
    _, token = await people.invite()
    await people.says(f"/start {token}")
    people.clock += timedelta(days=7)
    await people.taps("Ya, benar")
    assert "sudah lewat" in people.heard()[-1] and await people.of() == []


async def test_two_open_the_same_link_and_one_is_quicker(people: People) -> None:
    _, token = await people.invite()
    await people.says(f"/start {token}", by="Rina")
    await people.says(f"/start {token}", by="Joko")
    await people.taps("Ya, benar", by="Rina")
    await people.taps("Ya, benar", by="Joko")
    assert "sudah dipakai" in people.heard("Joko")[-1]
    assert len(await people.of()) == 1


async def test_not_me_ends_the_link_and_staff_know(people: People) -> None:
    _, token = await people.invite()
    await people.says(f"/start {token}", by="Joko")
    await people.taps("Bukan saya", by="Joko")
    assert "dibatalkan" in people.heard("Joko")[-1]
    assert "menyatakan bukan dia" in people.staff_heard()[-1]
    await people.says(f"/start {token}", by="Rina")
    assert "dibatalkan" in people.heard("Rina")[-1] and await people.of() == []


@pytest.mark.parametrize("token", ["x", "a" * 64, "' OR 1=1 --", "2" * 10, "🙂"])
async def test_a_made_up_token_tells_nothing(people: People, token: str) -> None:
    await people.joins()
    before = len(people.staff_heard())
    await people.says(f"/start {token}", by="Iseng")
    assert "tidak kami kenali" in people.heard("Iseng")[-1]
    await people.says(f"/gabung {token}", by="Iseng", in_=NEW)
    assert "tidak kami kenali" in people.last(NEW).text
    assert len(people.staff_heard()) == before and await people.groups() == []


async def test_a_group_code_opens_no_office_and_an_invite_binds_no_group(people: People) -> None:
    _, token = await people.invite(id="lain", name="Tono", agency_id="2171.bpbatam")
    await people.joins()
    await people.says(f"/start {people.code()}", by="Iseng")
    assert "tidak kami kenali" in people.heard("Iseng")[-1]
    await people.says(f"/gabung {token}", by="Iseng", in_=NEW)
    assert await people.of("2171.bpbatam") == [] and await people.groups() == []


async def test_a_used_code_binds_no_second_group_and_a_new_one_ends_the_old(people: People) -> None:
    await people.joins()
    first = people.code()
    await people.says("halo")
    assert people.code() != first
    await people.says(f"/gabung {first}", in_=NEW)
    assert "sudah dipakai atau sudah lewat" in people.last(NEW).text
    await people.says(f"/gabung {people.code()}", in_=NEW)
    await people.says(f"/gabung {people.code()}", in_="-100501")
    assert "sudah dipakai" in people.last("-100501").text and await people.groups() == [NEW]


async def test_somebody_else_adding_the_bot_binds_nothing(people: People) -> None:
    await people.joins()
    await people.adds_bot(NEW, by="Iseng")
    assert await people.groups() == []


async def test_two_units_to_bring_in_are_told_apart_by_code(people: People) -> None:
    await people.joins("Rina")
    async with people.database.begin() as uow:
        for desk in await uow.desks.of_agency("2171.dlh"):
            await uow.desks.unbind("2171.dlh", desk.chat_key)
    await people.joins("Rina", id="rina2", agency_id="2171.dlh")
    await people.adds_bot(NEW)
    assert await people.groups() == [] and await people.groups("2171.dlh") == []
    await people.says(f"/gabung {people.code()}", in_=NEW)
    assert await people.groups("2171.dlh") == [NEW]


async def test_missing_rights_are_explained_in_one_sentence_and_their_loss_is_told(people: People) -> None:
    await people.joins()
    await people.adds_bot(NEW, state="member", topics=False)
    assert "jadikan bot ini admin grup" in people.last(NEW).text
    await people.adds_bot(NEW, forum=True, topics=False)
    assert "belum punya hak Kelola topik" in people.last(NEW).text
    await people.adds_bot(NEW, forum=True)
    assert "sudah lengkap" in people.last(NEW).text
    said = len(people.seen(NEW))
    await people.adds_bot(NEW, forum=True)
    assert len(people.seen(NEW)) == said
    assert not any("dikurangi" in text for text in people.staff_heard())
    await people.adds_bot(NEW, by="Tono", state="member", topics=False)
    assert "jadikan bot ini admin grup" in people.last(NEW).text
    assert "dikurangi oleh Tono" in people.staff_heard()[-1]


async def test_a_code_in_a_group_without_rights_says_what_is_missing(people: People) -> None:
    await people.joins()
    await people.adds_bot(NEW, by="Tono", state="member", topics=False)
    await people.says(f"/gabung {people.code()}", in_=NEW)
    assert "jadikan bot ini admin grup" in people.last(NEW).text
    await people.adds_bot(NEW, by="Tono")
    assert "sudah lengkap" in people.last(NEW).text


async def test_a_desk_bound_long_ago_is_not_lectured(people: People) -> None:
    group = GROUPS["2171.dlh"]
    await people.adds_bot(group, state="member", topics=False)
    await people.adds_bot(group, forum=True)
    assert people.seen(group) == []
    await people.adds_bot(group, forum=True, topics=False)
    assert len(people.seen(group)) == 1 and "dikurangi" in people.staff_heard()[-1]


async def test_the_group_becomes_a_supergroup_and_stays_the_desk(people: People) -> None:
    await people.joins()
    await people.adds_bot(NEW, state="member", topics=False)
    await people.does(Migrated("-100777"), in_=NEW)
    assert await people.groups() == ["-100777"]
    case = await people.file("Bansos tidak cair.", agency=DINSOS)
    assert case.number in people.last("-100777").text


async def test_a_unit_with_a_group_is_not_asked_for_one(people: People) -> None:
    await people.joins(agency_id="2171.dlh")
    assert any("masuk ke grup 2171.dlh" in text for text in people.heard())
    assert not any("/gabung" in text for text in people.heard())


async def test_the_group_is_gone_when_something_is_sent(people: People) -> None:
    case = await people.file()
    group = GROUPS["2171.disdukcapil"]
    async with people.database.begin() as uow:
        key = (await uow.desks.of_agency("2171.disdukcapil"))[0].chat_key
        await joining.group_lost(uow, people.services, key)
        await joining.group_lost(uow, people.services, key)
    await people.deliver()
    assert [text for text in people.staff_heard() if "tidak bisa dijangkau" in text] == [people.staff_heard()[-1]]
    assert await people.groups("2171.disdukcapil") == [] and (await people.case(case.number)).closed_at is None
    assert group


async def test_strangers_and_odd_things_in_private_are_answered_kindly(people: People) -> None:
    for content in (Text("halo"), Choice("join:yes:abc"), Choice("post:sure:"), Choice("desk:accept:NH-7K3Q-9DXM")):
        await people.does(content, by="Iseng")
    assert "grup instansi" in people.heard("Iseng")[0]
    await people.does(Membership(state="blocked"), by="Iseng")
    async with people.database.read() as uow:
        chat = await uow.chats.get(people.services.chat_key(people.before[-1].address))
    assert chat is not None and not chat.reachable


async def test_who_acts_is_known_in_their_own_group_only(people: People) -> None:
    rina = await people.joins()
    await people.adds_bot(NEW)
    for group, known in ((NEW, rina.id), (GROUPS["2171.dlh"], None)):
        await people.does(Text("pagi"), in_=group)
        async with people.database.read() as uow:
            found = await acting(uow, people.services, people.before[-1])
            by = Actor(role=Role.FOCAL_POINT, key=rina.person_key or "", agency_id=DINSOS)
            assert await recorded(uow, people.services, by) == {"focal_point": rina.id}
            assert await recorded(uow, people.services, replace(by, agency_id="2171.dlh")) == {}
        assert (found.id if found else None) == known
    await people.does(Text("pagi"), by="Tono", in_=NEW)
    async with people.database.read() as uow:
        assert await acting(uow, people.services, people.before[-1]) is None


async def test_a_unit_without_any_officer_still_gives_a_number_and_alarms_staff(people: People) -> None:
    case = await people.file("Bansos tidak cair.", agency=DINSOS)
    assert (await people.case(case.number)).deadlines, "the clocks run"
    assert any(case.number in b.text and "belum punya grup" in b.text for b in people.seen(STAFF_GROUP))
