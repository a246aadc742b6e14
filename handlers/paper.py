"""/kotak and /titip in the staff group: which box, when, paper by paper, one look at all, then filed once.

The batch lives in the group's memory until it is filed, so a restart or a second pair of hands goes on with it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from complaints.model import Role
from complaints.sources import Source
from conversations import paper as talk
from conversations.answers import argument_of, meaning_of, resolve, scope_of
from conversations.ears import Office
from conversations.messages import Choice, Command, Inbound, Media, Quoted, Text, Words, say, words
from conversations.paper_batch import MOST, OLDEST_DAYS, Batch, changed, transcribed
from conversations.slots.story import is_story
from handlers import paper_codes, paper_filing
from handlers.attachments import received
from handlers.group_visit import Visit, clock
from handlers.half_filled import HalfFilled
from handlers.joining_visit import Done
from handlers.services import Ack, Services
from storage.records import Chat, Lane
from storage.unit_of_work import UnitOfWork

KIND = "paper"  # of bubbles
BATCHES = HalfFilled("papers", KIND, Batch.from_json)
OFFERED = 5


async def on_staff(inbound: Inbound, chat: Chat, uow: UnitOfWork, services: Services) -> Done | None:
    """What staff take in for others; None for all else."""
    visit = Visit(inbound=inbound, chat=chat, uow=uow, services=services, lane=Lane.STAFF)
    content = inbound.content
    if isinstance(content, Command) and content.name == "kode":
        return Done(await paper_codes.renew(visit, content.args))
    if isinstance(content, Command) and content.name in ("kotak", "titip"):
        ack = await _begin(visit, content)
    elif isinstance(content, Choice) and scope_of(content.data) == talk.SCOPE:
        ack = await _pressed(visit, content.data)
    elif isinstance(content, Text | Media) and not inbound.edited and (batch := await BATCHES.asked(visit)):
        ack = await _said(visit, batch, content)
    else:
        return None
    await visit.leave()
    return Done(ack)


async def _ask(visit: Visit, batch: Batch, *notes: Words) -> None:
    """The question of its step; nothing is asked of a batch that is under review but whether it is right."""
    BATCHES.keep(visit, batch)
    if batch.step == "review":
        message = talk.review(batch, [paper_filing.read(visit, batch, each) for each in batch.papers], *notes)
    else:
        message = talk.question(batch, *notes, offices=_offices(visit, batch))
    await visit.post(message, kind=KIND, token=batch.token)


def _offices(visit: Visit, batch: Batch) -> list[Office]:
    known = [visit.services.ears.office(agency) for agency in batch.offices]
    return [office for office in known if office is not None]


async def _begin(visit: Visit, command: Command) -> Ack | None:
    """/kotak, with or without where it hangs; /titip."""
    batch = Batch(token=visit.token(), by=visit.actor(Role.STAFF).key, step="source")
    if command.name == "titip":
        await _ask(visit, batch)
        return None
    batch = batch.to("box", source=str(Source.BOX))
    if command.args.strip():
        return await _boxed(visit, batch, command.args.strip())
    await _ask(visit, batch)
    return None


async def _boxed(visit: Visit, batch: Batch, label: str) -> Ack | None:
    """Where the box hangs; an office in those words is the one its papers are meant for."""
    batch = replace(batch, label=" ".join(label.split())[:100])
    region = visit.services.home_region
    found = visit.services.ears.search(batch.label, region=region, limit=OFFERED)
    await _ask(visit, batch.to("agency" if found else "day", offices=tuple(office.id for office in found)))
    return None


async def _said(visit: Visit, batch: Batch, content: Text | Media) -> Ack | None:
    """Words or a picture for the question that stands."""
    if not batch.open:
        return await _over(visit, batch)
    if isinstance(content, Media):
        return await _pictured(visit, batch, content)
    chosen = resolve(content, talk.options(batch, _offices(visit, batch)))
    if chosen is not None and batch.step != "paper":
        return await _pressed(visit, chosen.id)
    match batch.step:
        case "box" | "agency":
            return await _boxed(visit, batch, content.body)
        case "day":
            return await _dated(visit, batch, visit.services.ears.day(content.body, at=visit.at))
        case "paper":
            return await _transcribed(visit, batch, content.body)
        case "review":
            return await _changed(visit, batch, content.body)
    await _ask(visit, batch, words("paper.choose"))
    return None


async def _dated(visit: Visit, batch: Batch, day: date | None) -> Ack | None:
    """When the box was emptied or the paper came: clocks count from there."""
    today = visit.at.astimezone(visit.services.zone).date()
    if day is None or not today - timedelta(days=OLDEST_DAYS) <= day <= today:
        await _ask(visit, batch, words("paper.day_wrong"))
        return None
    await _ask(visit, batch.to("paper", day=day.isoformat()), words("paper.day_taken", day=day))
    return None


async def _pictured(visit: Visit, batch: Batch, media: Media) -> Ack | None:
    """A photo of a paper: with its transcription as caption, or before it; an album is one paper."""
    if batch.step not in ("paper", "review") or (batch.step == "review" and not batch.papers):
        return await visit.tell("paper.photo_early")
    stored = await received(visit.uow, visit.services, visit.chat, visit.inbound)
    if stored is None:
        return None
    album = visit.inbound.album or ""
    if batch.papers and ((album and album == batch.album) or batch.step == "review"):
        last = batch.papers[-1]
        papers = (*batch.papers[:-1], replace(last, files=(*last.files, stored)))
        BATCHES.keep(visit, replace(batch, papers=papers))
        return None
    again = bool(album) and album == batch.album
    batch = replace(batch, files=(*batch.files, stored), album=album)
    if media.caption.strip():
        return await _transcribed(visit, batch, media.caption)
    BATCHES.keep(visit, batch)
    if not again:
        await visit.post(say(words("paper.photo_taken")), kind=KIND, token=batch.token)
    return None


async def _transcribed(visit: Visit, batch: Batch, body: str) -> Ack | None:
    """What the paper says."""
    chosen = resolve(Text(body), talk.options(batch)) if len(body.split()) <= 2 else None
    if chosen is not None:
        return await _pressed(visit, chosen.id)
    paper = transcribed(body)
    if not is_story(paper.text):
        await _ask(visit, batch, words("paper.too_short"))
        return None
    batch = batch.with_paper(paper)
    if batch.single or len(batch.papers) >= MOST:
        await _ask(visit, batch.to("review"))
        return None
    read = paper_filing.read(visit, batch, batch.papers[-1])
    n, files = len(batch.papers), len(read.paper.files)
    taken = words("paper.taken", n=n, office=Quoted(read.office.short), files=files) if read.office else None
    await _ask(visit, batch, taken or words("paper.taken_open", n=n, files=files))
    return None


async def _changed(visit: Visit, batch: Batch, body: str) -> Ack | None:
    """ "hapus 2", "2 dinas sosial"."""
    change = changed(body)
    if change is None or not 0 <= change.place < len(batch.papers):
        await _ask(visit, batch, words("paper.change_how"))
        return None
    if not change.office:
        batch = batch.without(change.place)
        await _ask(visit, batch if batch.papers else batch.to("paper"))
        return None
    found = visit.services.ears.search(change.office, region=visit.services.home_region, limit=1)
    if not found:
        await _ask(visit, batch, words("paper.office_unknown", name=Quoted(change.office[:100])))
        return None
    await _ask(visit, batch.meant_for(change.place, found[0].id))
    return None


# --- buttons --------------------------------------------------------------------------------------


async def _pressed(visit: Visit, data: str) -> Ack | None:
    meaning, argument = meaning_of(data), argument_of(data)
    token, _, place = argument.partition(".")
    batch, deed = BATCHES.find(visit, token), _PRESSED.get(meaning)
    if batch is None or deed is None:
        return await visit.tell("desk.old_button")
    if not batch.open:
        return await _over(visit, batch)
    if batch.step not in _AT.get(meaning, (batch.step,)):
        await _ask(visit, batch)  # a button further up: what stands now is said again
        return None
    return await deed(visit, batch, place)


async def _source(visit: Visit, batch: Batch, place: str) -> Ack | None:
    data = visit.inbound.content.data if isinstance(visit.inbound.content, Choice) else ""
    source = meaning_of(data) or _typed(visit, batch)
    await _ask(visit, batch.to("day", source=source))
    return None


def _typed(visit: Visit, batch: Batch) -> str:
    chosen = resolve(visit.inbound.content, talk.options(batch))
    return meaning_of(chosen.id) if chosen else Source.WALK_IN


async def _pick(visit: Visit, batch: Batch, place: str) -> Ack | None:
    at = int(place) if place.isdecimal() else -1
    if not 0 <= at < len(batch.offices):
        return await visit.tell("desk.old_button")
    await _ask(visit, batch.to("day", agency=batch.offices[at]))
    return None


async def _several(visit: Visit, batch: Batch, place: str) -> Ack | None:
    await _ask(visit, batch.to("day", agency=""))
    return None


async def _today(visit: Visit, batch: Batch, place: str) -> Ack | None:
    return await _dated(visit, batch, visit.at.astimezone(visit.services.zone).date())


async def _yesterday(visit: Visit, batch: Batch, place: str) -> Ack | None:
    return await _dated(visit, batch, visit.at.astimezone(visit.services.zone).date() - timedelta(days=1))


async def _done(visit: Visit, batch: Batch, place: str) -> Ack | None:
    await _ask(visit, batch.to("review" if batch.papers else "paper"))
    return None


async def _more(visit: Visit, batch: Batch, place: str) -> Ack | None:
    await _ask(visit, batch.to("paper"))
    return None


async def _last(visit: Visit, batch: Batch, place: str) -> Ack | None:
    """The last paper was wrong: out with it."""
    await _ask(visit, batch.without(len(batch.papers) - 1), words("paper.dropped", n=len(batch.papers)))
    return None


async def _cancel(visit: Visit, batch: Batch, place: str) -> Ack | None:
    await _end(visit, batch, "cancelled")
    return await visit.tell("paper.was.cancelled", by=Quoted(visit.inbound.sender.name), at=_now(visit))


async def _file(visit: Visit, batch: Batch, place: str) -> Ack | None:
    """[Catat semua]: every paper a case, once; the batch forgets what it held."""
    found = await paper_filing.file_all(visit, batch)
    await _end(visit, batch, "filed")
    message = talk.filed(found, paper_codes.slip(found))
    await visit.post(message, kind="done", dedup=f"papers:{batch.token}", reply=False)
    return Ack("paper.ack.filed") if isinstance(visit.inbound.content, Choice) else None


async def _end(visit: Visit, batch: Batch, step: str) -> None:
    ended = Batch(
        token=batch.token, by=batch.by, step=step, source=batch.source, ended_by=visit.inbound.sender.name,
        ended_at=visit.at.isoformat(),
    )  # fmt: skip
    BATCHES.keep(visit, ended)


async def _over(visit: Visit, batch: Batch) -> Ack | None:
    at = clock(datetime.fromisoformat(batch.ended_at), now=visit.at, zone=visit.services.zone)
    return await visit.tell(f"paper.was.{batch.step}", by=Quoted(batch.ended_by), at=at)


def _now(visit: Visit) -> str:
    return clock(visit.at, now=visit.at, zone=visit.services.zone)


_PRESSED: dict[str, Callable[[Visit, Batch, str], Awaitable[Ack | None]]] = {
    **dict.fromkeys((str(Source.WALK_IN), str(Source.LETTER), str(Source.PHONE)), _source),
    "pick": _pick,
    "several": _several,
    "today": _today,
    "yesterday": _yesterday,
    "done": _done,
    "more": _more,
    "last": _last,
    "cancel": _cancel,
    "file": _file,
}
#: The steps at which a button means something.
_AT = {
    **dict.fromkeys((str(Source.WALK_IN), str(Source.LETTER), str(Source.PHONE)), ("source",)),
    "pick": ("agency",),
    "several": ("agency",),
    "today": ("day",),
    "yesterday": ("day",),
    "done": ("paper",),
    "more": ("review",),
    "last": ("paper",),
    "file": ("review",),
}
