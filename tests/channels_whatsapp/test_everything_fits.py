"""Every sentence and every answer fits both channels: nothing is cut, whatever the language and the names."""

from __future__ import annotations

import pytest

from bot.channels import whatsapp_limits as limit
from bot.channels.whatsapp_objects import body_of
from bot.i18n import Catalogues, placeholders
from bot.render import render
from conversations.messages import TELEGRAM, WHATSAPP, Message, Option, Quoted, Words
from simulator.whatsapp.checks import check
from tests.house.catalogues import catalogue

WORDS = Catalogues.load()
#: Longer than any office of the registry.
NAME = "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu Kabupaten Kepulauan Anambas"
ANSWERS = tuple(Option(id=f"a:{n}", label=Quoted(f"Jawaban {n}")) for n in range(1, 6))


def params(msgid: str, language: str) -> dict[str, Quoted | int]:
    found = placeholders(WORDS.template(msgid, language, 2))
    return {name: 12 if name == "n" else Quoted(NAME) for name in found}


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_sentence_goes_over_both_wires(language: str) -> None:
    for msgid in catalogue(language):
        line = Words(msgid, params(msgid, language))
        for options in ((), ANSWERS[:2], ANSWERS):
            message = Message(lines=(line, line), options=options)
            for caps in (TELEGRAM, WHATSAPP):
                bubbles = render(message, language=language, zone="Asia/Jakarta", caps=caps, catalogue=WORDS)
                for bubble in bubbles:
                    assert len(bubble.body) <= caps.max_body, msgid
                    if caps is WHATSAPP:
                        check({"messaging_product": "whatsapp", **body_of(bubble)}, {})


def test_the_small_print_and_the_menu_fit() -> None:
    for language in ("id", "en"):
        assert limit.length(WORDS.text("channel.footer", language)) <= limit.FOOTER
        assert limit.length(WORDS.text("channel.menu", language)) <= limit.MENU


def test_nobody_is_asked_for_an_identity_number() -> None:
    for language in ("id", "en"):
        for entry in catalogue(language).values():
            for form in entry.forms:
                asked = "NIK" in form and not any(no in form for no in ("tidak", "Tidak", "jangan", "not", "never"))
                assert not asked, f"{entry.where} {entry.msgid}"


def test_the_way_to_a_person_stands_under_every_question() -> None:
    message = Message(lines=(Quoted("Benar?"),), options=ANSWERS[:2])
    (bubble,) = render(message, language="id", zone="Asia/Jakarta", caps=WHATSAPP, catalogue=WORDS)
    assert "petugas" in bubble.footer
