"""A sealed field opens only with its key and in its place."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.chain import canonical, link
from huiying.lib.cipher import CannotOpen, Keyring, blind_index, open_sealed, seal

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
KEYS = Keyring({0: OLD, 1: NEW}, 1, b"index")


@given(st.text())
def test_what_is_sealed_opens_again_and_shows_nothing(text: str) -> None:
    sealed = seal(text, KEYS, b"reporter.name")
    assert open_sealed(sealed, KEYS, b"reporter.name") == text
    assert len(text) < 4 or text.encode() not in sealed
    assert seal(text, KEYS, b"reporter.name") != sealed


def test_what_an_old_key_sealed_still_opens_after_rotation() -> None:
    sealed = seal("刘洋", Keyring({0: OLD}, 0, b"index"), b"name")
    assert open_sealed(sealed, KEYS, b"name") == "刘洋"


def test_a_wrong_place_key_or_byte_is_refused() -> None:
    sealed = seal("刘洋", KEYS, b"name")
    for wrong, keys, place in (
        (sealed, KEYS, b"phone"),
        (sealed, Keyring({1: OLD}, 1, b"index"), b"name"),
        (sealed, Keyring({0: OLD}, 0, b"index"), b"name"),
        (sealed[:-1] + bytes([sealed[-1] ^ 1]), KEYS, b"name"),
        (b"", KEYS, b"name"),
    ):
        with pytest.raises(CannotOpen):
            open_sealed(wrong, keys, place)


def test_keys_are_never_shown_and_never_too_short() -> None:
    assert repr(OLD) not in repr(KEYS)
    assert "index" not in repr(KEYS)
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring({0: OLD[:16]}, 0, b"index")
    with pytest.raises(ValueError, match="key 256"):
        Keyring({256: OLD}, 256, b"index")


def test_what_has_no_single_form_gets_no_digest() -> None:
    for value in (float("nan"), float("inf"), datetime(2026, 3, 10)):  # noqa: DTZ001
        with pytest.raises(ValueError):  # noqa: PT011
            canonical({"at": value})
    noon = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert canonical({"b": noon, "a": "刘"}) == canonical({"a": "刘", "b": noon.astimezone(UTC)})
    assert canonical([noon]) == b'["2026-03-10T04:00:00.000000Z"]'


def test_a_phone_is_found_however_it_is_written() -> None:
    same = {
        blind_index(p, KEYS, "phone")
        for p in (
            "19900001111",
            "+86 199-0000-1111",
            "8619900001111",
            "0086 19900001111",
            "１９９００００１１１１",
        )
    }
    assert len(same) == 1
    assert blind_index("19900001112", KEYS, "phone") not in same
    assert blind_index("19900001111", KEYS, "name") not in same
    assert blind_index("", KEYS, "phone") == ""


def test_one_changed_byte_changes_every_later_link() -> None:
    rows = [canonical({"n": n, "刘": "洋"}) for n in range(5)]

    def chain(payloads: list[bytes]) -> list[bytes]:
        links, previous = [], bytes(32)
        for payload in payloads:
            previous = link(previous, payload)
            links.append(previous)
        return links

    changed = [*rows[:2], rows[2].replace(b"2", b"3"), *rows[3:]]
    assert [a == b for a, b in zip(chain(rows), chain(changed), strict=True)] == [
        True, True, False, False, False,
    ]  # fmt: skip
