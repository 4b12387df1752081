"""What notices say."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from huiying.notices.composing import wording
from huiying.notices.models import Wording
from huiying.notices.rules.quiet import EVENING, LOCAL, MORNING, awake
from huiying.notices.rules.words import BLANKS, OWN, STEPS, Words, filled, unknown


def test_every_step_has_words_in_both_languages_and_a_link_to_go_to() -> None:
    for step in STEPS:
        for language in ("zh-hans", "en"):
            words = OWN[step, language]
            assert "{link}" in words.text
            assert unknown(step, words.subject + words.text) == []


@given(st.integers(0, 10**9).map(lambda second: datetime.fromtimestamp(second, UTC)))
def test_nobody_is_rung_at_night_and_nobody_waits_longer_than_it(at: datetime) -> None:
    told = awake(at)
    local = told.astimezone(LOCAL).time()
    assert MORNING <= local < EVENING
    assert 0 <= (told - at).total_seconds() <= 10.5 * 3600
    assert told == at or local == time(8)


@given(st.text(), st.text())
def test_words_of_people_cannot_open_a_blank(said: str, number: str) -> None:
    words = Words("{number}", "{link} {words}")
    values = {"number": number, "link": "https://x/", "words": said + "{code}", "code": "SECRET"}
    assert "SECRET" not in filled(words, values, short=False).text


@pytest.mark.django_db
def test_changed_words_hold_and_bad_ones_are_refused() -> None:
    Wording(step="told", language="zh-hans", subject="新消息", text="请看 {link}").save()
    assert wording("told", "zh-hans").subject == "新消息"
    assert wording("told", "en") == OWN["told", "en"]
    for text in ("没有网址", "{link} {secret}", "{link} {code}"):
        with pytest.raises(ValidationError):
            Wording(step="told", language="en", subject="x", text=text).clean()
    assert "words" in BLANKS["told"]
