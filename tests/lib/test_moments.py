"""Every layout of a moment that real exports use is read; nothing is guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.moments import NotAMoment, day_first, parse_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
AFTERNOON = datetime(2018, 3, 5, 6, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2018-03-05 14:20:00",
        "2018/3/5 14:20",
        "2018年3月5日 14时20分",
        "2018年3月5日14时20分00秒",
        "20180305142000",
        "03/05/2018 02:20:00 PM",
        "2018-03-05T06:20:00Z",
        "2018-03-05T14:20:00+08:00",
        "２０１８－０３－０５　１４：２０",
        datetime(2018, 3, 5, 14, 20),  # noqa: DTZ001 (a cell of Excel)
        43164.597222222226,
        "43164.597222222226",
        "2018/3/5 下午2:20",
        "2018年3月5日 下午 2时20分",
        "2018年03月05日 星期一 14:20",
        "2018-03-05 2:20PM",
        "2018-03-05 14:20:00.0",
    ],
)
def test_the_same_afternoon_in_many_layouts(text: object) -> None:
    assert parse_moment(text) == AFTERNOON


def test_a_day_without_a_time_is_its_first_moment() -> None:
    start = datetime(2018, 3, 5, tzinfo=SHANGHAI)
    assert parse_moment("2018-03-05") == start
    assert parse_moment(date(2018, 3, 5)) == start
    assert parse_moment(20180305) == start


def test_an_empty_cell_is_no_moment() -> None:
    assert parse_moment(None) is None
    assert parse_moment("  ") is None


@pytest.mark.parametrize(
    "text",
    [
        "昨天",
        "2018-13-05",
        "2018-02-30",
        "0001-01-01",
        "12345678901",
        "20181399",
        "32839",
        "99999.5",
    ],
)
def test_what_is_not_a_moment_is_refused_with_examples(text: str) -> None:
    with pytest.raises(NotAMoment, match=text):
        parse_moment(text)


@given(
    st.one_of(st.integers(), st.floats(), st.text(), st.text("0123456789-/:. 年月日时分TZ午上下"))
)
def test_whatever_stands_in_a_cell_becomes_a_moment_or_a_refusal(value: object) -> None:
    try:
        found = parse_moment(value)
    except NotAMoment:
        return
    assert found is None or found.tzinfo is UTC


def test_hours_of_the_chinese_half_days() -> None:
    nine = datetime(2018, 3, 5, 9, tzinfo=SHANGHAI)
    assert parse_moment("2018/3/5 上午9:00") == nine
    assert parse_moment("２０１８年３月５日　９时") == nine
    assert parse_moment("2018/3/5 上午12:30") == nine.replace(hour=0, minute=30)
    assert parse_moment("2018/3/5 下午12:30") == nine.replace(hour=12, minute=30)
    assert parse_moment("2018/3/5 下午14:20") == nine.replace(hour=14, minute=20)


def test_noon_and_midnight_of_the_twelve_hour_clock() -> None:
    noon, midnight = parse_moment("01/02/2019 12:00:00 PM"), parse_moment("01/02/2019 12:00:00 AM")
    assert noon is not None
    assert midnight is not None
    assert (noon - midnight).total_seconds() == 12 * 3600


def test_the_column_decides_whether_the_day_stands_first() -> None:
    assert day_first(["01/02/2019", "31/12/2018"])
    assert not day_first(["01/02/2019", "12/31/2018"])
    assert parse_moment("31/12/2018", days_first=True) == datetime(2018, 12, 31, tzinfo=SHANGHAI)


@given(st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001
def test_what_we_write_we_read(moment: datetime) -> None:
    local = moment.replace(microsecond=0, tzinfo=SHANGHAI)
    assert parse_moment(f"{local:%Y-%m-%d %H:%M:%S}") == local
    assert parse_moment(f"{local:%Y/%m/%d %H:%M:%S}") == local
    assert parse_moment(f"{local:%m/%d/%Y %I:%M:%S %p}") == local
