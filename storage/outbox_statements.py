"""The statements of the outbox, built once: the hottest SQL of the house (handbook §1.5, §2).

States are written literally, because a bound value would hide the partial indexes from both planners.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, case, literal_column
from sqlalchemy.dialects import postgresql, sqlite

from conversations.messages import Channel
from storage.columns import EPOCH
from storage.papers import ACCOUNT
from storage.records import Lane
from storage.tables import LEASED, SETTLED, TODO, chats, outbox

_todo = outbox.c.state == literal_column("0")
_leased = outbox.c.state == literal_column("1")
_dead = outbox.c.state == literal_column("3")
_account = outbox.c.account == bindparam("account")
_due = outbox.c.due_at <= bindparam("at")
_mine = sa.and_(outbox.c.id == bindparam("b_id"), outbox.c.owner == bindparam("b_owner"), _leased)


def _put() -> dict[str, Any]:
    #: NULL where there is no such chat, which the column refuses.
    account = (
        sa.select(chats.c.channel + ":" + chats.c.account)
        .where(chats.c.key == bindparam("b_chat_key"))
        .scalar_subquery()
    )
    given = "chat_key uid lane action ref case_id bubble dedup on_ambiguous body created_at due_at".split()
    values: dict[str, Any] = {name: bindparam(f"b_{name}", type_=outbox.c[name].type) for name in given}
    values |= {"account": account, "begins_at": values["due_at"], "state": TODO, "attempts": 0}
    return {
        name: insert.values(values).on_conflict_do_nothing(index_elements=["chat_key", "dedup"])
        for name, insert in (("sqlite", sqlite.insert(outbox)), ("postgresql", postgresql.insert(outbox)))
    }


PUT = _put()

#: Is there something of a better lane for that chat, due since this one was claimed?
OVERTAKEN = sa.select(
    sa.exists().where(
        outbox.c.chat_key == bindparam("chat_key"), outbox.c.state < literal_column("2"), _todo,
        outbox.c.lane < bindparam("lane"), _due,
    )
)  # fmt: skip

ACCOUNTS = sa.select(outbox.c.account).where(_todo).distinct()

@cache
def next_due(accounts: int) -> sa.Select[Any]:
    """One column per account (bound as "account0", ...) and lane: when its next message is due.

    MIN, because it can only be read off the index; EXISTS made PostgreSQL scan the backlog for the lanes that were
    empty.
    """
    return sa.select(
        *(
            sa.select(sa.func.min(outbox.c.due_at))
            .where(
                _todo,
                outbox.c.account == bindparam(f"account{number}"),
                outbox.c.lane == literal_column(str(int(lane))),
            )
            .scalar_subquery()
            .label(f"{lane.name}{number}")
            for number in range(accounts)
            for lane in Lane
        )
    )


_other = outbox.alias("other")
#: A message waits while another of its chat is being sent, while an earlier one of its lane is unsent
#: (a retry keeps its place; one asked for later does not count before its time), or a better lane has one.
#: Three questions, each a step into one index: as one with OR it read all a chat had waiting, for each candidate.
#: None says "state = 0": a planner with old statistics would read the queue of all chats for it.
_of_chat = sa.and_(_other.c.chat_key == outbox.c.chat_key, _other.c.state < literal_column("2"))
_earlier = sa.and_(_other.c.lane == outbox.c.lane, _other.c.id < outbox.c.id)
_free = sa.and_(
    ~sa.exists().where(_of_chat, _other.c.state == literal_column("1")),
    ~sa.exists().where(_of_chat, _earlier, _other.c.begins_at <= bindparam("at")),
    ~sa.exists().where(_of_chat, _other.c.lane < outbox.c.lane, _other.c.due_at <= bindparam("at")),
)
_joined = sa.select(outbox, chats.c.person, chats.c.language).join(chats, chats.c.key == outbox.c.chat_key)
#: Chosen first and joined after, so that the join cannot tempt a planner away from the index of the order.
_chosen = (
    sa.select(outbox)
    .where(_todo, _account, outbox.c.lane == bindparam("lane"), _due, _free)
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
    .cte("chosen")
)
CLAIMABLE = (
    sa.select(_chosen, chats.c.person, chats.c.language)
    .join(chats, chats.c.key == _chosen.c.chat_key)
    .order_by(_chosen.c.due_at, _chosen.c.id)
)
LEASE = (
    outbox.update()
    .where(outbox.c.id.in_(bindparam("b_ids", expanding=True)))
    .values(
        state=LEASED,
        owner=bindparam("b_owner"),
        lease_until=bindparam("b_until"),
        attempts=outbox.c.attempts + 1,
    )
)
SENT = (
    outbox.update()
    .where(outbox.c.id.in_(bindparam("b_ids", expanding=True)), outbox.c.owner == bindparam("b_owner"), _leased)
    .values(state=SETTLED, lease_until=None)
    .returning(*(outbox.c[name] for name in "id uid chat_key ref case_id bubble body".split()))
)
SETTLE = (
    outbox.update()
    .where(_mine)
    .values(
        state=bindparam("b_state"),
        owner=None,
        lease_until=None,
        error=bindparam("b_error"),
        due_at=sa.func.coalesce(bindparam("b_due_at", type_=outbox.c.due_at.type), outbox.c.due_at),
        attempts=outbox.c.attempts - bindparam("b_back", type_=sa.Integer),
    )
)
#: "state < 2" only names the partial index; a leased message is settled by its sender.
DROP_CHAT = (
    outbox.update()
    .where(outbox.c.chat_key == bindparam("b_chat_key"), outbox.c.state < literal_column("2"), _todo)
    .values(state=SETTLED)
)
#: What must not be doubled waits for the reaper, which drops it: at an end, whether it went out is known to nobody.
RELEASE = (
    outbox.update()
    .where(outbox.c.owner == bindparam("b_owner"), _leased, outbox.c.on_ambiguous != "drop")
    .values(state=TODO, owner=None, lease_until=None, attempts=outbox.c.attempts - 1)
)
_expired = sa.and_(_leased, outbox.c.lease_until < bindparam("b_at"))
REAP_DROP = (
    outbox.update()
    .where(_expired, outbox.c.on_ambiguous == "drop")
    .values(state=SETTLED, owner=None, lease_until=None)
)
REAP_RESEND = outbox.update().where(_expired).values(state=TODO, owner=None, lease_until=None)
#: What waits for a writer who may never join is no backlog (storage.papers): its account has no sender.
DEPTH = (
    sa.select(
        outbox.c.lane,
        sa.func.count().label("waiting"),
        # Due since: what was asked for later is not old before its time.
        sa.func.min(
            case((outbox.c.begins_at > outbox.c.created_at, outbox.c.begins_at), else_=outbox.c.created_at)
        ).label("since"),
    )
    .where(_todo, outbox.c.begins_at <= bindparam("at"), outbox.c.account != f"{Channel.PAPER}:{ACCOUNT}")
    .group_by(outbox.c.lane)
    .order_by(outbox.c.lane)
)
DEAD_LETTERS = _joined.where(_dead).order_by(outbox.c.id.desc()).limit(bindparam("limit"))
REQUEUE = (
    outbox.update()
    .where(outbox.c.id == bindparam("b_id"), _dead)
    .values(state=TODO, attempts=0, due_at=EPOCH, error=None)
)
BURY = outbox.update().where(outbox.c.id == bindparam("b_id"), _dead).values(state=SETTLED)
FORGET = outbox.delete().where(outbox.c.state == SETTLED, outbox.c.created_at < bindparam("before"))
