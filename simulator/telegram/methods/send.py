"""Methods that put words, places and contacts into a chat; files are sent next door in media."""

from __future__ import annotations

from typing import Any

from simulator.telegram.calls import CAPTION_LIMIT, TEXT_LIMIT, Call, method
from simulator.telegram.errors import bad
from simulator.telegram.model import Chat, Message
from simulator.telegram.objects import message_json, user_json
from simulator.telegram.posting import post, touch

Json = dict[str, Any]
ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


def deliver(call: Call, chat: Chat, content: Json, media: Json | None = None, **more: Any) -> Message:
    """Everything that a message of any kind goes through on its way into a chat."""
    topic = call.topic(chat)
    if topic is not None and topic.closed and not call.may(chat, "can_manage_topics"):
        raise bad("TOPIC_CLOSED")
    reply_to, quote = call.reply(chat)
    markup = call.markup(chat)
    inline = markup if markup and "inline_keyboard" in markup else None
    thread = topic.id if topic else None
    if thread is None and reply_to is not None and chat.is_forum:
        thread = chat.messages[reply_to].thread
    if markup and not inline:
        show_keyboard(call, chat, markup)
    return post(call.world, chat, call.bot.id, content, media=media, reply_to=reply_to,
                quote=quote, markup=inline, thread=thread, **more)  # fmt: skip


def show_keyboard(call: Call, chat: Chat, markup: Json) -> None:
    if "keyboard" in markup:
        chat.keyboard = markup
    elif markup.get("remove_keyboard"):
        chat.keyboard = None
    touch(call.world, chat)


def answer(call: Call, message: Message) -> Json:
    return message_json(call.world, call.bot.id, message)


@method("sendMessage")
def send_message(call: Call) -> Json:
    chat = call.chat()
    text, entities = call.words("text", "entities", TEXT_LIMIT)
    if not text:
        raise bad("message text is empty")
    return answer(call, deliver(call, chat, text_content(text, entities)))


def text_content(text: str, entities: list[Json], name: str = "text") -> Json:
    content: Json = {name: text}
    if entities:
        content["entities" if name == "text" else "caption_entities"] = entities
    return content


def caption_content(call: Call) -> Json:
    text, entities = call.words("caption", "caption_entities", CAPTION_LIMIT)
    return text_content(text, entities, "caption") if text else {}


def point(call: Call) -> Json:
    latitude, longitude = call.params.real("latitude"), call.params.real("longitude")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise bad("latitude or longitude is wrong")
    return {"latitude": latitude, "longitude": longitude}


@method("sendLocation")
def send_location(call: Call) -> Json:
    return answer(call, deliver(call, call.chat(), {"location": point(call)}))


@method("sendVenue")
def send_venue(call: Call) -> Json:
    chat, where, title = call.chat(), point(call), call.params.text("title")
    if not title:
        raise bad("venue title must be non-empty")
    venue = {"location": where, "title": title, "address": call.params.text("address")}
    return answer(call, deliver(call, chat, {"venue": venue, "location": where}))


@method("sendContact")
def send_contact(call: Call) -> Json:
    chat, phone = call.chat(), call.params.text("phone_number")
    name = call.params.text("first_name")
    if not phone or not name:
        raise bad("phone number and first name must be non-empty")
    contact = {"phone_number": phone, "first_name": name}
    if last := call.params.text("last_name"):
        contact["last_name"] = last
    return answer(call, deliver(call, chat, {"contact": contact}))


@method("sendChatAction")
def send_chat_action(call: Call) -> bool:
    chat, action = call.chat(), call.params.text("action")
    if action not in ACTIONS:
        raise bad("wrong parameter action in request")
    world, thread = call.world, call.params.number("message_thread_id")
    place = {"chat": call.bot.id, "user": chat.user} if chat.private else {"chat": chat.id}
    event = {"type": "typing", **place, "name": call.bot.first_name, "action": action,
             "thread": thread}  # fmt: skip
    world.bus.publish(f"typing {chat.key}", lambda: event)
    return True


def source(call: Call) -> tuple[Chat, Message]:
    """The message to copy or forward: only from a chat this very bot can see."""
    origin = call.chat("from_chat_id")
    number = call.params.number("message_id")
    message = origin.messages.get(number) if number is not None else None
    if message is None or not (
        {"text"} & message.content.keys()
        or message.media
        or "location" in message.content
        or "contact" in message.content
    ):
        raise bad("message to copy not found")  # fmt: skip
    return origin, message


@method("copyMessage")
def copy_message(call: Call) -> Json:
    chat = call.chat()
    _, old = source(call)
    content = dict(old.content)
    if "caption" in call.params.values and old.media:
        content = caption_content(call)
    sent = deliver(call, chat, content, old.media)
    return {"message_id": sent.id}


@method("forwardMessage")
def forward_message(call: Call) -> Json:
    chat = call.chat()
    _, old = source(call)
    origin = old.origin or {"type": "user", "date": int(old.at),
                            "sender_user": user_json(call.world.person(old.sender))}  # fmt: skip
    return answer(call, deliver(call, chat, dict(old.content), old.media, origin=origin))
