"""The twin of Telegram's Bot API; a twin of another messenger would live in a package beside it."""
