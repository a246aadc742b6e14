"""Every message survives being stored, parameter types included."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.messages import File, Message, Option, Quoted, Words, words
from storage import codec
from tests.storage.samples import AT

text = st.text(st.characters(codec="utf-8"), max_size=20)
quoted = st.builds(Quoted, text)
plain = st.one_of(
    text, st.integers(), st.dates(), st.datetimes(timezones=st.just(UTC)), quoted
)  # fmt: skip
sentences = st.recursive(
    st.builds(Words, text, st.dictionaries(text, plain, max_size=3)),
    lambda inner: st.builds(Words, text, st.dictionaries(text, st.one_of(plain, inner), max_size=3)),
    max_leaves=5,
)
lines = st.one_of(sentences, quoted)
optional = st.none() | text
options = st.builds(
    Option,
    id=text, label=lines, short=st.none() | lines, copy=optional, url=optional, style=optional, row=st.booleans(),
)  # fmt: skip
files = st.builds(File, kind=text, key=text, name=text, mime=text)
messages = st.builds(
    Message,
    lines=st.lists(lines, max_size=4).map(tuple),
    options=st.lists(options, max_size=3).map(tuple),
    files=st.lists(files, max_size=2).map(tuple),
    ask_location=st.booleans(), reply_to=optional, numbered=st.booleans(), template=optional,
)  # fmt: skip


@given(messages)
def test_a_message_survives_json(message: Message) -> None:
    stored = json.dumps(codec.pack(message))
    back = codec.unpack(json.loads(stored))
    assert back == message
    assert kinds(back) == kinds(message)


def kinds(message: Message) -> list[Any]:
    """Types of all parameters: 1 == True and a datetime equals one of another zone."""

    def of(value: Any) -> Any:
        if isinstance(value, Words):
            return {name: of(item) for name, item in value.params.items()}
        return type(value)

    return [of(line) for line in message.lines]


def test_defaults_are_not_written() -> None:
    assert codec.pack(Message(lines=(words("a.b"),))) == {"lines": [{"w": "a.b"}]}


@pytest.mark.parametrize("wrong", [AT.replace(tzinfo=None), 1.5, b"x", ["x"]])
def test_what_cannot_be_said_is_refused(wrong: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        codec.pack(Message(lines=(Words("a.b", {"x": wrong}),)))
