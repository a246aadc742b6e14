"""The desk in real groups of the simulator: forum topics, rights taken away, a deleted topic, an upgrade, an end.

Everything runs as it does in an office: the app, both bots, the Bot API over HTTP.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from complaints.lifecycle import Status
from complaints.model import Actor, Complaint, Role
from complaints.number import new_number
from conversations.messages import Address, Channel, ChatKind
from handlers import cases, desk_cards
from simulator.telegram.posting import remove
from tests.street import DESKS, Street, street

AGENCY = DESKS["disdukcapil"]
NAME = "disdukcapil"


async def file(here: Street, number: int = 1) -> Complaint:
    """A case that has just come in for Disdukcapil."""
    app = here.app
    address = Address(channel=Channel.TELEGRAM, account="7000000001", chat=str(9000 + number))
    async with app.database.begin() as uow:
        chat = await uow.chats.ensure(address, ChatKind.PRIVATE, "Siti", at=app.now())
        case = Complaint(
            id=f"{number:032x}", number=new_number(), status=Status.FORWARDED, topic="ADM", chat_key=chat.key,
            reporter="Siti", story="KTP anak belum jadi.", agency_id=AGENCY, draft_id=f"d{number}",
            filed_at=app.now(), forwarded_at=app.now(),
        )  # fmt: skip
        case = await cases.clocked(uow, app.services, case, at=app.now(), paused=[])
        await uow.complaints.add(case, case.submitted(by=Actor(role=Role.CITIZEN, key=chat.key)))
        await desk_cards.case_filed(uow, app.services, case)
    return case


async def until(holds: Callable[[], Any], what: str) -> Any:
    """Wait for the street to come to rest at something."""
    for _ in range(120):
        if found := holds():
            return found
        await asyncio.sleep(0.05)
    pytest.fail(f"did not happen: {what}")


async def bound_to(here: Street, group: Any) -> Address:
    """That group is the only desk of Disdukcapil from now on."""
    address = Address(channel=Channel.TELEGRAM, account="7000000002", chat=str(group["id"]))
    async with here.app.database.begin() as uow:
        for old in await uow.desks.of_agency(AGENCY):
            await uow.desks.unbind(AGENCY, old.chat_key)
        await uow.desks.bind(AGENCY, address, NAME, here.app.now())
    return address


async def forum(here: Street) -> Any:
    """A forum group in place of the plain one; its chat in the world."""
    people = (here.officers[NAME], here.desk)
    made = await here.sim.group("Disdukcapil dengan topik", *people, kind="forum", admins=(here.desk,))
    chat = here.simulator.world.group(int(made["id"]))
    address = await bound_to(here, made)
    key = here.app.keyring.chat_key(address)
    for _ in range(100):
        async with here.app.database.read() as uow:
            if await uow.meta.get(f"topics:{key}") == "on":
                return chat
        await asyncio.sleep(0.05)
    pytest.fail("the bot does not know its rights")


def texts(chat: Any) -> list[tuple[str, int | None]]:
    """What bots said there, with its topic."""
    return [(m.text or "", m.thread) for m in chat.messages.values() if m.text]


async def a_topic_a_case_and_the_group_itself_when_the_topic_is_gone(here: Street) -> None:
    """Opened, used, deleted by somebody: the case goes on in the group."""
    chat = await forum(here)
    case = await file(here, 1)
    topic = await until(lambda: next(iter(chat.topics.values()), None), "a topic")
    assert topic.name == f"{case.number} · KTP, KK, akta · Jumat, 27 Nov"
    await until(lambda: any(case.number in t and thread == topic.id for t, thread in texts(chat)), "card in topic")
    await here.officers[NAME].presses("Terima", in_=chat.id)
    await until(lambda: any("diterima Petugas" in t and where == topic.id for t, where in texts(chat)), "in topic")
    for message in [m for m in chat.messages.values() if m.thread == topic.id]:
        remove(here.simulator.world, chat, message)
    del chat.topics[topic.id]
    async with here.app.database.begin() as uow:
        now = await uow.complaints.for_staff().by_id(case.id)
        assert now is not None
        await desk_cards.citizen_said(uow, here.app.services, now, "nomornya 12", "supplied")
    await until(lambda: any("sudah tidak ada" in t for t, _ in texts(chat)), "one line of explanation")
    await until(lambda: any("nomornya 12" in t and thread is None for t, thread in texts(chat)), "in the group")


async def without_the_right_the_card_comes_anyway(here: Street) -> None:
    """The bot learns from the refusal that it may not open topics any more."""
    chat = await forum(here)
    chat.members[7000000002].rights["can_manage_topics"] = False
    case = await file(here, 2)
    await until(lambda: any(case.number in t for t, _ in texts(chat)), "the card")
    assert chat.topics == {}
    await until(lambda: any("tidak dapat lagi mengelola topik" in t for t, _ in texts(chat)), "the explanation")


async def upgraded_to_a_supergroup_the_desk_goes_on(here: Street) -> None:
    """Another chat id, the same desk."""
    people = (here.officers[NAME], here.desk)
    old = await here.sim.group("Disdukcapil lama", *people, kind="group", admins=(here.desk,))
    await bound_to(here, old)
    case = await file(here, 3)
    before = here.simulator.world.group(int(old["id"]))
    assert before is not None
    await until(lambda: any(case.number in t for t, _ in texts(before)), "the card")
    new = await here.sim.upgrade(old)
    after = here.simulator.world.group(int(new["id"]))
    assert after is not None and after.id != before.id
    await until(lambda: any(case.number in t for t, _ in texts(after)), "the card in the new group")
    await here.officers[NAME].presses("Terima", in_=after.id)
    await until(lambda: any("diterima Petugas" in t for t, _ in texts(after)), "taken up there")


async def a_deleted_group_loses_no_case_and_staff_know(here: Street) -> None:
    """The last thing that can happen to a group."""
    await bound_to(here, here.groups[NAME])
    await here.sim.delete_group(here.groups[NAME])
    case = await file(here, 4)
    staff = here.simulator.world.group(int(here.staff["id"]))  # type: ignore[call-overload]
    await until(lambda: any("Disdukcapil" in t or "Kependudukan" in t for t, _ in texts(staff)), "staff are told")
    async with here.app.database.read() as uow:
        kept = await uow.complaints.for_staff().get(case.number)
    assert kept is not None and kept.status is Status.FORWARDED


async def test_the_desk_in_real_groups(tmp_path: Path) -> None:
    """One street for all of it: opening one takes longer than everything that happens on it."""
    async with street(tmp_path) as here:
        await a_topic_a_case_and_the_group_itself_when_the_topic_is_gone(here)
        await without_the_right_the_card_comes_anyway(here)
        await upgraded_to_a_supergroup_the_desk_goes_on(here)
        await a_deleted_group_loses_no_case_and_staff_know(here)
