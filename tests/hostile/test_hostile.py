"""Bad input end to end: each of these once broke somebody's bot (issue texts, handbook systems §7)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from simulator.client_people import Person
from simulator.client_seen import SimError
from tests.street import Street, street

STORY = "antri di disdukcapil batam dari pagi tidak dilayani kemarin"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Street]:
    async with street(tmp_path) as opened:
        yield opened


async def filed(person: Person, story: str = STORY) -> str:
    """Up to the receipt; its text."""
    await person.writes(story)
    for answer in ("setuju", "benar", "tampilkan", "kirim"):
        await person.reads(timeout=10)
        await person.writes(answer)
    return (await person.reads(timeout=10)).text


async def test_the_same_update_twice_is_one_reply(here: Street) -> None:
    siti = await here.citizen()
    await siti.writes(STORY)
    await siti.reads(timeout=10)
    await here.sim.replay(here.bot)
    await siti.hears_nothing()


async def test_two_taps_at_once_file_once(here: Street) -> None:
    siti = await here.citizen()
    await siti.writes(STORY)
    for answer in ("setuju", "benar", "tampilkan"):
        await siti.reads(timeout=10)
        await siti.writes(answer)
    review = await siti.reads(timeout=10)
    data = review.data_of("Kirim")
    await asyncio.gather(*(siti.presses(data=data, on=review, stale=True) for _ in range(3)))
    told = [(await siti.reads(timeout=10)).text for _ in range(3)]
    assert sum("Terkirim" in text for text in told) == 1
    async with here.app.database.read() as uow:
        found = await uow.complaints.for_staff().open_of("2171.disdukcapil")
    assert len(found) == 1


async def test_a_button_from_last_week_is_answered_kindly(here: Street) -> None:
    siti = await here.citizen()
    await siti.writes(STORY)
    old = await siti.reads(timeout=10)
    await siti.writes("batal")
    await siti.reads(timeout=10)
    await siti.writes("ya")
    await siti.reads(timeout=10)
    await here.sim.passes(days=7)
    await siti.presses(data=old.data_of("Setuju"), on=old, stale=True)
    assert "sudah tidak berlaku" in (await siti.reads(timeout=10)).text


async def test_html_in_a_name_stays_a_name(here: Street) -> None:
    mallory = await here.citizen("<b>Budi</b> & *x* <script>")
    await filed(mallory)
    card = await here.officers["disdukcapil"].reads(here.groups["disdukcapil"], timeout=10)
    assert "<b>Budi</b> & *x* <script>" in card.text


async def test_ten_thousand_characters_are_kept_whole(here: Street) -> None:
    siti = await here.citizen()
    part = "saya antri di disdukcapil batam kemarin dan tidak dilayani. " * 60
    await siti.writes(part[:4000])
    await siti.reads(timeout=10)
    for n in range(2):
        await siti.writes(f"lanjutan {n}: " + part[:3000])
        await siti.reads(timeout=10)
    await siti.writes("setuju")
    for answer in ("benar", "tampilkan", "kirim"):
        await siti.reads(timeout=10)
        await siti.writes(answer)
    await siti.reads(timeout=10)
    async with here.app.database.read() as uow:
        (case,) = await uow.complaints.for_staff().open_of("2171.disdukcapil")
    assert len(case.story) > 9_500


async def test_a_sticker_an_empty_emoji_and_start_in_the_middle_lose_nothing(here: Street) -> None:
    siti = await here.citizen()
    await siti.writes(STORY)
    await siti.reads(timeout=10)
    await siti.sends("sticker", b"RIFF0000WEBP")
    await siti.reads(timeout=10)
    await siti.writes("/start")
    kept = await siti.reads(timeout=10)
    assert "masih ada di sini" in kept.text
    assert "Setuju" in kept.buttons


async def test_a_file_of_25_megabytes_is_refused_with_the_reason(here: Street) -> None:
    siti = await here.citizen()
    await siti.writes(STORY)
    await siti.reads(timeout=10)
    await siti.sends("document", b"%PDF-1.4\n" + b"0" * (25 * 1024 * 1024), "besar.pdf")
    told = [(await siti.reads(timeout=20)).text for _ in range(2)]
    assert any("terlalu besar" in text for text in told)


async def test_a_malformed_update_never_blocks_the_next(here: Street) -> None:
    siti = await here.citizen()
    await here.sim.raw_update(here.bot, {"message_id": "x", "chat": None}, kind="message")
    await here.sim.raw_update(here.bot, {"id": 1}, kind="purple_message")
    await siti.writes(STORY)
    assert "Setuju" in (await siti.reads(timeout=10)).buttons


async def test_a_blocked_citizen_is_marked_and_comes_back(here: Street) -> None:
    siti = await here.citizen()
    assert "Terkirim" in await filed(siti)
    await siti.blocks(here.bot)
    officer, group = here.officers["disdukcapil"], here.groups["disdukcapil"]
    await officer.reads(group, timeout=10)
    await officer.presses("Terima", in_=group)
    await officer.reads(group, timeout=10)
    await siti.unblocks(here.bot)
    await siti.writes("status")
    assert "sedang ditindaklanjuti" in (await siti.reads(timeout=10)).text


@pytest.mark.long
async def test_a_429_a_500_and_a_lost_answer_lose_no_message(here: Street) -> None:
    siti = await here.citizen()
    await here.sim.breaks("429", "sendMessage", times=1, retry_after=1)
    await siti.writes(STORY)
    assert "Setuju" in (await siti.reads(timeout=15)).buttons
    await here.sim.breaks("500", "sendMessage", times=1)
    await siti.writes("setuju")
    assert "Benar" in (await siti.reads(timeout=20)).buttons
    await here.sim.breaks("drop", "sendMessage", times=1)
    await siti.writes("benar")
    assert "Tampilkan nama" in (await siti.reads(timeout=15)).buttons


async def test_another_citizens_number_is_like_no_number(here: Street) -> None:
    siti, budi = await here.citizen(), await here.citizen("Budi")
    receipt = await filed(siti)
    number = receipt.split(": ")[1].split()[0]
    answers = []
    for asked in (number, "NH-7K3Q-9DXM"):
        await budi.writes(f"status {asked}")
        answers.append((await budi.reads(timeout=10)).text)
    assert answers[0] == answers[1]
    with pytest.raises(SimError):
        await budi.reads(timeout=1)
