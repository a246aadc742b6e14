"""The doctor names what is wrong and stays silent about what is not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.channels.telegram_desk import TelegramDesk
from bot.doctor import Finding, examine
from bot.moment import now
from tests.street import CITIZEN_TOKEN, DESK_TOKEN, Street, settings, street


async def looked_over(here: Street, data: Path, *tokens: tuple[str, str], **more: str) -> dict[str, Finding]:
    channels = [(name, TelegramDesk(token, here.simulator.url)) for name, token in tokens]
    chosen = settings(data, here.simulator.url, str(here.staff["id"])).model_copy(update=more)
    found = [finding async for finding in examine(chosen, list(channels), now)]
    for _, channel in channels:
        await channel.close()
    return {finding.what: finding for finding in found}


async def test_a_sound_installation_needs_nobody(tmp_path: Path) -> None:
    async with street(tmp_path, at=None) as here:  # by the doctor's own clock: what just came is not old
        found = await looked_over(here, tmp_path, ("citizen", CITIZEN_TOKEN), ("desk", DESK_TOKEN))
    bad = {what for what, finding in found.items() if finding.bad}
    assert bad <= {"ruang disk"}
    assert any(what.startswith("token citizen (@") for what in found)


async def test_a_token_nobody_knows_is_named(tmp_path: Path) -> None:
    async with street(tmp_path) as here:
        found = await looked_over(here, tmp_path, ("citizen", "7000000009:SIMULATOR-nobody"))
    assert found["token citizen"].bad
    assert "BotFather" in found["token citizen"].advice


async def test_a_group_in_which_the_bot_cannot_speak_is_named(tmp_path: Path) -> None:
    async with street(tmp_path) as here:
        desk = ("desk", DESK_TOKEN)
        found = await looked_over(here, tmp_path, desk)
        assert not found["grup petugas"].bad and not found["grup instansi"].bad
        await here.sim.remove(here.groups["dlh"], here.desk)
        await here.sim.remove(here.staff, here.desk)
        found = await looked_over(here, tmp_path, desk)
        assert found["grup petugas"].advice.startswith(f"Bot petugas tidak ada di {here.staff['id']}")
        assert "1 dari 3: 2171.dlh (tidak ada di grupnya)" in found["grup instansi"].advice
        found = await looked_over(here, tmp_path, desk, staff_chat="-100999")
        assert found["grup petugas"].bad, "a number nobody knows"


async def test_a_clock_that_is_wrong_is_named_with_whose_it_differs_from(tmp_path: Path) -> None:
    async with street(tmp_path) as here:
        channel = TelegramDesk(DESK_TOKEN, here.simulator.url)
        chosen = settings(tmp_path, here.simulator.url, str(here.staff["id"]))
        late = examine(chosen, [("desk", channel)], lambda: now() - timedelta(minutes=3))
        found = {each.what: each async for each in late}
        await channel.close()
    for whose in ("Telegram", "basis data"):
        assert "detik di belakang jam" in found[f"jam dan {whose}"].advice


async def test_a_webhook_is_judged_by_what_the_settings_ask_for(tmp_path: Path) -> None:
    ours = "http://127.0.0.1:1"
    async with street(tmp_path) as here:
        third = "7000000003:SIMULATOR-third"  # nobody polls it and takes the webhook away again
        await here.sim.bot("Ketiga", token=third, id=7000000003)
        found = await looked_over(here, tmp_path, ("citizen", third), webhook_url=ours)
        assert found["webhook citizen"].bad, "wanted and not there"
        bot = next(bot for bot in here.simulator.world.bots.values() if bot.token == third)
        bot.webhook = {"url": f"{ours}/telegram/{bot.id}", "max_connections": 1}
        found = await looked_over(here, tmp_path, ("citizen", third), webhook_url=ours)
        assert not found["webhook citizen"].bad
        found = await looked_over(here, tmp_path, ("citizen", third))
        assert found["webhook citizen"].bad, "there and not wanted"
        bot.webhook = None
