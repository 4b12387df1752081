"""What a code is, and what one can be sent to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.proof.rules import codes, contacts

KEY = b"k" * 32
CODES = st.integers(0, 999_999).map(lambda number: f"{number:06d}")


def test_codes_are_six_digits_and_not_always_the_same() -> None:
    made = {codes.fresh() for _ in range(200)}
    assert all(len(code) == 6 and code.isdecimal() for code in made)
    assert len(made) > 150


@given(code=CODES, ident=st.integers(1, 2**40))
def test_a_code_matches_its_own_request_only(code: str, ident: int) -> None:
    kept = codes.digest(code, ident=ident, key=KEY)
    assert codes.matches(code, kept, ident=ident, key=KEY)
    assert not codes.matches(code, kept, ident=ident + 1, key=KEY)
    assert not codes.matches(code, kept, ident=ident, key=b"x" * 32)


@given(code=CODES, typed=CODES)
def test_another_code_never_matches(code: str, typed: str) -> None:
    kept = codes.digest(code, ident=7, key=KEY)
    assert codes.matches(typed, kept, ident=7, key=KEY) == (typed == code)


@given(typed=st.text(max_size=20))
def test_nothing_matches_where_no_code_was_made(typed: str) -> None:
    assert not codes.matches(typed, "", ident=7, key=KEY)


@pytest.mark.parametrize("typed", ["123 456", " 123456 ", "１２３４５６", "123-456"])
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert codes.matches(typed, codes.digest("123456", ident=7, key=KEY), ident=7, key=KEY)


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("199 0000 1111", "phone", "19900001111"),
        ("+86 199-0000-1111", "phone", "19900001111"),
        ("１９９００００１１１１", "phone", "19900001111"),
        (" liuyang@example.test ", "email", "liuyang@example.test"),
    ],
)
def test_a_mobile_and_an_address_are_known_however_typed(typed: str, kind: str, value: str) -> None:
    assert contacts.parse(typed) == (kind, value)


@pytest.mark.parametrize(
    "typed",
    ["", "010-12345678", "12345", "+1 202 555 0101", "110", "a@b", "a@b@c.cn", "刘洋",
     "x@example.test\nBcc: y@example.test", "a@example.test,b@example.test", "129 0000 1111",
     f"{'a' * 65}@example.test"],
)  # fmt: skip
def test_abroad_landlines_and_tricks_are_refused(typed: str) -> None:
    assert contacts.parse(typed) == ("", "")


@given(typed=st.text(max_size=60))
def test_whatever_is_typed_there_is_an_answer_without_line_breaks(typed: str) -> None:
    kind, value = contacts.parse(typed)
    assert bool(kind) == bool(value)
    assert not {"\n", "\r", " "} & set(value)
