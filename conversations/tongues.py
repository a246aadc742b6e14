"""Which language is meant by "/bahasa en"; without a word it is the other one. Pure."""

from __future__ import annotations

from conversations.vocabulary import fold

#: What people call our languages.
NAMES: dict[str, str] = {
    "id": "id", "indonesia": "id", "bahasa indonesia": "id", "indonesian": "id", "indo": "id",
    "en": "en", "english": "en", "inggris": "en", "bahasa inggris": "en", "eng": "en",
}  # fmt: skip


def chosen(said: str, present: str) -> str | None:
    """The language to speak from now on; None where one was named that we do not speak."""
    wish = fold(said)
    for command in ("ubahbahasa", "bahasa"):
        if wish == command or wish.startswith(f"{command} "):
            wish = wish.removeprefix(command).strip() if wish not in NAMES else wish
            break
    if wish:
        return NAMES.get(wish)
    return "en" if present == "id" else "id"
