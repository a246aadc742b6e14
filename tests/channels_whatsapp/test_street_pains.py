"""The pains that others had in production, one after the other, on one street (each test names its row)."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from simulator.client_seen import SimError
from simulator.whatsapp import client as wa
from tests.channels_whatsapp.pictures import picture
from tests.channels_whatsapp.test_outside_window import STORY, filed, until
from tests.street import FRIDAY, Street, street


async def cases(here: Street) -> int:
    async with here.app.database.read() as uow:
        return sum((await uow.complaints.for_staff().open_by_agency()).values())


async def settled(here: Street) -> None:
    """All that was sent has come in, and all that came in is dealt with."""
    twin = here.simulator.whatsapp
    postman = twin.traffic.postman(twin.world.numbers[str(here.number["id"])])
    for _ in range(100):
        await asyncio.sleep(0.05)
        if not postman.idle:
            continue
        async with here.app.database.read() as uow:
            if (await uow.inbox.waiting())[0] == 0:
                return


@pytest.mark.long
async def test_what_hurt_others_does_not_hurt_here(tmp_path: Path) -> None:
    async with street(tmp_path, whatsapp=True) as here:
        for pain in (batches_and_copies, disorder, an_album, bsuid_only, new_number, edit_before_its_message,
                     answer_got_lost, statuses_first, failed_later, old_message, words_after_picture,
                     files_both_ways, odd_things):  # fmt: skip
            await wa.misbehaves(here.sim, here.number, batch=1, copies=1, disorder=False, parallel=1,
                                eager=False, media_delay=0)  # fmt: skip
            await here.sim.heals()
            try:
                await pain(here)
            except (AssertionError, SimError) as error:
                raise AssertionError(f"{pain.__name__}: {error}") from error


async def batches_and_copies(here: Street) -> None:
    """Batches, and each body three times at the same moment: one case, one answer each."""
    before = await cases(here)
    await wa.misbehaves(here.sim, here.number, batch=20, copies=3)
    siti = await here.neighbour("Siti Berulang")
    await filed(here, siti)
    assert await siti.hears_nothing() and await cases(here) == before + 1
    await here.sim.call("POST", "whatsapp/replay", {"in": here.number["id"], "last": 20, "copies": 2})
    assert await siti.hears_nothing() and await cases(here) == before + 1


async def disorder(here: Street) -> None:
    """Statuses and messages of many people, shuffled and at once: every one of them is served."""
    await wa.misbehaves(here.sim, here.number, batch=5, disorder=True, parallel=4)
    people = [await here.neighbour(f"Warga {n}") for n in range(6)]
    before = await cases(here)
    await asyncio.gather(*(filed(here, person) for person in people))
    assert await cases(here) == before + 6


async def an_album(here: Street) -> None:
    """Five pictures as five webhooks at once: one draft, one answer, five files."""
    await wa.misbehaves(here.sim, here.number, parallel=5)
    siti = await here.neighbour("Siti Album")
    await siti.sends_album(*(picture(n) for n in range(5)), caption=STORY)
    await siti.reads()
    assert await siti.hears_nothing()
    await wa.misbehaves(here.sim, here.number, parallel=1)
    for word in ("ya", "ya", "1", "1"):
        await siti.writes(word)
        seen = await siti.reads()
    assert "Nomor laporan" in seen.text
    number = seen.text.split("Nomor laporan: ")[1].split("\n")[0]
    async with here.app.database.read() as uow:
        case = await uow.complaints.for_staff().get(number)
        assert case is not None and len(await uow.attachments.of_case(case.id)) == 5


async def bsuid_only(here: Street) -> None:
    """Nobody learns the number: the whole way works by the scoped id, which never goes into `to`."""
    siti = await here.neighbour("Siti Rahasia", wa_id=None, username="siti.r")
    receipt = await filed(here, siti)
    await siti.writes("status")
    assert receipt.text.split("Nomor laporan: ")[1][:12] in (await siti.reads()).text


async def new_number(here: Street) -> None:
    """A changed number takes the open case along; whoever gets the old number sees nothing of it."""
    siti = await here.neighbour("Siti Pindah", wa_id="6281377700001")
    receipt = await filed(here, siti)
    number = receipt.text.split("Nomor laporan: ")[1].split("\n")[0]
    await siti.changes_number("6281377700002")
    await settled(here)
    stranger = await here.neighbour("Orang Lain", wa_id="6281377700001", user_id=None)
    await stranger.writes("status")
    assert number not in (await stranger.reads()).text
    await answers_case(here, number)
    assert number in (await siti.reads()).text
    await siti.writes("status")
    assert number in (await siti.reads()).text


async def answers_case(here: Street, number: str) -> None:
    officer, group = here.officers["disdukcapil"], here.groups["disdukcapil"]
    await until(officer, group, "Terima")
    cards = [s for s in await officer.sees(group) if number in s.text and "Terima" in s.buttons]
    await officer.presses("Terima", on=cards[-1], in_=group)


async def edit_before_its_message(here: Street) -> None:
    """The edit overtakes the message: the new wording is the story, the old one comes too late."""
    siti = await here.neighbour("Siti Sunting")
    world, traffic = here.simulator.whatsapp.world, here.simulator.whatsapp.traffic
    person, number = world.people[siti.id], world.numbers[str(here.number["id"])]
    first = world.say(number, person, {"type": "text", "text": {"body": "jalan rusak"}}, out=False)
    edit = {"original_message_id": first.wamid, "message": {"type": "text", "text": {"body": STORY}}}
    second = world.say(number, person, {"type": "edit", "edit": edit}, out=False)
    for message in (second, first):
        traffic.postman(number).post(traffic.said(message))
    assert "Setuju" in (await siti.reads()).buttons
    await siti.writes("ya")
    assert "Kependudukan" in (await siti.reads()).text
    assert await siti.hears_nothing()


async def answer_got_lost(here: Street) -> None:
    """Accepted, but the answer to the send was lost: a status tells, and nothing is said twice."""
    siti = await here.neighbour("Siti Putus")
    await here.sim.breaks("drop", "wa.messages", times=2)  # a read mark and the message, in some order
    await siti.writes(STORY)
    await siti.reads()
    await settled(here)
    await here.sim.passes(seconds=61)
    assert await siti.hears_nothing(for_=1)
    await here.sim.heals()
    await siti.writes("ya")
    assert "tangkap" in (await siti.reads()).text
    await siti.writes("batal")
    await siti.reads()
    await siti.writes("ya")
    await siti.reads()


async def statuses_first(here: Street) -> None:
    """Statuses come before the answer to the send: the state never goes back."""
    await wa.misbehaves(here.sim, here.number, eager=True)
    siti = await here.neighbour("Siti Cepat")
    await filed(here, siti)
    await siti.writes("status")
    await siti.reads()
    await settled(here)
    async with here.app.database.read() as uow:
        sent = await uow.deliveries.since(here.app.now().replace(year=2020))
    assert sent and {one.state for one in sent} <= {"delivered", "read"}


async def failed_later(here: Street) -> None:
    """Accepted and failed later: transient is tried again; no WhatsApp there is told to staff."""
    siti = await here.neighbour("Siti Gagal")
    await filed(here, siti)
    await wa.fails(here.sim, 131000)
    await siti.writes("status")
    assert await siti.hears_nothing()
    await here.sim.passes(seconds=61)
    assert "NH-" in (await siti.reads()).text
    await wa.fails(here.sim, 131026)
    await siti.writes("status")
    while "tidak sampai ke WhatsApp" not in (await here.dewi.reads(here.staff)).text:
        continue


async def old_message(here: Street) -> None:
    """A message of two days ago, delivered now: its own time counts, and it opens no window."""
    siti = await here.neighbour("Siti Lambat")
    world, traffic = here.simulator.whatsapp.world, here.simulator.whatsapp.traffic
    person, number = world.people[siti.id], world.numbers[str(here.number["id"])]
    old = world.say(number, person, {"type": "text", "text": {"body": STORY}}, out=False)
    old.at -= 2 * 86400
    traffic.postman(number).post(traffic.said(old))
    assert await siti.hears_nothing(for_=0.7)  # the window is shut: the answer waits
    await siti.writes("buka")
    assert "Setuju" in (await siti.reads()).buttons
    await siti.writes("ya")
    assert "17 November" in (await siti.reads()).text  # "kemarin", two days ago
    await here.sim.set_clock(FRIDAY)


async def words_after_picture(here: Street) -> None:
    """A picture that takes its time is waited for: the words come after it."""
    await wa.misbehaves(here.sim, here.number, media_delay=0.6)
    from conversations.messages import File, Message, Quoted
    from storage.records import Outgoing

    siti = await here.neighbour("Siti Gambar")
    await filed(here, siti)
    key = await here.app.files.put(picture())
    photo = File(kind="photo", key=key, name="a.png", mime="image/png")
    long = Quoted("Keterangan yang panjang. " * 60)
    async with here.app.database.begin() as uow:
        (case,) = [c for c in await uow.complaints.for_staff().open_of("2171.disdukcapil") if c.reporter == siti.name]
        message = Message(lines=(long,), files=(photo,))
        await uow.outbox.put(Outgoing(chat_key=case.chat_key, message=message, case=case.id, bubble="notice"))
    assert (await siti.reads()).media is not None
    assert "Keterangan" in (await siti.reads()).text


async def files_both_ways(here: Street) -> None:
    """Two hops, an address that dies, a hash that does not fit: the file arrives once and whole, or is asked again."""
    siti = await here.neighbour("Siti Berkas")
    await siti.sends("photo", picture(), "a.png", caption=STORY)
    await siti.reads()
    await here.sim.breaks("error", "wa.node", code=131052, description="x", times=1)
    await siti.sends("voice", b"OggS" + bytes(200), "suara.ogg")
    await settled(here)
    media = here.simulator.whatsapp.world.media
    dead = await siti.sends("document", b"%PDF-1.4 isi", "surat.pdf")
    for one in media.values():
        if one.name == "surat.pdf":
            one.until = 0.0
    for _ in range(40):
        await asyncio.sleep(0.1)
        await here.sim.passes(seconds=30)
        async with here.app.database.read() as uow:
            (chat,) = {d.chat_key for d in await uow.deliveries.since(here.app.now().replace(year=2020))} & {
                (await uow.identities.find(_address(here, siti))).chat_key  # type: ignore[union-attr]
            }
            states = {a.kind: a.state for a in await uow.attachments.of_draft(chat)}
        if "todo" not in states.values():
            break
    assert states == {"photo": "stored", "voice": "stored", "document": "refused"}, (states, dead.id)


def _address(here: Street, person: wa.WaPerson):  # type: ignore[no-untyped-def]
    from conversations.messages import Address, Channel

    return Address(channel=Channel.WHATSAPP, account=str(here.number["id"]), chat=str(person.about["user_id"]))


async def odd_things(here: Street) -> None:
    """Contacts, a place, an order, a thumb, something of tomorrow, a deleted message: kind answers or none."""
    siti = await here.neighbour("Siti Aneh")
    for kind in ("order", "unsupported", "hologram"):
        await siti.act("raw", body={"type": kind, kind: {}, "errors": [{"code": 131051}]})
        assert "belum bisa kami baca" in (await siti.reads()).text or kind == "order"
    message = await siti.writes(STORY)
    await siti.reads()
    await siti.reacts(message)
    assert await siti.hears_nothing(for_=0.3)
    await siti.deletes(message)
    assert "dihapus masih ada" in (await siti.reads()).text
    await siti.shares_contact("Pak RT", "+62812000")
    assert "ontak" in (await siti.reads()).text or "baca" in (await siti.reads()).text
    await siti.shares_location(1.13, 104.05)
    assert (await siti.reads()).text
