"""The control API under /sim: act as a person, read a chat, move time, break things."""
