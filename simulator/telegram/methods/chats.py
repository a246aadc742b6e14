"""Methods that ask about chats and members, or leave a chat."""

from __future__ import annotations

from typing import Any

from simulator.telegram.calls import Call, method
from simulator.telegram.errors import bad
from simulator.telegram.model import Chat, Member
from simulator.telegram.objects import chat_json, member_json, message_json
from simulator.telegram.posting import member_changed, post

Json = dict[str, Any]


@method("getChat")
def get_chat(call: Call) -> Json:
    chat = call.chat()
    body = {**chat_json(call.world, chat), "accent_color_id": 0, "max_reaction_count": 11,
            "accepted_gift_types": {"unlimited_gifts": False, "limited_gifts": False,
                                    "unique_gifts": False, "premium_subscription": False,
                                    "gifts_from_channels": False}}  # fmt: skip
    if chat.pinned and (pinned := chat.messages.get(chat.pinned[-1])):
        body["pinned_message"] = message_json(call.world, call.bot.id, pinned, nested=True)
    if not chat.private:
        body["permissions"] = {"can_send_messages": True, "can_send_photos": True,
                               "can_send_documents": True, "can_manage_topics": True}  # fmt: skip
    return body


def group(call: Call) -> Chat:
    chat = call.chat()
    if chat.private:
        raise bad("there are no administrators in the private chat")
    return chat


@method("getChatMember")
def get_chat_member(call: Call) -> Json:
    chat, who = call.chat(), call.params.number("user_id")
    if who is None or (who not in call.world.users and who not in call.world.bots):
        raise bad("PARTICIPANT_ID_INVALID")
    if chat.private:
        return {"user": member_json(call.world, chat, who)["user"], "status": "member"}
    return member_json(call.world, chat, who)


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> list[Json]:
    chat = group(call)
    # Telegram lists the people and the asking bot, never other bots.
    return [
        member_json(call.world, chat, who)
        for who, member in chat.members.items()
        if member.admin and (who == call.bot.id or who not in call.world.bots)
    ]


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> int:
    chat = call.chat()
    return 2 if chat.private else sum(member.inside for member in chat.members.values())


@method("leaveChat")
def leave_chat(call: Call) -> bool:
    chat = group(call)
    post(call.world, chat, call.bot.id, {"left_chat_member": call.bot.id})
    member_changed(call.world, chat, call.bot.id, call.bot.id, Member("left"))
    return True
