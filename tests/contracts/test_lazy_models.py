"""aiogram imported our way means the same as aiogram imported plainly."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import json
from pathlib import Path
import aiogram
from aiogram.methods import SendMessage, SendPhoto, SetMyCommands
from aiogram.types import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Update
for path in sorted(Path("tests/payloads").glob("*.json")):
    try:
        print(path.name, repr(Update.model_validate(json.loads(path.read_text()))))
    except Exception as error:
        print(path.name, error)
keys = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Ya", callback_data="1")]])
for method in (
    SendMessage(chat_id=1, text="halo", reply_markup=keys),
    SendPhoto(chat_id=1, photo="AgAC", caption="foto"),
    SetMyCommands(commands=[BotCommand(command="mulai", description="Mulai")]),
):
    print(repr(method), method.__returning__)
for room in (aiogram.methods, aiogram.types):
    for name in room.__all__:
        kind = getattr(room, name)
        if hasattr(kind, "model_rebuild"):
            kind.model_rebuild()
            print(name, kind.__pydantic_complete__, kind.model_fields)
"""


def said(before: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", before + PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )  # fmt: skip
    return re.sub(r"0x[0-9a-f]+", "", ran.stdout)  # where a function lies in memory


@pytest.mark.long
def test_every_payload_and_method_reads_the_same_when_models_are_built_at_first_use() -> None:
    plain, lazy = said(""), said("import bot.channels.aiogram_models\n")
    assert len(plain.splitlines()) > 400
    assert lazy == plain
