"""Methods about forum topics and the rights they need."""

from __future__ import annotations

from typing import Any

from simulator.telegram.calls import Call, method
from simulator.telegram.errors import bad
from simulator.telegram.model import Chat, Topic
from simulator.telegram.posting import post, remove, touch

COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
NAME_LIMIT = 128


def forum(call: Call, right: str = "can_manage_topics", what: str = "manage topics") -> Chat:
    chat = call.chat()
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    if not call.may(chat, right):
        raise bad(f"not enough rights to {what}")
    return chat


def known(call: Call, chat: Chat) -> Topic:
    topic = call.topic(chat)
    if topic is None:
        raise bad("message thread not found")
    return topic


def topic_name(call: Call) -> str:
    name = call.params.text("name").strip()
    if not 1 <= len(name) <= NAME_LIMIT:
        raise bad("TOPIC_NAME_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    return name


@method("createForumTopic")
def create_forum_topic(call: Call) -> dict[str, Any]:
    chat, name = forum(call, what="create a topic"), topic_name(call)
    color = call.params.number("icon_color") or COLORS[len(chat.topics) % len(COLORS)]
    if color not in COLORS:
        raise bad("TOPIC_ICON_COLOR_INVALID")
    icon = call.params.text("icon_custom_emoji_id") or None
    made = {"name": name, "icon_color": color}
    number = chat.next_message
    chat.topics[number] = Topic(number, name, color, icon)
    post(call.world, chat, call.bot.id, {"forum_topic_created": made}, thread=number)
    touch(call.world, chat)
    return {"message_thread_id": number, **made}


@method("editForumTopic")
def edit_forum_topic(call: Call) -> bool:
    chat = forum(call)
    topic = known(call, chat)
    before = (topic.name, topic.icon)
    if "name" in call.params.values:
        topic.name = topic_name(call)
    if "icon_custom_emoji_id" in call.params.values:
        topic.icon = call.params.text("icon_custom_emoji_id") or None
    if (topic.name, topic.icon) == before:
        raise bad("TOPIC_NOT_MODIFIED")
    _say(call, chat, topic, {"forum_topic_edited": {"name": topic.name}})
    return True


@method("closeForumTopic")
def close_forum_topic(call: Call) -> bool:
    return _set_closed(call, True)


@method("reopenForumTopic")
def reopen_forum_topic(call: Call) -> bool:
    return _set_closed(call, False)


def _set_closed(call: Call, closed: bool) -> bool:
    chat = forum(call)
    topic = known(call, chat)
    if topic.closed == closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    _say(call, chat, topic, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})
    return True


@method("deleteForumTopic")
def delete_forum_topic(call: Call) -> bool:
    chat = forum(call, "can_delete_messages", "delete a topic")
    topic = known(call, chat)
    for message in [m for m in chat.messages.values() if m.thread == topic.id]:
        remove(call.world, chat, message)
    del chat.topics[topic.id]
    touch(call.world, chat)
    return True


def _say(call: Call, chat: Chat, topic: Topic, content: dict[str, Any]) -> None:
    post(call.world, chat, call.bot.id, content, thread=topic.id)
    touch(call.world, chat)
