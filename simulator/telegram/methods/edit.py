"""Methods that change, remove or answer what is already in a chat."""

from __future__ import annotations

from typing import Any

from simulator.telegram.calls import CAPTION_LIMIT, TEXT_LIMIT, Call, method
from simulator.telegram.errors import bad
from simulator.telegram.model import Chat, Message
from simulator.telegram.objects import message_json
from simulator.telegram.posting import changed, post, remove, touch

from .send import Json, text_content

TWO_DAYS = 48 * 3600
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def own_message(call: Call, chat: Chat) -> Message:
    message = call.message(chat, "to edit")
    if message.sender != call.bot.id or "forum_topic_created" in message.content:
        raise bad("message can't be edited")
    return message


def inline_markup(call: Call, chat: Chat) -> Json | None:
    markup = call.markup(chat)
    if markup and "inline_keyboard" not in markup:
        raise bad("inline keyboard expected")
    return markup


def replace(call: Call, chat: Chat, message: Message, content: Json, media: Json | None) -> Json:
    markup = inline_markup(call, chat)
    if (content, media, markup) == (message.content, message.media, message.markup):
        raise bad(_SAME)
    edited = (content, media) != (message.content, message.media)
    message.content, message.media, message.markup = content, media, markup
    changed(call.world, chat, message, edited=edited)
    return message_json(call.world, call.bot.id, message)


@method("editMessageText")
def edit_message_text(call: Call) -> Json:
    chat = call.chat()
    message = own_message(call, chat)
    text, entities = call.words("text", "entities", TEXT_LIMIT)
    if not text:
        raise bad("message text is empty")
    if "text" not in message.content:
        raise bad("there is no text in the message to edit")
    return replace(call, chat, message, text_content(text, entities), None)


@method("editMessageCaption")
def edit_message_caption(call: Call) -> Json:
    chat = call.chat()
    message = own_message(call, chat)
    if not message.media:
        raise bad("there is no caption in the message to edit")
    text, entities = call.words("caption", "caption_entities", CAPTION_LIMIT)
    content = text_content(text, entities, "caption") if text else {}
    return replace(call, chat, message, content, message.media)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(call: Call) -> Json:
    chat = call.chat()
    message = own_message(call, chat)
    return replace(call, chat, message, message.content, message.media)


@method("deleteMessage")
def delete_message(call: Call) -> bool:
    chat = call.chat()
    message = call.message(chat, "to delete")
    _check_deletable(call, chat, message)
    remove(call.world, chat, message)
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> bool:
    chat = call.chat()
    for number in call.params.json("message_ids") or []:
        if (message := chat.messages.get(number)) is not None:
            _check_deletable(call, chat, message)
            remove(call.world, chat, message)
    return True


def _check_deletable(call: Call, chat: Chat, message: Message) -> None:
    admin = not chat.private and call.may(chat, "can_delete_messages")
    if not admin and call.world.clock.now() - message.at > TWO_DAYS:
        raise bad("message can't be deleted for everyone")
    if message.sender != call.bot.id and not chat.private and not admin:
        raise bad("message can't be deleted")


@method("pinChatMessage")
def pin_chat_message(call: Call) -> bool:
    chat = call.chat()
    if not call.may(chat, "can_pin_messages"):
        raise bad("not enough rights to manage pinned messages in the chat")
    message = call.message(chat, "to pin")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        touch(call.world, chat)
        post(call.world, chat, call.bot.id, {"pinned_message": message.id}, thread=message.thread)
    return True


@method("unpinChatMessage")
def unpin_chat_message(call: Call) -> bool:
    chat, number = call.chat(), call.params.number("message_id")
    chat.pinned = [p for p in chat.pinned if p != number] if number else chat.pinned[:-1]
    touch(call.world, chat)
    return True


@method("unpinAllChatMessages")
def unpin_all(call: Call) -> bool:
    chat = call.chat()
    chat.pinned = []
    touch(call.world, chat)
    return True


@method("setMessageReaction")
def set_message_reaction(call: Call) -> bool:
    chat = call.chat()
    message = call.message(chat, "to react")
    wish: list[dict[str, Any]] = call.params.json("reaction") or []
    if len(wish) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if wish and wish[0].get("type") != "emoji":
        raise bad("REACTION_INVALID")
    message.reactions.pop(str(call.bot.id), None)
    if wish:
        message.reactions[str(call.bot.id)] = wish[0]["emoji"]
    changed(call.world, chat, message, edited=False)
    return True
