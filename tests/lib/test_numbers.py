"""Numbers can be read aloud and mistyped; codes cannot be guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.numbers import (
    CODE_LETTERS,
    damm,
    parse_number,
    public_number,
    tracking_code,
    whole,
)

DAY = date(2026, 11, 23)
SERIALS = st.integers(1, 999_999)


@given(SERIALS)
def test_a_number_is_read_back_however_it_is_typed(serial: int) -> None:
    number = public_number("HY", DAY, serial)
    assert parse_number(number) == number
    assert parse_number(f" {number.lower()} ") == number
    assert parse_number(number.replace("-", " ")) == number
    assert parse_number(number.replace("-", "").replace("H", "Ｈ")) == number


@given(SERIALS, st.integers(0, 30), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(serial: int, place: int, add: int) -> None:
    number = public_number("HY", DAY, serial)
    digits = [i for i, sign in enumerate(number) if sign.isdigit()]
    at = digits[place % len(digits)]
    wrong = number[:at] + str((int(number[at]) + add) % 10) + number[at + 1 :]
    assert parse_number(wrong) is None


@given(st.text(alphabet="0123456789", min_size=2, max_size=14))
def test_two_swapped_neighbours_are_noticed(digits: str) -> None:
    for at in range(len(digits) - 1):
        swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        assert swapped == digits or damm(swapped) != damm(digits)


@given(SERIALS, st.sampled_from("‐‑–—―−－_. "))
def test_whatever_dash_a_phone_makes_of_the_hyphen_is_understood(serial: int, dash: str) -> None:
    number = public_number("HY", DAY, serial)
    assert parse_number(number.replace("-", dash)) == number


def test_digits_of_other_scripts_are_no_number() -> None:
    assert parse_number(public_number("HY", DAY, 12).replace("2", "٢")) is None


def test_words_are_no_number() -> None:
    assert parse_number("路灯不亮") is None
    assert parse_number("") is None


def test_tracking_codes_have_sixty_five_random_bits() -> None:
    codes = {tracking_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(len(code.replace("-", "")) == CODE_LETTERS for code in codes)
    assert not any(sign in code for code in codes for sign in "ILOU")


@given(st.integers(0, 10**18 - 1))
def test_an_id_is_read_as_it_was_written(number: int) -> None:
    assert whole(str(number)) == number


@pytest.mark.parametrize("text", ["", " 1", "-1", "+1", "1.0", "1e3", "٣", "²", "x", "9" * 19])
def test_what_no_id_can_be_is_none(text: str) -> None:
    assert whole(text) is None
