"""Names of the Bot API: which keys of a message are its envelope, its content, or a notice of the service.

Knows strings only. Keys are those of Bot API 10.3 (core.telegram.org/bots/api#message).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Asked for explicitly everywhere: without it Telegram remembers the last list anybody set.
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]

_ENVELOPE = frozenset(
    """
    message_id message_thread_id direct_messages_topic from sender_chat sender_boost_count sender_business_bot
    sender_tag business_connection_id date edit_date chat forward_origin forward_date forward_from
    forward_from_chat forward_from_message_id forward_sender_name forward_signature is_topic_message
    is_automatic_forward reply_to_message external_reply quote reply_to_story reply_to_checklist_task_id
    reply_to_poll_option_id via_bot has_protected_content is_from_offline is_paid_post media_group_id
    author_signature paid_star_count entities link_preview_options suggested_post_info effect_id
    caption caption_entities show_caption_above_media has_media_spoiler reply_markup receiver_user
    ephemeral_message_id guest_query_id guest_bot_caller_user guest_bot_caller_chat
""".split()
)

#: What Telegram itself says in a chat; nobody did anything with us.
_SERVICE = frozenset(
    """
    new_chat_members chat_owner_left chat_owner_changed new_chat_title new_chat_photo
    delete_chat_photo group_chat_created supergroup_chat_created channel_chat_created
    message_auto_delete_timer_changed migrate_from_chat_id pinned_message connected_website
    write_access_allowed proximity_alert_triggered boost_added chat_background_set checklist_tasks_done
    checklist_tasks_added direct_message_price_changed forum_topic_created forum_topic_edited
    forum_topic_closed forum_topic_reopened general_forum_topic_hidden general_forum_topic_unhidden
    giveaway_created giveaway_completed managed_bot_created paid_message_price_changed poll_option_added
    poll_option_deleted suggested_post_approved suggested_post_approval_failed suggested_post_declined
    suggested_post_paid suggested_post_refunded video_chat_scheduled video_chat_started video_chat_ended
    video_chat_participants_invited community_chat_added community_chat_removed community_chat_joined
    users_shared user_shared chat_shared gift unique_gift gift_upgrade_sent successful_payment
    refunded_payment passport_data
""".split()
)


def is_service(message: Mapping[str, Any]) -> bool:
    return not _SERVICE.isdisjoint(message)


def native_kind(message: Mapping[str, Any]) -> str:
    """The channel's own name of what a message holds, also for kinds invented after this was written."""
    return next((key for key in message if key not in _ENVELOPE), "empty")


def event_of(payload: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """The kind of an update and its body; ('', {}) when there is none."""
    for key, value in payload.items():
        if key != "update_id" and isinstance(value, Mapping):
            return key, value
    return "", {}


def chat_hint(payload: Mapping[str, Any]) -> str:
    """The chat an update belongs to, read from JSON of any shape; '' when nothing tells."""
    _, event = event_of(payload)
    message = event.get("message")
    for holder, key in ((event, "chat"), (message, "chat"), (event, "from"), (event, "user")):
        found = holder.get(key) if isinstance(holder, Mapping) else None
        if isinstance(found, Mapping) and isinstance(number := found.get("id"), int | str):
            return str(number)
    return ""
