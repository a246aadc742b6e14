"""An answer longer than a message: shown with its number of messages, sent in order, taken back whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conversations.messages import Text
from tests.handlers.builders import House

GROUP, CITIZEN = "-100100", "501"
LONG = "\n\n".join(f"Syarat {n}. " + "Silakan membawa resi dan fotokopi KTP ke loket 4. " * 7 for n in range(1, 28))


async def test_ten_thousand_characters_arrive_in_three_messages_once(house: House) -> None:
    assert 9_500 < len(LONG) < 10_500
    case = await house.file()
    await house.reply(GROUP, house.card(GROUP, case.number), LONG)
    assert "Dikirim dalam 3 pesan berurutan." in house.last(GROUP).text
    preview = house.last(GROUP)
    await house.press(GROUP, "Kirim", bubble=preview)
    told = [bubble.text for bubble in house.seen(CITIZEN)]
    assert len(told) == 3
    for place, text in enumerate(told, 1):
        assert text.startswith(f"Tanggapan Disdukcapil Kota Batam untuk {case.number}:\n(bagian {place} dari 3)\n")
        assert len(text) < 4096
    words = " ".join(text.split('"')[1] for text in told).split()
    assert words == LONG.split()
    assert "Berikutnya" in told[2] and "Berikutnya" not in told[1]
    assert len(house.last(GROUP).text) < 1000  # what was sent is named by its beginning


async def test_all_of_it_is_taken_back(house: House) -> None:
    house.ahead = timedelta(seconds=5)
    case = await house.file()
    await house.reply(GROUP, house.card(GROUP, case.number), LONG)
    await house.press(GROUP, "Kirim")
    await house.press(GROUP, "Urungkan")
    house.clock += timedelta(minutes=2)
    await house.deliver()
    assert house.seen(CITIZEN) == []
    await house.press(GROUP, "Kirim")
    house.clock += timedelta(seconds=11)
    await house.deliver()
    assert len(house.seen(CITIZEN)) == 3


async def test_what_a_telephone_cut_is_one_answer_again(house: House) -> None:
    """Telegram's apps send 10,000 signs as three messages; only the first of them is a reply."""
    case = await house.file()
    await house.reply(GROUP, house.card(GROUP, case.number), LONG[:4000])
    await house.act(GROUP, Text(LONG[4000:8000]))
    await house.act(GROUP, Text(LONG[8000:]))
    await house.act(GROUP, Text("sudah saya jawab ya bu"))
    await house.act(GROUP, Text("mantap"), by="Tono")
    assert "Dikirim dalam 3 pesan" in house.last(GROUP).text
    await house.press(GROUP, "Kirim")
    told = " ".join(bubble.text.split('"')[1] for bubble in house.seen(CITIZEN))
    assert "".join(told.split()) == "".join(LONG.split())
    assert "mantap" not in told and "sudah saya" not in told


@pytest.mark.parametrize("text", ["Maaf, silakan ke loket 5.", LONG.replace("loket 4", "loket 5")])
async def test_an_edited_long_message_has_a_new_preview(house: House, text: str) -> None:
    case = await house.file()
    await house.reply(GROUP, house.card(GROUP, case.number), LONG)
    old, source = house.last(GROUP), f"in-{house._events}"
    await house.act(GROUP, Text(text), message=source, edited=True)
    assert "Kirim" not in old.labels and house.last(GROUP) is not old
    await house.press(GROUP, "Kirim")
    assert "loket 4" not in "".join(bubble.text for bubble in house.seen(CITIZEN))
