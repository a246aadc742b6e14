"""An officer's words on their way to the citizen: preview, change, send once, or give up.

The bubble or the button names the case; a preview is forgotten after a week and can be sent only once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from complaints.lifecycle import TRANSITIONS, Action
from complaints.model import Complaint, Entry, Role
from complaints.undo import valid
from conversations import tracking
from conversations.card import cut
from conversations.desk import Deed, DeskAction
from conversations.messages import TELEGRAM, WHATSAPP, Channel, Message, Quoted, Text, Words, say, words
from conversations.parts import last_room, parts
from conversations.previews import ACTION, EVENT, LONGEST, Preview, closed, preview
from handlers import cases, desk_cards, evidence, undo
from handlers.attachments import received
from handlers.focal_point_case import FocalPoint, already, not_found, toast
from handlers.group_visit import clock
from handlers.services import Ack

SHELF = "previews"
#: Pictures of one answer arrive within this time, however many albums they were cut into.
NEXT_ALBUM = timedelta(minutes=1)
#: Telephones cut at 4,096 signs, at a blank; the rest follows at once.
PIECE, NEXT_PIECE = 3600, timedelta(seconds=20)


async def begin(visit: FocalPoint, case: Complaint, purpose: str, meant: DeskAction) -> Ack | None:
    """Show the words as the citizen will read them, with what can be done."""
    inbound = visit.inbound
    if not meant.media and (half := _cut_off(visit, case.number)):
        await _join(visit, half, case, meant.text)
        return None
    file = await received(visit.uow, visit.services, visit.chat, inbound) if meant.media else None
    kept = Preview(
        token=visit.token(),
        number=case.number,
        purpose=purpose,
        raw=meant.text.strip(),
        by=inbound.sender.name,
        at=visit.at.isoformat(),
        source=inbound.message,
        album=inbound.album,
        files=(file,) if file else (),
        tail=len(meant.text),
        last=await _last_room(visit, case),
    )
    await show(visit, kept, case)
    return toast(visit, "desk.ack.preview")


async def show(visit: FocalPoint, kept: Preview, case: Complaint) -> None:
    """A new preview under the words it was made of."""
    visit.remember(SHELF, kept.token, kept.to_json())
    await visit.post(
        preview(kept), kind="preview", number=case.number, token=kept.token, case=case.id,
        dedup=f"preview:{kept.token}",
    )  # fmt: skip


async def _last_room(visit: FocalPoint, case: Complaint) -> int:
    chat = await visit.uow.chats.get(case.chat_key)
    return last_room(WHATSAPP if chat and chat.address.channel is Channel.WHATSAPP else TELEGRAM)


def _cut_off(visit: FocalPoint, number: str = "") -> Preview | None:
    """A preview whose words a telephone has just cut: it sends what is longer than a message as several."""
    for data in visit.remembered(SHELF).values():
        kept = Preview.from_json(data)
        fresh = visit.at - datetime.fromisoformat(kept.at) <= NEXT_PIECE
        if kept.open and fresh and kept.tail >= PIECE and kept.by == visit.inbound.sender.name:
            return kept if number in ("", kept.number) else None
    return None


async def _join(visit: FocalPoint, kept: Preview, case: Complaint, text: str) -> Ack | None:
    """The next piece of the same words: one preview for all of them."""
    raw = kept.raw + ("\n" if kept.raw.rstrip()[-1:] in ".?!:;" else " ") + text.strip()
    if len(raw) > LONGEST:
        return await visit.tell("desk.misread.long", n=len(raw), most=LONGEST)
    await _anew(visit, replace(kept, raw=raw, tail=len(text)), case, old=kept)
    return None


async def continued(visit: FocalPoint) -> Ack | None:
    """Words to nobody in particular: mostly talk among officers, sometimes the rest of a long answer."""
    content = visit.inbound.content
    kept = _cut_off(visit) if isinstance(content, Text) and not visit.inbound.edited else None
    case = await visit.case(kept.number) if kept else None
    if kept is None or case is None or not isinstance(content, Text):
        return None
    return await _join(visit, kept, case, content.body)


async def _anew(visit: FocalPoint, changed: Preview, case: Complaint, *, old: Preview) -> None:
    """Another preview below: of several bubbles only the last could be changed in place."""
    await finish(visit, old.ended("changed", by=visit.inbound.sender.name, at=visit.at))
    await show(visit, replace(changed, token=visit.token(), at=visit.at.isoformat()), case)


async def reword(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """A reply to the preview or to [Ubah]: other words for the same citizen."""
    kept = find(visit, meant.token)
    if kept is None or not kept.open:
        return await gone(visit, kept)
    case = await visit.case(kept.number)
    if case is None:
        return await not_found(visit, kept.number)
    # A new preview, not new words in the old one: a press under the old words must not send others.
    await finish(visit, kept.ended("changed", by=visit.inbound.sender.name, at=visit.at))
    changed = replace(
        kept.changed(meant.text.strip()),
        token=visit.token(),
        by=visit.inbound.sender.name,
        at=visit.at.isoformat(),
        source=visit.inbound.message,
    )
    await show(visit, changed, case)
    return None


async def correct(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """The officer edited the message itself: the preview follows, what was sent does not."""
    for data in list(visit.remembered(SHELF).values()):
        kept = Preview.from_json(data)
        if kept.source != visit.inbound.message:
            continue
        if kept.open and len(meant.text) > LONGEST:
            return await visit.tell("desk.misread.long", n=len(meant.text), most=LONGEST)
        if kept.open and parts(meant.text):
            changed = kept.changed(meant.text)
            case = await visit.case(kept.number) if max(kept.count, changed.count) > 1 else None
            await (_anew(visit, changed, case, old=kept) if case else redraw(visit, changed))
        elif kept.end == "sent":
            held = visit.at < datetime.fromisoformat(kept.ended_at) + undo.WINDOW
            return await visit.tell("desk.sent_is_held" if held else "desk.sent_is_sent", number=kept.number)
    return None


async def more(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """One more picture of an album goes with its words; a picture without words cannot go alone."""
    for data in list(visit.remembered(SHELF).values()):
        kept = Preview.from_json(data)
        if kept.open and _same_album(visit, kept, meant):
            file = await received(visit.uow, visit.services, visit.chat, visit.inbound)
            if file:
                await _add_file(visit, kept, file)
            return None
    if not meant.number:
        return None
    case = await visit.case(meant.number)
    if case is not None and (case.status, Action.ANSWER) not in TRANSITIONS:
        return await already(visit, case, Action.ANSWER)  # before anybody looks for words to a picture
    return await visit.tell("desk.misread.caption")


def _same_album(visit: FocalPoint, kept: Preview, meant: DeskAction) -> bool:
    """Of the same album, or of the next one: twelve pictures leave the telephone as ten and two."""
    if kept.album and kept.album == visit.inbound.album:
        return True
    soon = visit.at - datetime.fromisoformat(kept.at) <= NEXT_ALBUM
    return bool(
        soon and kept.album and visit.inbound.album
        and kept.by == visit.inbound.sender.name and meant.number in ("", kept.number)
    )  # fmt: skip


async def edit(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """[Ubah]: a bubble to reply to."""
    kept = find(visit, meant.token)
    if kept is None or not kept.open:
        return await gone(visit, kept)
    await visit.post(
        say(words("desk.edit_prompt", number=kept.number)), kind="edit_prompt", number=kept.number,
        token=kept.token, dedup=f"edit:{kept.token}:{int(visit.at.timestamp() // 60)}",
    )  # fmt: skip
    return toast(visit, "desk.ack.prompted")


async def cancel(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """[Batal]: nothing goes out."""
    kept = find(visit, meant.token)
    if kept is None or not kept.open:
        return await gone(visit, kept)
    await finish(visit, kept.ended("cancelled", by=visit.inbound.sender.name, at=visit.at))
    return toast(visit, "desk.ack.cancelled")


async def send(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """[Kirim]: the step is taken and the citizen told, in the same commit, once."""
    kept = find(visit, meant.token)
    if kept is None or not kept.open:
        return await gone(visit, kept)
    case = await visit.case(kept.number)
    if case is None:
        return await not_found(visit, kept.number)
    action = ACTION[kept.purpose]
    if (case.status, action) not in TRANSITIONS:
        return await already(visit, case, action)
    if meant.deed is not Deed.ANYWAY and (warning := await overtaken(visit, case, kept)):
        await draw(visit, kept, preview(kept, overtaken=warning))
        return toast(visit, "desk.ack.overtaken")
    said = kept.raw if meant.deed is Deed.RAW else kept.tidied
    by = visit.actor(Role.FOCAL_POINT, case.agency_id)
    before = case
    case = await cases.change(visit.uow, visit.services, case, action, by=by, note=said)
    await visit.uow.attachments.attach(kept.files, case.id)
    view = await cases.view(visit.uow, visit.services, case)
    event = EVENT[kept.purpose]
    messages = tracking.notices(view, event, kept.pieces(said))
    messages[-1] = replace(messages[-1], files=await evidence.stored(visit.uow, kept.files))
    held = {**await undo.hold(visit, before, case, messages, event), "raw": kept.raw}
    await desk_cards.refresh(visit.uow, visit.services, case)
    await _going(visit, replace(kept.changed(said).ended("sent", by=by.name, at=visit.at), held=held))
    return toast(visit, "desk.ack.sent")


async def _going(visit: FocalPoint, kept: Preview) -> None:
    """Sent, with [Urungkan] for ten seconds; then the bubble says so without it."""
    visit.remember(SHELF, kept.token, kept.to_json())
    at = clock(visit.at, now=visit.at, zone=visit.services.zone)
    await draw(visit, kept, closed(kept, at=at, undo=True))
    await visit.rewrite(
        closed(kept, at=at), kind="preview", number=kept.number, token=kept.token,
        due_at=visit.at + undo.WINDOW, dedup=undo.settled(kept),
    )  # fmt: skip


async def take_back(visit: FocalPoint, meant: DeskAction) -> Ack | None:
    """[Urungkan]."""
    kept = find(visit, meant.token)
    return await visit.tell("desk.old_button") if kept is None else await undo.undo(visit, kept, meant)


def find(visit: FocalPoint, token: str) -> Preview | None:
    """The preview of that token, if this group has it."""
    data = visit.remembered(SHELF).get(token)
    return Preview.from_json(data) if data else None


async def gone(visit: FocalPoint, kept: Preview | None) -> Ack | None:
    """A preview of last month, of another group, or one that a colleague has already dealt with."""
    if kept is None:
        return await visit.tell("desk.old_button")
    at = clock(datetime.fromisoformat(kept.ended_at), now=visit.at, zone=visit.services.zone)
    return await visit.tell(f"desk.preview_was.{kept.end}", by=Quoted(kept.ended_by), at=at)


async def redraw(visit: FocalPoint, kept: Preview) -> None:
    """The preview changed in place, like the message it was made from."""
    visit.remember(SHELF, kept.token, kept.to_json())
    await draw(visit, kept, preview(kept))


async def _add_file(visit: FocalPoint, kept: Preview, file: str) -> None:
    """One more file in the preview; of twelve edits in a second only the last need go out."""
    more = kept.with_file(file)
    visit.remember(SHELF, more.token, more.to_json())
    name = f"redraw:{more.token}:"
    await visit.uow.recalls.take(visit.chat.key, f"{name}{len(kept.files)}")
    await visit.rewrite(
        preview(more), kind="preview", number=more.number, token=more.token, dedup=f"{name}{len(more.files)}"
    )


async def finish(visit: FocalPoint, kept: Preview) -> None:
    """The preview is over; its bubble says so and has no buttons any more."""
    visit.remember(SHELF, kept.token, kept.to_json())
    at = clock(datetime.fromisoformat(kept.ended_at), now=visit.at, zone=visit.services.zone)
    await draw(visit, kept, closed(kept, at=at))


async def draw(visit: FocalPoint, kept: Preview, message: Message) -> None:
    """The preview's bubble, in place."""
    await visit.rewrite(message, kind="preview", number=kept.number, token=kept.token)


async def overtaken(visit: FocalPoint, case: Complaint, kept: Preview) -> Words | None:
    """A colleague told the citizen something after these words were written."""
    written = datetime.fromisoformat(kept.at)
    for entry in reversed(valid(await visit.history(case.number))):
        if entry.at <= written:
            return None
        ours = entry.by.agency_id == case.agency_id
        if ours and entry.action in (Action.ANSWER, Action.RESOLVE):
            return _warning(visit, entry)
    return None


def _warning(visit: FocalPoint, entry: Entry) -> Words:
    at = clock(entry.at, now=visit.at, zone=visit.services.zone)
    return words("desk.preview.overtaken", by=Quoted(entry.by.name), at=at, text=Quoted(cut(entry.note)))
