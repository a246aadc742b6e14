"""What happens to groups: made, joined, promoted, upgraded to a supergroup, deleted.

Called by the control API on behalf of people; it speaks no HTTP.
"""

from __future__ import annotations

from .acts import Cannot
from .model import Chat, Member
from .posting import member_changed, post, touch
from .world import World


def make(world: World, title: str, kind: str, owner: int | None, members: list[int],
         admins: list[int], group_id: int | None) -> Chat:  # fmt: skip
    if group_id is not None and (old := world.group(group_id)) is not None:
        return old
    chat = world.add_group(title, kind, group_id)
    owner = owner or next((who for who in members if who in world.users), None)
    if owner is not None:
        chat.members[owner] = Member("creator", world.full_rights())
        content = {"group_chat_created": True}
        post(world, chat, owner, content if kind == "group" else {"supergroup_chat_created": True})
    for who in [who for who in (*members, *admins) if who != owner]:
        if who not in chat.members:
            join(world, chat, who, owner or who)
    for who in admins:
        if who != owner:
            promote(world, chat, who, owner or who, None)
    return chat


def join(world: World, chat: Chat, who: int, actor: int) -> None:
    if who not in world.users and who not in world.bots:
        raise Cannot(f"there is no user or bot {who}")
    member_changed(world, chat, who, actor, Member("member"))
    post(world, chat, actor if actor in world.users else who, {"new_chat_members": [who]})


def leave(world: World, chat: Chat, who: int, actor: int) -> None:
    """Gone by their own wish, or thrown out by someone else."""
    if who not in chat.members:
        raise Cannot(f"{who} is not in group {chat.id}")
    post(world, chat, actor, {"left_chat_member": who})
    member_changed(world, chat, who, actor, Member("left" if who == actor else "kicked"))


def promote(world: World, chat: Chat, who: int, actor: int, rights: list[str] | None) -> None:
    """All rights when none are named; an empty list is an administrator who may nothing."""
    full = world.full_rights()
    given = full if rights is None else {name: name in rights for name in full}
    member_changed(world, chat, who, actor, Member("administrator", given))


def demote(world: World, chat: Chat, who: int, actor: int) -> None:
    member_changed(world, chat, who, actor, Member("member"))


def upgrade(world: World, chat: Chat, actor: int, forum: bool) -> Chat:
    """A plain group becomes a supergroup under a new id, which happens when topics go on."""
    if chat.kind == "supergroup":
        chat.is_forum = forum
        touch(world, chat)
        return chat
    new = world.add_group(chat.title or "", "forum" if forum else "supergroup")
    new.members = {who: Member(m.status, dict(m.rights), m.title)
                   for who, m in chat.members.items()}  # fmt: skip
    post(world, chat, actor, {"migrate_to_chat_id": new.id})
    chat.migrated_to = new.id
    touch(world, chat)
    touch(world, new)
    post(world, new, actor, {"migrate_from_chat_id": chat.id})
    return new


def delete(world: World, chat: Chat) -> None:
    chat.deleted = True
    touch(world, chat)


def actor_of(chat: Chat, wish: int | None) -> int:
    """Who does it when the caller did not say: the owner, or the first member."""
    owners = [who for who, member in chat.members.items() if member.status == "creator"]
    return wish or next(iter(owners), None) or next(iter(chat.members), 0)
