"""One row: its facts, what refuses it, what is only left out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.exchange.rules.mapping import Plan, guess
from huiying.exchange.rules.refusals import REASONS, BadRow
from huiying.exchange.rules.row import REMARKS, Row
from huiying.exchange.rules.rows import Reading, fields_with_day_first
from huiying.lib.coordinates import Crs, gcj02_to_wgs84
from tests.exchange.samples import DISTRICT, district_row

NOW = datetime(2026, 3, 20, 1, 0, tzinfo=UTC)
HEADERS = (
    "工单编号", "标题", "主要内容", "受理时间", "办结时间", "工单状态", "经度", "纬度", "是否解决",
    "是否满意", "备注",
)  # fmt: skip


def reading(headers: tuple[str, ...] = HEADERS, crs: Crs = Crs.WGS84) -> Reading:
    return Reading(Plan.of(headers, guess(headers).columns), "hotline", crs, NOW)


def cells(**changes: object) -> list[object]:
    facts: dict[str, object] = dict.fromkeys(HEADERS, "")
    facts |= {"工单编号": "17", "标题": "路灯不亮", "受理时间": "2026-03-01 09:00"}
    return list((facts | changes).values())


def read(**changes: object) -> Row:
    row = reading().read(2, cells(**changes))
    assert isinstance(row, Row), row
    return row


def refused(**changes: object) -> BadRow:
    row = reading().read(2, cells(**changes))
    assert isinstance(row, BadRow), row
    return row


def test_a_district_row_is_read_whole() -> None:
    row = reading(DISTRICT).read(3, district_row())
    assert isinstance(row, Row)
    assert (row.number, row.kind, row.state) == ("20260301000017", "complaint", "closed")
    assert row.received == datetime(2026, 2, 28, 16, 0, tzinfo=UTC)  # the day in the number
    assert row.closed == datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
    assert (row.solved, row.satisfied) == ("yes", "fairly")
    assert row.area == ("青禾区", "泉河街道", "幸福里社区")
    assert row.reply == "已修复\n灯已换新，当晚恢复照明。"
    assert row.extra["标签"] == "夜间"
    assert "received_from_number" in row.remarks


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"工单编号": ""}, "no_number", "工单编号"),
        ({"工单编号": "9" * 65}, "long_number", "工单编号"),
        ({"受理时间": ""}, "no_received", "受理时间"),
        ({"受理时间": "昨天"}, "bad_time", "受理时间"),
        ({"办结时间": "很快"}, "bad_time", "办结时间"),
        ({"标题": ""}, "no_text", "标题"),
    ],
)
def test_few_things_refuse_a_row_and_each_says_where(
    changes: dict[str, object], code: str, column: str
) -> None:
    bad = refused(**changes)
    assert (bad.code, bad.column, bad.line) == (code, column, 2)
    assert bad.hint
    assert "%" not in str(bad)


def test_a_closing_before_receipt_is_not_used_but_its_words_are_kept() -> None:
    row = read(办结时间="2025-03-02 09:00")
    assert "closed_before" in row.remarks
    assert row.extra["办结时间"] == "2025-03-02 09:00"


def test_rows_with_more_or_fewer_cells_than_headers_are_refused() -> None:
    short = reading().read(5, cells()[:-1])
    long = reading().read(6, [*cells(), "多出来的"])
    assert isinstance(short, BadRow)
    assert isinstance(long, BadRow)
    assert (short.code, long.code) == ("ragged_short", "ragged_long")
    assert isinstance(reading().read(7, [*cells(), "", ""]), Row)  # empty ones are no harm


def test_a_closing_day_without_a_time_is_not_before_the_morning_of_receipt() -> None:
    row = read(办结时间="2026-03-01")
    assert row.state == "closed"
    assert row.closed == row.received
    assert "closed_same_day" in row.remarks


@pytest.mark.parametrize(
    ("lon", "lat", "remark"),
    [
        ("-77", "39", "point_whole_degrees"), ("116", "40.31", "point_whole_degrees"),
        ("0", "0", "point_zero"), ("500.5", "40.3", "point_out_of_range"),
        ("东", "40.3", "point_not_a_number"),
    ],
)  # fmt: skip
def test_dirty_coordinates_are_dropped_and_kept_as_text(lon: str, lat: str, remark: str) -> None:
    row = read(经度=lon, 纬度=lat)
    assert row.point is None
    assert remark in row.remarks
    assert (row.extra["经度"], row.extra["纬度"]) == (lon, lat)


def test_swapped_coordinates_are_put_right() -> None:
    row = read(经度="40.31", 纬度="116.63")
    assert row.point == (116.63, 40.31)
    assert "point_swapped" in row.remarks


def test_points_of_chinese_maps_are_converted() -> None:
    row = reading(crs=Crs.GCJ02).read(2, cells(经度="116.63", 纬度="40.31"))
    assert isinstance(row, Row)
    assert row.point == pytest.approx(tuple(gcj02_to_wgs84(116.63, 40.31)))


def test_a_person_who_asked_for_secrecy_leaves_no_contact() -> None:
    for changes in ({"来电人": "保密"}, {"来电人电话/账号": "（保密）"}):
        row = reading(DISTRICT).read(3, district_row(**changes))
        assert isinstance(row, Row)
        assert row.confidential
        assert (row.name, row.phone, row.email) == ("", "", "")


def test_half_an_answer_is_no_call_back() -> None:
    row = read(办结时间="2026-03-02 09:00", 是否解决="解决", 是否满意="未评价")
    assert (row.solved, row.satisfied) == ("", "")
    assert row.extra["是否解决"] == "解决"
    assert "answers_incomplete" in row.remarks


def test_a_title_is_made_of_the_text_and_a_long_one_moves_into_it() -> None:
    assert read(标题="", 主要内容="小区门口路灯\n坏了").title == "小区门口路灯 坏了"
    row = read(标题="长" * 230)
    assert (len(row.title), row.body) == (200, "长" * 230)


def test_the_order_of_day_and_month_is_found_out_from_the_whole_column() -> None:
    plan = reading().plan
    sample = [cells(受理时间="03/02/2026"), cells(受理时间="25/02/2026")]
    assert fields_with_day_first(plan, sample) == {"received"}


CELL = st.one_of(st.none(), st.text(max_size=30), st.floats(), st.integers(), st.datetimes())


@given(st.lists(CELL, min_size=len(HEADERS), max_size=len(HEADERS)))
def test_no_cells_break_the_reading(given_cells: list[object]) -> None:
    row = reading().read(9, given_cells)
    if isinstance(row, BadRow):
        assert row.code in REASONS
        assert str(row)
    else:
        assert row.title
        assert len(row.title) <= 200
        assert row.closed is None or row.closed >= row.received
        assert (row.state == "closed") == (row.closed is not None)
        assert set(row.remarks) <= set(REMARKS)


@given(st.lists(CELL, max_size=len(HEADERS) + 2))
def test_judging_a_row_decides_as_reading_it_does(given_cells: list[object]) -> None:
    judged, row = reading().judge(9, given_cells), reading().read(9, given_cells)
    assert judged == (row if isinstance(row, BadRow) else row.number)
