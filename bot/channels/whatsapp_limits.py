"""What the Cloud API takes, as a table of numbers; checked before sending, because a cut is never silent here.

Figures: facebook/openapi, business-messaging-api_v23.0 (InteractiveObject, Message); sizes of files from the
media reference. Lengths are counted as UTF-16 units, the stricter reading of "characters".
"""

from __future__ import annotations

BODY, INTERACTIVE_BODY, HEADER, FOOTER, CAPTION = 4096, 1024, 60, 60, 1024
BUTTONS, BUTTON_TITLE, BUTTON_ID = 3, 20, 256
ROWS, SECTIONS, ROW_TITLE, ROW_DESCRIPTION, ROW_ID, MENU, SECTION_TITLE = 10, 10, 24, 72, 200, 20, 24
CALLBACK_DATA = 512
MB = 1024 * 1024
#: Bytes of an upload by kind of message; pictures must be JPEG or PNG.
FILE = {"image": 5 * MB, "audio": 16 * MB, "video": 16 * MB, "document": 100 * MB}
MIME: dict[str, frozenset[str]] = {
    "image": frozenset({"image/jpeg", "image/png"}),
    "video": frozenset({"video/mp4", "video/3gpp"}),
    "audio": frozenset({"audio/aac", "audio/mp4", "audio/mpeg", "audio/amr", "audio/ogg"}),
}
WEBHOOK_BODY = 4 * MB
TEMPLATE_PARAM = 700


def length(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
