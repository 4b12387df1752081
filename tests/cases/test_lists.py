"""Lists: paging by key, counts that stop, query strings, what a search finds and what it costs."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiying.accounts.actors import system
from huiying.cases import queries, saved
from huiying.cases.listing import SORTS, YEARS, Filter, Place
from huiying.cases.models import Case
from huiying.cases.queries import list_cases
from huiying.cases.refusals import BadValue, Missing
from huiying.cases.rules.workflow import State
from huiying.journal import queries as journal
from tests.city import NOW, City, build, later

pytestmark = pytest.mark.django_db
CLOCK = system("系统")


@pytest.fixture
def city() -> City:
    return build()


class UndoError(Exception):
    """Takes an example's rows away again."""


def put(number: int, moment: int, *, closed: bool, due: bool) -> Case:
    """A bare row; ``moment`` in minutes, so that several share one."""
    at = later(minutes=moment)
    return Case(
        number=f"HY-{number}", tracking_code=f"T-{number}", kind="help", channel="hotline",
        title=f"第{number}件", received_at=at, changed_at=at,
        state=State.VOID if closed else State.FILED, open=not closed,
        closed_at=at + timedelta(minutes=moment % 2) if closed else None,
        due_at=at + timedelta(hours=1) if due else None,
    )  # fmt: skip


def walk(sort: str, size: int) -> tuple[list[list[int]], list[list[int]]]:
    """The ids of every page going forward, and going back from the last one."""
    wanted, there, back = Filter(sort=sort), [], []
    page = list_cases(CLOCK, wanted, later(), size=size)
    there.append([row.id for row in page.rows])
    while page.next:
        page = list_cases(CLOCK, wanted, later(), place=page.next, size=size)
        there.append([row.id for row in page.rows])
    back.append(there[-1])
    while page.previous:
        page = list_cases(CLOCK, wanted, later(), place=page.previous, size=size)
        back.append([row.id for row in page.rows])
    return there, back


ROWS = st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), max_size=14)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS, sort=st.sampled_from(sorted(SORTS)), size=st.integers(1, 4))
def test_paging_meets_every_row_once_in_order_forward_and_back(
    rows: list[tuple[int, bool, bool]], sort: str, size: int
) -> None:
    with suppress(UndoError), transaction.atomic():
        Case.objects.bulk_create(
            put(n, moment, closed=closed, due=due) for n, (moment, closed, due) in enumerate(rows)
        )
        column, descending = SORTS[sort]
        order = (f"-{column}", "-id") if descending else (column, "id")
        kept = Case.objects.filter(**{f"{column}__isnull": False}).order_by(*order)
        expected = list(kept.values_list("pk", flat=True))
        there, back = walk(sort, size)
        assert [ident for page in there for ident in page] == expected
        assert [ident for page in reversed(back) for ident in page] == expected
        assert all(len(page) <= size for page in there)
        raise UndoError


def test_a_row_that_arrives_while_paging_neither_repeats_nor_hides_another(city: City) -> None:
    first = [city.receive(at=later(minutes=n)).pk for n in range(4)]
    page = list_cases(CLOCK, Filter(), later(hours=1), size=2)
    city.receive(at=later(minutes=30))
    following = list_cases(CLOCK, Filter(), later(hours=1), place=page.next, size=2)
    assert [row.id for row in [*page.rows, *following.rows]] == first[::-1]


def test_counts_stop_at_a_thousand_and_say_that_there_is_more() -> None:
    Case.objects.bulk_create(put(n, 0, closed=False, due=False) for n in range(1001))
    page = list_cases(CLOCK, Filter(), later())
    assert (page.total, page.more) == (1000, True)
    assert queries.count_for(CLOCK, Filter(), later()) == 1001
    Case.objects.filter(number="HY-0").delete()
    page = list_cases(CLOCK, Filter(), later())
    assert (page.total, page.more) == (1000, False)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=gone", "state"), ("kind=x", "kind"), ("channel=pigeon", "channel"),
        ("level=5", "level"), ("unit=a", "unit"), ("unit=-1", "unit"), ("area=1.5", "area"),
        ("category=" + "9" * 19, "category"), ("cause=x", "cause"), ("due=never", "due"),
        ("stage=x", "stage"), ("since=2026-02-30", "since"), ("until=yesterday", "until"),
        ("sort=id", "sort"), ("state=filed,gone", "state"),
    ],
)  # fmt: skip
def test_a_bad_query_string_is_refused_and_names_the_field(query: str, field: str) -> None:
    with pytest.raises(BadValue) as refused:
        Filter.parse(QueryDict(query))
    assert refused.value.params["field"] == field


FILTERS = st.builds(
    Filter,
    q=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8),
    state=st.lists(st.sampled_from([s.value for s in State]), unique=True).map(tuple),
    kind=st.lists(st.sampled_from(["help", "complaint"]), unique=True).map(tuple),
    unit=st.none() | st.integers(0, 10**17),
    due=st.sampled_from(["", "overdue", "soon"]),
    returned=st.booleans(),
    since=st.none() | st.dates(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)),
    sort=st.sampled_from(sorted(SORTS)),
)


@given(wanted=FILTERS)
def test_a_filter_says_the_same_after_the_way_through_an_address(wanted: Filter) -> None:
    assert Filter.parse(QueryDict(wanted.query())) == wanted


@pytest.mark.parametrize("day", ["1899-12-31", "2200-01-01", "0001-01-01", "明天"])
def test_a_day_in_no_year_of_ours_is_refused(day: str) -> None:
    with pytest.raises(BadValue, match="2026-01-31"):
        Filter.parse({"since": day})


@pytest.mark.parametrize("place", ["x", "W10", "eyJhIjoxfQ", "WzEsMiwzXQ", "é", "A" * 41])
def test_a_place_that_was_tampered_with_leads_to_the_first_page(city: City, place: str) -> None:
    case = city.receive()
    assert Place.parse(place) is None
    page = list_cases(CLOCK, Filter(), later(hours=1), place=place)
    assert [row.id for row in page.rows] == [case.pk]


def cost(city: City, name: str, wanted: Filter, size: int = 50) -> int:
    actor = city.actor(name)
    list_cases(actor, wanted, later())  # trees are read once per process
    with CaptureQueriesContext(connection) as asked:
        page = list_cases(actor, wanted, later(), size=size)
        for row in page.rows:
            assert (row.unit, row.area, row.category, row.state_label) is not None
    return len(asked)


@pytest.mark.parametrize("name", ["wang", "chen", "zhao", "he"])
@pytest.mark.parametrize("wanted", [Filter(), Filter(q="路灯"), Filter(phone="19900001111")])
def test_a_list_asks_as_many_queries_for_forty_rows_as_for_one(
    city: City, name: str, wanted: Filter
) -> None:
    city.receive()
    few = cost(city, name, wanted)
    for n in range(40):
        city.receive(at=later(seconds=n))
    assert cost(city, name, wanted) == few <= 8  # a street's list has three parts


@pytest.mark.parametrize("word", ["施工", "停车", "夜间施工", "车位", "工扰", "３号", "a座", "A座"])
def test_a_search_finds_two_letter_words(city: City, word: str) -> None:
    hit = city.receive(title="夜间施工扰民", body="停车位被占", address="3号楼A座")
    city.receive()
    page = list_cases(city.actor("li"), Filter(q=word), later(hours=1))
    assert [row.id for row in page.rows] == [hit.pk]


@pytest.mark.parametrize("word", ["工施", "车停", "爆破", "施工停车场扩建"])
def test_a_search_does_not_find_what_is_not_there(city: City, word: str) -> None:
    city.receive(title="夜间施工扰民", body="停车位被占")
    assert list_cases(city.actor("li"), Filter(q=word), later(hours=1)).rows == []


@pytest.mark.parametrize("typed", ['"', "'", "' OR 1=1 --", "路灯*", "NEAR(路灯)", "\\", "()", "%"])
def test_no_letters_break_a_search(city: City, typed: str) -> None:
    city.receive()
    page = list_cases(city.actor("li"), Filter(q=typed), later(hours=1))
    assert len(page.rows) <= 1


def test_a_number_is_found_however_it_is_typed_and_whatever_is_filtered(city: City) -> None:
    case = city.receive()
    typed = case.number.lower().replace("-", " ")
    assert queries.number_of(typed) == case.number
    page = list_cases(city.actor("li"), Filter(q=typed), later(hours=1))
    assert [row.number for row in page.rows] == [case.number]


def test_a_number_with_a_slip_is_no_number(city: City) -> None:
    number = city.receive().number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert queries.number_of(wrong) is None


def test_a_search_by_number_shows_a_stranger_nothing(city: City) -> None:
    case = city.receive()
    assert list_cases(city.actor("sun"), Filter(q=case.number), later(hours=1)).rows == []


def test_corrected_words_are_found_and_old_ones_are_not(city: City) -> None:
    from huiying.cases import actions as cases

    case = city.receive(title="夜间施工扰民")
    cases.classify(
        case_id=case.pk, actor=city.actor("wang"), at=later(minutes=1), text="听错了",
        changes={"title": "夜间唱歌扰民"},
    )  # fmt: skip

    def found(word: str) -> int:
        return len(list_cases(city.actor("li"), Filter(q=word), later(hours=1)).rows)

    assert (found("唱歌"), found("施工")) == (1, 0)


def names(city: City, who: str) -> list[str]:
    return [row.name for row in saved.usable(city.actor(who), "cases")]


def test_a_saved_filter_is_ones_own_until_it_is_shared(city: City) -> None:
    mine: dict[str, Any] = {"actor": city.actor("wang"), "desk": "cases", "at": NOW}
    row = saved.save(**mine, name="本周路灯", query="q=路灯")
    assert (names(city, "wang"), names(city, "li")) == (["本周路灯"], [])
    saved.change(ident=row.pk, actor=city.actor("wang"), shared=True, at=NOW)
    assert (names(city, "li"), names(city, "chen")) == (["本周路灯"], [])
    with pytest.raises(saved.NoSuchFilter):
        saved.remove(ident=row.pk, actor=city.actor("li"), at=NOW)


def test_what_happens_to_a_filter_is_journalled_without_the_words_in_it(city: City) -> None:
    wang = city.actor("wang")
    query = "q=刘洋&phone=19900001111&state=filed"
    row = saved.save(actor=wang, desk="cases", name="刘洋的案子", query=query, at=NOW)
    ident = row.pk
    saved.change(ident=ident, actor=wang, shared=True, at=NOW)
    saved.remove(ident=ident, actor=wang, at=NOW)
    told = journal.history("filter", ident)
    assert [line.event for line in told] == ["FilterSaved", "FilterChanged", "FilterRemoved"]
    assert {line.actor_name for line in told} == {wang.name}
    assert {line.data["query"] for line in told} == {"q=%2A&state=filed&phone=%2A"}
    assert told[1].data["shared"] is True
    assert "刘洋" not in str([line.data for line in told])


def test_the_same_name_again_replaces_and_pinned_filters_come_first(city: City) -> None:
    mine: dict[str, Any] = {"actor": city.actor("wang"), "desk": "cases", "at": NOW}
    saved.save(**mine, name="A", query="q=1")
    last = saved.save(**mine, name="B", query="q=2")
    saved.save(**mine, name="A", query="q=3")
    saved.change(ident=last.pk, actor=city.actor("wang"), pinned=True, at=NOW)
    assert [(f.name, f.query) for f in saved.usable(city.actor("wang"), "cases")] == [
        ("B", "q=2"), ("A", "q=3"),
    ]  # fmt: skip
    with pytest.raises(Missing):
        saved.save(**mine, name=" ", query="")


def test_a_person_keeps_at_most_forty_filters(city: City) -> None:
    mine: dict[str, Any] = {"actor": city.actor("wang"), "desk": "cases", "at": NOW}
    for n in range(saved.MOST):
        saved.save(**mine, name=f"第{n}个", query="")
    with pytest.raises(saved.TooManyFilters):
        saved.save(**mine, name="又一个", query="")
    saved.save(**mine, name="第0个", query="q=改")
