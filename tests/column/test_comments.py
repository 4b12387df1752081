"""Comments: held, read by a moderator, shown or refused on a ground; nothing about the writer."""

from __future__ import annotations

import pytest

from huiying.column import actions as column
from huiying.column import queries
from huiying.column.models import Comment
from huiying.column.refusals import (
    CommentDone,
    CommentEmpty,
    CommentsShut,
    NotEditor,
    ReasonNeeded,
)
from huiying.column.rules.words import PersonInside
from huiying.journal.queries import history
from tests.city import City, later
from tests.column.conftest import drafted, published


def sent(city: City, text: str = "昨晚路过，还是黑的。", key: str = "k1") -> Comment:
    row = published(city)
    return column.comment(exposure_id=row.pk, text=text, name="路人", key=key, at=later(days=1))


def test_a_comment_is_held_until_somebody_has_read_it(city: City) -> None:
    made = sent(city)
    assert queries.shown_comments(made.exposure) == []
    column.decide(comment_id=made.pk, show=True, actor=city.actor("bai"), at=later(days=1))
    assert queries.shown_comments(made.exposure) == [made]


def test_refusing_needs_a_ground_and_can_be_turned_round(city: City) -> None:
    made = sent(city)
    bai = city.actor("bai")
    with pytest.raises(ReasonNeeded):
        column.decide(comment_id=made.pk, show=False, actor=bai, at=later(days=1))
    column.decide(comment_id=made.pk, show=False, reason="abuse", actor=bai, at=later(days=1))
    with pytest.raises(CommentDone):
        column.decide(comment_id=made.pk, show=False, reason="abuse", actor=bai, at=later(days=1))
    row = column.decide(comment_id=made.pk, show=True, actor=bai, at=later(days=1))
    assert (row.standing, row.reason) == ("shown", "")


def test_a_form_sent_twice_is_one_comment(city: City) -> None:
    first = sent(city)
    again = column.comment(
        exposure_id=first.exposure_id, text="昨晚路过，还是黑的。", name="", key="k1",
        at=later(days=1),
    )  # fmt: skip
    assert again.pk == first.pk
    assert Comment.objects.count() == 1


def test_a_phone_number_is_never_shown(city: City) -> None:
    made = sent(city, "打我电话 19900001111")
    with pytest.raises(PersonInside):
        column.decide(comment_id=made.pk, show=True, actor=city.actor("bai"), at=later(days=1))


def test_the_journal_holds_no_word_of_it(city: City) -> None:
    made = sent(city)
    lines = history("exposure", made.exposure_id)
    assert lines[-1].data == {"comment_id": made.pk}


def test_nobody_comments_on_what_is_not_public_or_says_nothing(city: City) -> None:
    row = drafted(city)
    with pytest.raises(CommentsShut):
        column.comment(exposure_id=row.pk, text="在哪里？", name="", key="k2", at=later())
    with pytest.raises(CommentEmpty):
        sent(city, " \u200b ")


@pytest.mark.parametrize("name", ["wang", "chen", "wu", "guo", "nobody"])
def test_only_editors_moderate(city: City, name: str) -> None:
    made = sent(city)
    with pytest.raises(NotEditor):
        column.decide(comment_id=made.pk, show=True, actor=city.actor(name), at=later(days=1))
    with pytest.raises(NotEditor):
        queries.comments(city.actor(name), "held")


def test_refused_words_are_gone_after_thirty_days(city: City) -> None:
    made = sent(city)
    column.decide(
        comment_id=made.pk, show=False, reason="advert", actor=city.actor("bai"), at=later(days=1)
    )
    assert column.forget_refused(later(days=30)) == 0
    assert column.forget_refused(later(days=32)) == 1
    assert not Comment.objects.exists()
