"""/siaran: a notice to everyone with an open case at one agency, previewed, counted, sent once.

One outbox row per citizen, each unique by (notice, chat): a second tap or a crash sends nobody two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from complaints.lifecycle import OPEN
from complaints.model import Role
from conversations import broadcast as talk
from conversations.answers import resolve, words_of
from conversations.broadcast import Broadcast
from conversations.messages import Message, Option, Quoted, Text, say, words
from conversations.staff import StaffAction, Task, pressed
from handlers.focal_point_case import toast
from handlers.group_visit import Visit, clock
from handlers.services import Ack
from storage.records import Lane, Outgoing

SHELF = "broadcast"
MOST = 8
#: After that, what the same person writes in the group is talk again and not the notice.
PATIENCE = timedelta(minutes=30)


def standing(visit: Visit) -> StaffAction | None:
    """Words written without a reply, if the same person was just asked for them."""
    if not isinstance(visit.inbound.content, Text) or visit.inbound.reply_to or visit.inbound.edited:
        return None
    me = visit.actor(Role.STAFF).key
    for data in reversed(list(visit.remembered(SHELF).values())):
        draft = Broadcast.from_json(data)
        if not draft.open or draft.by != me:
            continue
        if visit.at - datetime.fromisoformat(draft.touched) > PATIENCE:
            return None
        chosen = resolve(visit.inbound.content, talk.options(draft))
        if chosen is not None:
            answer = pressed(chosen.id)
            return answer if isinstance(answer, StaffAction) else None
        if draft.step == "review":
            return None
        return StaffAction(task=Task.BC_REPLY, token=draft.token, text=words_of(visit.inbound.content))
    return None


def offered(visit: Visit, token: str) -> tuple[Option, ...]:
    """The answers of a notice's standing question."""
    draft = find(visit, token)
    return talk.options(draft) if draft else ()


async def begin(visit: Visit, meant: StaffAction) -> Ack | None:
    """/siaran, with or without the agency's name."""
    actor = visit.actor(Role.STAFF)
    draft = Broadcast(token=visit.token(), by=actor.key, name=actor.name, touched=visit.at.isoformat())
    if meant.text:
        return await _named(visit, draft, meant.text)
    held = await _busy_agencies(visit)
    draft = replace(draft, offices=tuple((id_, name) for id_, name, _ in held))
    await _ask(visit, draft, talk.ask_agency(draft, [count for *_, count in held]))
    return None


async def _busy_agencies(visit: Visit) -> list[tuple[str, str, int]]:
    """Agencies with open cases, the most first."""
    counts: Counter[str] = Counter(await visit.uow.complaints.for_staff().open_by_agency())
    held = []
    for agency_id, count in counts.most_common(MOST):
        agency = await visit.uow.agencies.get(agency_id)
        held.append((agency_id, agency.name if agency else agency_id, count))
    return held


async def agency(visit: Visit, meant: StaffAction) -> Ack | None:
    """A button with an agency."""
    draft = find(visit, meant.token)
    if draft is None or not draft.open or not 0 <= meant.place < len(draft.offices):
        return await _over(visit, draft)
    await _chosen(visit, draft, *draft.offices[meant.place])
    return toast(visit, "desk.ack.prompted")


async def reply(visit: Visit, meant: StaffAction) -> Ack | None:
    """Words for the standing question: an agency's name, or the notice itself."""
    draft = find(visit, meant.token)
    if draft is None or not draft.open:
        return await _over(visit, draft)
    if draft.step == "agency":
        return await _named(visit, draft, meant.text)
    text = meant.text.strip()
    if len(text) > talk.LONGEST:
        return await visit.tell("desk.misread.long", n=len(text), most=talk.LONGEST)
    if not any(sign.isalnum() for sign in text):
        return await visit.tell("broadcast.empty")
    draft = draft.to("review", text=text)
    # The preview is the very message citizens get; the question stands in a bubble of its own.
    await visit.post(talk.notice(draft.agency_name, draft.text), kind="broadcast_view", token=draft.token)
    await _ask(visit, draft, talk.review(draft, len(await audience(visit, draft.agency))))
    return None


async def _named(visit: Visit, draft: Broadcast, name: str) -> Ack | None:
    found = visit.services.ears.search(name, region=visit.services.home_region, limit=MOST)
    if not found:
        _keep(visit, draft)
        return await visit.tell("broadcast.none", name=Quoted(name[:100]))
    draft = replace(draft, offices=tuple((office.id, office.name) for office in found))
    await _ask(visit, draft, talk.ask_agency(draft))
    return None


async def _chosen(visit: Visit, draft: Broadcast, agency_id: str, name: str) -> None:
    people = await audience(visit, agency_id)
    if not people:
        text = words("broadcast.nobody", agency=Quoted(name))
        await visit.post(say(text), kind="broadcast", token=draft.token)
        _keep(visit, draft)
        return
    draft = draft.to("text", agency=agency_id, agency_name=name)
    await _ask(visit, draft, talk.ask_text(draft, len(people)))


async def audience(visit: Visit, agency_id: str) -> list[str]:
    """Chats that can be reached and have a case open at that agency, each once."""
    cases = await visit.uow.complaints.for_staff().open_of(agency_id)
    keys = dict.fromkeys(case.chat_key for case in cases if case.status in OPEN)
    chats = [await visit.uow.chats.get(key) for key in keys]
    return [chat.key for chat in chats if chat is not None and chat.reachable]


async def send(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Kirim sekarang]."""
    draft = find(visit, meant.token)
    if draft is None or draft.step != "review":
        return await _over(visit, draft)
    people = await audience(visit, draft.agency)
    message = talk.notice(draft.agency_name, draft.text)
    await visit.uow.outbox.put(
        [
            Outgoing(
                chat_key=key,
                message=message,
                bubble="broadcast",
                lane=Lane.BROADCAST,
                dedup=f"bc:{draft.token}:{key}",
                on_ambiguous="drop",
            )
            for key in people
        ]
    )
    actor = visit.actor(Role.STAFF)
    detail = {"agency": draft.agency, "count": len(people), "token": draft.token}
    await visit.uow.audit.add(at=visit.at, actor=actor, event="broadcast.sent", case=None, detail=detail)
    await _end(visit, draft.to("sent", count=len(people)))
    return toast(visit, "broadcast.ack.sent")


async def edit(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Ubah]: the words anew."""
    draft = find(visit, meant.token)
    if draft is None or draft.step != "review":
        return await _over(visit, draft)
    draft = draft.to("text", by=visit.actor(Role.STAFF).key)
    await _ask(visit, draft, talk.ask_text(draft, len(await audience(visit, draft.agency))))
    return toast(visit, "desk.ack.prompted")


async def cancel(visit: Visit, meant: StaffAction) -> Ack | None:
    """[Batal]."""
    draft = find(visit, meant.token)
    if draft is None or not draft.open:
        return await _over(visit, draft)
    await _end(visit, draft.to("cancelled"))
    return toast(visit, "desk.ack.cancelled")


def find(visit: Visit, token: str) -> Broadcast | None:
    """The notice of that token."""
    data = visit.remembered(SHELF).get(token)
    return Broadcast.from_json(data) if data else None


async def _over(visit: Visit, draft: Broadcast | None) -> Ack | None:
    """Sent or given up already, by whom and when; or too old to know."""
    if draft is None or draft.open:
        return await visit.tell("desk.old_button")
    at = clock(datetime.fromisoformat(draft.ended_at), now=visit.at, zone=visit.services.zone)
    return await visit.tell(f"broadcast.was.{draft.step}", by=Quoted(draft.ended_by), at=at)


async def _ask(visit: Visit, draft: Broadcast, message: Message) -> None:
    _keep(visit, draft)
    await visit.post(message, kind="broadcast", token=draft.token)


def _keep(visit: Visit, draft: Broadcast) -> None:
    # Taken off first: the shelf is read from the newest question back.
    visit.remembered(SHELF).pop(draft.token, None)
    visit.remember(SHELF, draft.token, replace(draft, touched=visit.at.isoformat()).to_json())


async def _end(visit: Visit, draft: Broadcast) -> None:
    draft = replace(draft, ended_by=visit.inbound.sender.name, ended_at=visit.at.isoformat())
    _keep(visit, draft)
    at = clock(visit.at, now=visit.at, zone=visit.services.zone)
    await visit.rewrite(talk.done(draft, at=at), kind="broadcast", token=draft.token)


DEEDS: dict[Task, Callable[[Visit, StaffAction], Awaitable[Ack | None]]] = {
    Task.BROADCAST: begin,
    Task.BC_AGENCY: agency,
    Task.BC_REPLY: reply,
    Task.BC_SEND: send,
    Task.BC_EDIT: edit,
    Task.BC_CANCEL: cancel,
}
