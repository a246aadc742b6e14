"""/siaran: a notice to many is made: for whom, the words, a picture, the preview as citizens will see it.

Nothing leaves before somebody pressed [Kirim sekarang]; from there on it is handlers.broadcast_send.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from complaints.model import Role
from conversations import broadcast as talk
from conversations.answers import words_of
from conversations.broadcast import Draft
from conversations.broadcast_audience import Audience
from conversations.messages import Media, Message, Option, Quoted, Text
from conversations.staff import StaffAction, Task, pressed
from handlers import broadcast_picture, broadcast_reading
from handlers.broadcast_drafts import SHELF, ask, counted, end, find, keep, over, review
from handlers.broadcast_send import SENDING
from handlers.focal_point_case import toast
from handlers.group_visit import Visit
from handlers.services import Ack

MOST = 8
#: After that, what the same person writes in the group is talk again and not the notice.
PATIENCE = timedelta(minutes=30)
#: Where words without a reply are meant for the question; at the others only an answer is.
WRITTEN = frozenset({"audience", "filter", "text", "english", "when"})


def standing(visit: Visit) -> StaffAction | None:
    """Words or a picture sent without a reply, if the same person was just asked for them."""
    content = visit.inbound.content
    picture = isinstance(content, Media) and content.kind == "photo"
    if not (picture or isinstance(content, Text)) or visit.inbound.reply_to or visit.inbound.edited:
        return None
    me = visit.actor(Role.STAFF).key
    for data in reversed(list(visit.remembered(SHELF).values())):
        draft = Draft.from_json(data)
        if not draft.open or draft.by != me:
            continue
        if visit.at - datetime.fromisoformat(draft.touched) > PATIENCE:
            return None
        return _meant(draft, visit)
    return None


def _meant(draft: Draft, visit: Visit) -> StaffAction | None:
    content = visit.inbound.content
    if isinstance(content, Media):
        fits = draft.step in ("text", "review")
        return StaffAction(task=Task.BC_REPLY, token=draft.token, text=content.caption.strip()) if fits else None
    if (found := talk.chosen(draft, content)) is not None:
        answer = pressed(found.id)
        return answer if isinstance(answer, StaffAction) else None
    if draft.step not in WRITTEN:
        return None
    return StaffAction(task=Task.BC_REPLY, token=draft.token, text=words_of(content))


def offered(visit: Visit, token: str) -> tuple[Option, ...]:
    """The answers of a notice's standing question."""
    draft = find(visit, token)
    return talk.options(draft) if draft else ()


async def begin(visit: Visit, meant: StaffAction) -> Ack | None:
    """/siaran, with or without the audience in words."""
    actor = visit.actor(Role.STAFF)
    draft = Draft(token=visit.token(), by=actor.key, name=actor.name, touched=visit.at.isoformat())
    if meant.text:
        return await _filtered(visit, draft, meant.text)
    await ask(visit, draft, talk.ask_audience(draft))
    return None


async def open_(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Pelapor dengan laporan terbuka]."""
    return await _picked(visit, meant, Audience())


async def everyone(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Semua yang setuju menerima kabar]."""
    return await _picked(visit, meant, Audience(everyone=True))


async def _picked(visit: Visit, meant: StaffAction, audience: Audience) -> Ack | None:
    draft = find(visit, meant.token)
    if draft is None or not draft.open:
        return await over(visit, draft)
    await _for(visit, draft, audience)
    return toast(visit, "desk.ack.prompted")


async def filter_(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Saring lagi]: agencies with open cases, and room for words."""
    draft = find(visit, meant.token)
    if draft is None or not draft.open:
        return await over(visit, draft)
    counts: Counter[str] = Counter(await visit.uow.complaints.for_staff().open_by_agency())
    held = []
    for agency_id, _ in counts.most_common(MOST):
        agency = await visit.uow.agencies.get(agency_id)
        held.append((agency_id, agency.name if agency else agency_id))
    draft = draft.to("filter", offices=tuple(held), by=visit.actor(Role.STAFF).key)
    await ask(visit, draft, talk.ask_filter(draft))
    return toast(visit, "desk.ack.prompted")


async def agency(visit: Visit, meant: StaffAction) -> Ack | None:
    """A button with an agency."""
    draft = find(visit, meant.token)
    if draft is None or not draft.open or not 0 <= meant.place < len(draft.offices):
        return await over(visit, draft)
    await _for(visit, draft, broadcast_reading.with_office(draft.audience, *draft.offices[meant.place]))
    return toast(visit, "desk.ack.prompted")


async def reply(visit: Visit, meant: StaffAction) -> Ack | None:
    """Words or a picture for the standing question."""
    draft = find(visit, meant.token)
    if draft is None or not draft.open:
        return await over(visit, draft)
    if isinstance(visit.inbound.content, Media):
        return await _picture(visit, draft, meant.text)
    if draft.step in ("audience", "filter"):
        return await _filtered(visit, draft, meant.text)
    if draft.step == "when":
        return await SENDING[Task.BC_WHEN](visit, meant)
    text = meant.text.strip()
    most = talk.LONGEST_CAPTION if draft.picture else talk.LONGEST
    if len(text) > most:
        return await visit.tell("desk.misread.long", n=len(text), most=most)
    if not any(sign.isalnum() for sign in text):
        return await visit.tell("broadcast.empty")
    draft = replace(draft, english=text) if draft.step == "english" else replace(draft, text=text)
    await show(visit, draft)
    return None


async def _picture(visit: Visit, draft: Draft, caption: str) -> Ack | None:
    if draft.step not in ("text", "review") or not (caption or draft.text):
        return await visit.tell("broadcast.caption")
    if len(caption or draft.text) > talk.LONGEST_CAPTION:
        return await visit.tell("desk.misread.long", n=len(caption or draft.text), most=talk.LONGEST_CAPTION)
    picture = await broadcast_picture.received(visit)
    # The preview comes when the picture is here: nobody approves what cannot be seen.
    keep(visit, draft.to("picture", text=caption or draft.text, picture=picture))
    return await visit.tell("broadcast.picture")


async def show(visit: Visit, draft: Draft) -> None:
    """The very message citizens get, in each language; the question stands in a bubble of its own."""
    picture = await broadcast_picture.file_of(visit.uow, draft.picture)
    for text in filter(None, (draft.text, draft.english)):
        message = talk.notice(draft.audience, text, picture)
        await visit.post(message, kind="broadcast_view", token=draft.token)
    draft = await counted(draft.to("review"), visit.uow, visit.services)
    await ask(visit, draft, review(draft, visit.services))


async def _filtered(visit: Visit, draft: Draft, text: str) -> Ack | None:
    found = await broadcast_reading.read(visit, text)
    if found.unread:
        keep(visit, draft)
        return await visit.tell("broadcast.none", name=Quoted(found.unread[:100]))
    if not found.offices:
        await _for(visit, draft, found.audience)
        return None
    offices = tuple((office.id, office.name) for office in found.offices)
    draft = draft.to("filter", audience=found.audience, offices=offices)
    await ask(visit, draft, talk.ask_office(draft))
    return None


async def _for(visit: Visit, draft: Draft, audience: Audience) -> None:
    counts = await visit.uow.broadcasts.count(audience, visit.services.zone)
    draft = draft.to("text", audience=audience, counts=counts, by=visit.actor(Role.STAFF).key)
    if not draft.count:
        draft = draft.to("filter", audience=audience, offices=())
        await ask(visit, draft, Message(lines=(talk.nobody(audience),), options=talk.options(draft)))
    elif draft.text:
        await show(visit, draft)
    else:
        await ask(visit, draft, talk.ask_text(draft))


async def edit(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Ubah]: the words anew."""
    draft = find(visit, meant.token)
    if draft is None or draft.step != "review":
        return await over(visit, draft)
    draft = draft.to("text", by=visit.actor(Role.STAFF).key)
    await ask(visit, draft, talk.ask_text(draft))
    return toast(visit, "desk.ack.prompted")


async def english(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Tambah Inggris]."""
    draft = find(visit, meant.token)
    if draft is None or draft.step != "review":
        return await over(visit, draft)
    draft = draft.to("english", by=visit.actor(Role.STAFF).key)
    await ask(visit, draft, talk.ask_english(draft))
    return toast(visit, "desk.ack.prompted")


async def back(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Kembali]: the preview once more."""
    draft = find(visit, meant.token)
    if draft is None or draft.step not in ("english", "when"):
        return await over(visit, draft)
    await show(visit, draft)
    return toast(visit, "desk.ack.shown")


async def cancel(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Batal]."""
    draft = find(visit, meant.token)
    if draft is None or not draft.open:
        return await over(visit, draft)
    await end(visit, draft.to("cancelled"))
    return toast(visit, "desk.ack.cancelled")


DEEDS: dict[Task, Callable[[Visit, StaffAction], Awaitable[Ack | None]]] = {
    Task.BROADCAST: begin,
    Task.BC_OPEN: open_,
    Task.BC_ALL: everyone,
    Task.BC_FILTER: filter_,
    Task.BC_AGENCY: agency,
    Task.BC_REPLY: reply,
    Task.BC_EDIT: edit,
    Task.BC_ENGLISH: english,
    Task.BC_REVIEW: back,
    Task.BC_CANCEL: cancel,
    **SENDING,
}
