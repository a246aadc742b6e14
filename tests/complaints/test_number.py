"""The complaint number: unguessable, hard to mistype, easy to read however it is typed."""

import random
import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.number import ALPHABET, find_numbers, new_number, parse_number

numbers = st.integers(0, 2**32).map(lambda seed: new_number(random.Random(seed).randrange))


@given(numbers)
def test_shape(number: str) -> None:
    assert re.fullmatch(rf"NH-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", number)
    body = number[3:].replace("-", "")
    assert not re.search(r"\d\d\d", body)  # no end of a phone number
    for group in number.split("-")[1:]:
        assert any(sign.isdigit() for sign in group)  # no word
        assert any(sign.isalpha() for sign in group)


def test_the_number_of_the_handbook_is_one() -> None:
    assert parse_number("7k3q 9dxm") == "NH-7K3Q-9DXM"


def test_no_sign_has_a_look_alike_that_was_left_out() -> None:
    assert not set(ALPHABET) & set("01OIL")
    assert len(ALPHABET) == len(set(ALPHABET)) == 31


def test_ten_thousand_draws_do_not_meet() -> None:
    drawn = {new_number() for _ in range(10_000)}
    assert len(drawn) > 9_990  # 8 thousand million numbers: a meeting is a wonder, two are a fault
    firsts = {number[3] for number in drawn}
    assert firsts == set(ALPHABET)


def test_a_source_that_repeats_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="repeats"):
        new_number(lambda _: 0)


@given(numbers)
def test_every_wrong_sign_is_noticed(number: str) -> None:
    for place in (3, 4, 5, 6, 8, 9, 10, 11):
        for sign in set(ALPHABET) - {number[place]}:
            assert parse_number(number[:place] + sign + number[place + 1 :]) is None


@given(numbers)
def test_every_swap_is_noticed(number: str) -> None:
    for one, other in combinations((3, 4, 5, 6, 8, 9, 10, 11), 2):
        signs = list(number)
        signs[one], signs[other] = signs[other], signs[one]
        swapped = "".join(signs)
        assert swapped == number or parse_number(swapped) is None


TYPED = [
    "{0}", " {0} ", "#{0}", "NH-{1}-{2}", "nh-{1}-{2}", "NH {1} {2}", "nh{1}{2}", "{1}-{2}", "{1} {2}",
    "{1}{2}", "NH.{1}.{2}", "NH – {1} – {2}", "nh_{1}_{2}", "NH: {1}-{2}.", "*{0}*", "`{0}`",
]  # fmt: skip


@pytest.mark.parametrize("form", TYPED)
@settings(max_examples=30)
@given(number=numbers)
def test_however_it_is_typed(form: str, number: str) -> None:
    _, left, right = number.split("-")
    for typed in (form.format(number, left, right), form.format(number, left.lower(), right.lower())):
        assert parse_number(typed) == number
        assert find_numbers(f"halo min, {typed} sudah sampai mana?") == (number,)


@given(number=numbers)
def test_wide_signs_of_a_phone_keyboard(number: str) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign != "-" else sign for sign in number)
    assert parse_number(wide) == number


@given(number=numbers)
def test_a_zero_read_for_a_q_is_put_right_by_the_check_sign(number: str) -> None:
    for right, wrong in [("Q", "0"), ("Q", "O"), ("D", "0"), ("J", "1"), ("7", "1"), ("T", "I")]:
        body = number[3:]
        if body.count(right) == 1:
            typed = "NH-" + body.replace(right, wrong)
            assert parse_number(typed) == number
            assert find_numbers(f"cek {typed} ya") == (number,)


def test_two_misread_signs_with_two_readings_are_nobodys_number() -> None:
    """Could be NH-5NRT-PJZ2 and NH-5NR7-PTZ2: better to ask again than to guess."""
    assert parse_number("NH-5NRT-PJZ2") and parse_number("NH-5NR7-PTZ2")
    assert parse_number("NH-5NR1-P1Z2") is None
    assert find_numbers("NH-5NR1-P1Z2") == ()


@pytest.mark.parametrize(
    "text",
    [
        "", "NH", "NH-", "NH-7K3Q", "NH-7K3Q-9DXMA", "saya mau lapor", "0812-3456-7890", "21710301",
        "BP 1234 QR", "2171010101010003", "ABCD-EFGH", "2345-6789", "17 Agustus 2026", "#9165816",
        "NH-0000-0000", "NH-OOOO-IIII",
    ],
)  # fmt: skip
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None
    assert find_numbers(text) == ()


def test_numbers_in_a_sentence_come_in_order_and_once() -> None:
    one, two = (new_number(random.Random(seed).randrange) for seed in (1, 2))
    text = f"Yang {two.lower()} sudah, tapi {one[3:]} belum; lihat {two}. RT 02 RW 04, HP 0812 3456 7890"
    assert find_numbers(text) == (two, one)


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    find_numbers(text)
    parsed = parse_number(text)
    assert parsed is None or parse_number(parsed) == parsed
