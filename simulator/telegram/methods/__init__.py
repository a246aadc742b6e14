"""The methods of the Bot API, one module per family; importing this package registers them all."""

from . import chats, edit, forum, media, polling, profile, send

__all__ = ["chats", "edit", "forum", "media", "polling", "profile", "send"]
