"""What retention destroyed stays destroyed, however often its file is imported again."""

from __future__ import annotations

import pytest

from huiying.cases.actions.retention import apply
from huiying.cases.due import destroyed
from huiying.cases.models import Case, DestroyedNumber, Reporter
from huiying.lib.tables import open_table
from tests.cases.lives import CLOCK, rule
from tests.city import later
from tests.exchange.conftest import Bring, Make, counts
from tests.exchange.samples import SHORT, short_row

pytestmark = pytest.mark.django_db
ENDED = "2026-03-02 10:00"
ROWS = [
    *(short_row(str(n), f"刘洋说第{n}盏灯不亮", closed=ENDED) for n in range(4)),
    short_row("9"),
]


@pytest.fixture
def old(make: Make, bring: Bring) -> None:
    """Four ended cases of 刘洋 were imported with an open one, and their time is over."""
    rule(destroy=1000)
    assert counts(bring(make(SHORT, ROWS))) == (5, 5, 0, 0, 0)
    assert apply(at=later(days=1100), actor=CLOCK).destroyed == 4


@pytest.mark.usefixtures("old")
def test_the_same_file_brings_no_destroyed_case_back_and_says_why(make: Make, bring: Bring) -> None:
    outcome = bring(make(SHORT, [*ROWS, short_row("10")]), at=later(days=1101))
    assert outcome.why is None  # most rows are refused, and yet the file is not a bad one
    assert counts(outcome) == (6, 1, 0, 1, 4)
    assert set(Case.objects.values_list("source_number", flat=True)) == {"9", "10"}
    assert Reporter.objects.count() == 2
    assert outcome.refused_file is not None
    told = [cells for _number, cells in open_table(outcome.refused_file).rows()]
    assert [cells[4] for cells in told] == ["0", "1", "2", "3"]
    assert {cells[2] for cells in told} == {"这一件已按保存期限销毁，不再导入"}
    assert {cells[3] for cells in told} == {
        "不必处理；这里只留下编号。确需重新办理的，请另立新案。"
    }


@pytest.mark.usefixtures("old")
def test_the_file_of_refused_rows_keeps_nothing_of_them_but_the_number(
    make: Make, bring: Bring
) -> None:
    outcome = bring(make(SHORT, ROWS), at=later(days=1101))
    assert outcome.refused_file is not None
    cells = str([cells for _number, cells in open_table(outcome.refused_file).rows()])
    for gone in ("刘洋", "19900001111", "不亮", ENDED):
        assert gone not in cells


@pytest.mark.usefixtures("old")
def test_a_dry_run_says_the_same(make: Make, bring: Bring) -> None:
    outcome = bring(make(SHORT, ROWS), at=later(days=1101), dry_run=True)
    assert counts(outcome) == (5, 0, 0, 1, 4)


@pytest.mark.usefixtures("old")
def test_the_same_number_of_another_source_is_another_case(make: Make, bring: Bring) -> None:
    outcome = bring(make(SHORT, ROWS), at=later(days=1101), source="另一个区")
    assert counts(outcome) == (5, 5, 0, 0, 0)


@pytest.mark.usefixtures("old")
def test_a_number_that_lives_again_by_another_door_is_kept_up_to_date(
    make: Make, bring: Bring
) -> None:
    source = Case.objects.get().source
    alive = Case.objects.get()
    Case.objects.filter(pk=alive.pk).update(source_number="0")  # as an interface would make it
    outcome = bring(make(SHORT, [short_row("0", "路灯又不亮了")]), at=later(days=1101))
    assert counts(outcome) == (1, 0, 1, 0, 0)
    assert destroyed(source, ["0", "1", "77"]) == {"0", "1"}


@pytest.mark.usefixtures("old")
def test_only_digests_are_kept() -> None:
    kept = set(DestroyedNumber.objects.values_list("digest", flat=True))
    assert len(kept) == 4
    assert {len(digest) for digest in kept} == {32}


def test_a_case_without_another_systems_number_leaves_no_digest(make: Make, bring: Bring) -> None:
    rule(destroy=1000)
    bring(make(SHORT, [short_row("1", closed=ENDED)]))
    Case.objects.update(source_number="", source="")
    assert apply(at=later(days=1100), actor=CLOCK).destroyed == 1
    assert not DestroyedNumber.objects.exists()
