"""Real exports come in completely; the counts reconcile to the row. Skipped where absent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from huiying.cases.models import Case
from huiying.journal.queries import verify
from tests.exchange.conftest import Bring, counts

pytestmark = pytest.mark.django_db
Find = Callable[[str], Path]


@pytest.mark.parametrize(
    ("name", "rows", "refused", "closed"),
    [
        ("cn/messages_2017_2020.xlsx", 4326, 0, 0),
        ("cn/messages_with_replies.xlsx", 2816, 0, 2816),
        # Two rows were closed almost a year before they came in.
        ("us/los_angeles.csv", 10_000, 0, 9981),
        ("us/baltimore.csv", 10_000, 0, 9792),
    ],
)
def test_a_real_file_comes_in_to_the_row_and_twice_changes_nothing(
    shared_data: Find, bring: Bring, name: str, rows: int, refused: int, closed: int
) -> None:
    path = shared_data(name)
    assert counts(bring(path)) == (rows, rows - refused, 0, 0, refused)
    assert Case.objects.count() == rows - refused
    assert Case.objects.filter(state="closed", closing="imported").count() == closed
    assert counts(bring(path)) == (rows, 0, 0, rows - refused, refused)
    assert Case.objects.count() == rows - refused
    assert verify().broken is None


def test_coordinates_cut_to_whole_degrees_are_dropped_and_counted(
    shared_data: Find, bring: Bring
) -> None:
    outcome = bring(shared_data("us/baltimore.csv"))
    assert any("整数度" in note and "892" in note for note in outcome.notes)
    assert not Case.objects.filter(lon=-77, lat=39).exists()
    assert Case.objects.filter(lon__isnull=False).count() == 10_000 - 892 - 590


def test_a_file_whose_columns_are_shifted_is_refused_whole(shared_data: Find, bring: Bring) -> None:
    outcome = bring(shared_data("us/nyc_shifted_columns.csv"))
    assert outcome.why is not None
    assert "各列已错位" in str(outcome.why)
    assert counts(outcome) == (3000, 0, 0, 0, 3000)
    assert outcome.refused_file is not None
    assert not Case.objects.exists()
