"""From a neutral message to the bubbles of one channel, in one person's language; knows no channel library.

Every limit comes from Capabilities. Nothing is ever cut silently: labels that do not fit buttons become
numbered text, a body that does not fit a bubble becomes two. One Rendered is one request to the channel, so
that a retry never repeats what has already arrived.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bot.channels.base import bundles
from bot.i18n import Catalogues
from bot.phrasing import Voice, as_html, as_stars, width
from bot.splitting import split
from conversations.messages import Button, Capabilities, Message, Option, Quoted, Rendered, Words

#: What the renderer says by itself; the catalogues must have words for both.
MENU = Words("channel.menu")  # opens a list message (WhatsApp: at most 20 characters)
LOCATION = Words("channel.location")  # the key that shares the place one stands at
FOOTER = Words("channel.footer")  # small print under answers: the way to a person (WhatsApp: 60 characters)

Shape = Literal["text", "buttons", "list", "numbered"]


def render(
    message: Message, *, language: str, zone: str, caps: Capabilities, catalogue: Catalogues
) -> list[Rendered]:
    """The bubbles in order, usually one; answers hang on the last."""
    voice = Voice(catalogue, language, zone)
    shape = plan(message, caps, voice)
    answers, links = _sorted(message.options, caps)
    lines = [voice.say(line) for line in message.lines]
    lines += [_address(option, voice) for option in message.options if option.url and not caps.can_link]
    if shape == "numbered":
        lines += ["", *(f"{n}. {voice.label(option.label)}" for n, option in enumerate(answers, 1))]
    buttons = () if _alone(message, caps) else _buttons(shape, answers, caps, voice)
    buttons += tuple(_button(link, _fitting(link, caps, voice)) for link in links)
    key = voice.label(LOCATION) if message.ask_location and caps.ask_location else None
    last = Rendered(
        body="",
        html=caps.html,
        buttons=buttons,
        menu=shape == "list",
        menu_label=voice.label(MENU) if shape == "list" else "",
        ask_location=key,
        footer=voice.label(FOOTER) if buttons and caps.footer else "",
    )
    return _bubbles(message, "\n".join(lines), last, caps)


def plan(message: Message, caps: Capabilities, voice: Voice) -> Shape:
    """How the answers can be offered; links and copy keys do not count where the channel has none."""
    answers, links = _sorted(message.options, caps)
    if not answers:
        return "buttons" if links else "text"
    if message.numbered or _alone(message, caps):
        return "numbered"
    if len(answers) + len(links) <= caps.max_buttons and _all_fit(answers, caps.button_label, voice):
        return "buttons"
    if len(answers) <= caps.max_rows and not links and _all_fit(answers, caps.row_label, voice):
        return "list"
    return "numbered"


def _alone(message: Message, caps: Capabilities) -> bool:
    """A request for a place that can have no buttons beside it: the answers become numbers."""
    return message.ask_location and caps.ask_location and caps.location_alone


def _sorted(options: Sequence[Option], caps: Capabilities) -> tuple[list[Option], list[Option]]:
    """Answers to choose from, and keys that open or copy something (dropped where there are none)."""
    answers = [o for o in options if o.url is None and o.copy is None]
    links = [o for o in options if (o.url and caps.can_link) or (o.copy and caps.can_copy)]
    return answers, links


def _label(option: Option, room: int, voice: Voice) -> str | None:
    """The label, else the short one, else nothing: never a shortened one."""
    for words in (option.label, option.short):
        if words is not None and 0 < width(label := voice.label(words)) <= room:
            return label
    return None


def _all_fit(options: Sequence[Option], room: int, voice: Voice) -> bool:
    """Equal labels are refused too: WhatsApp rejects them, and nobody can tell them apart."""
    labels = [_label(option, room, voice) for option in options]
    return None not in labels and len(set(labels)) == len(labels)


def _fitting(option: Option, caps: Capabilities, voice: Voice) -> str:
    return _label(option, caps.button_label, voice) or voice.label(option.short or option.label)


def _buttons(shape: Shape, answers: list[Option], caps: Capabilities, voice: Voice) -> tuple[Button, ...]:
    if shape == "numbered":
        if len(answers) > caps.max_buttons:
            return ()
        return tuple(_button(o, str(n), row=n % 5 == 1) for n, o in enumerate(answers, 1))
    room = caps.row_label if shape == "list" else caps.button_label
    return tuple(_button(o, _label(o, room, voice) or "", row=o.row) for o in answers)


def _button(option: Option, label: str, *, row: bool = True) -> Button:
    return Button(id=option.id, label=label, copy=option.copy, url=option.url, style=option.style, row=row)


def _address(option: Option, voice: Voice) -> str:
    return f"{voice.label(option.label)}: {voice.say(Quoted(option.url or ''))}"


def _bubbles(message: Message, marked: str, last: Rendered, caps: Capabilities) -> list[Rendered]:
    dress = as_html if caps.html else as_stars
    files = bundles(message.files, caps.album)
    if len(files) == 1 and len(files[0]) == 1 and _captioned(files[0][0].kind, marked, last, caps):
        return [replace(last, body=dress(marked), files=files[0], reply_to=message.reply_to)]
    heads = [Rendered(body="", html=caps.html, files=bundle) for bundle in files]
    asks = last.buttons or (last.ask_location and caps.location_alone)
    limit = caps.max_body_with_options if asks else caps.max_body
    pieces = split(marked, caps.max_body, limit) if marked.strip() or last.buttons or not heads else []
    tails = [Rendered(body=dress(piece), html=caps.html) for piece in pieces]
    if tails:
        tails[-1] = replace(last, body=tails[-1].body)
    bubbles = heads + tails
    bubbles[0] = replace(bubbles[0], reply_to=message.reply_to)
    return bubbles


def _captioned(kind: str, marked: str, last: Rendered, caps: Capabilities) -> bool:
    """Words and answers may hang on the file itself; a list or a request for a place cannot."""
    if kind in caps.wordless and (marked.strip() or last.buttons):
        return False
    if caps.location_alone and (last.menu or last.ask_location):
        return False
    return width(marked) <= caps.caption
