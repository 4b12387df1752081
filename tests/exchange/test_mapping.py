"""Headers of real exports are recognised; what a person says goes before any guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.exchange.rules.fields import CHOICES, FIELDS, IGNORE, KEEP
from huiying.exchange.rules.layouts import GENERAL, LAYOUTS, recognise
from huiying.exchange.rules.mapping import (
    HeaderNotUnderstood,
    Plan,
    check,
    combine,
    distinct,
    guess,
    key_of,
)
from tests.exchange.samples import DISTRICT

CENTRE = (
    "序号", "工单编号", "主要内容", "问题点位", "来电人", "联系方式", "被反映区", "被反映街道",
    "问题标题", "创建时间", "派单时间", "问题分类", "一级问题分类", "二级问题分类", "三级问题分类",
    "四级问题分类", "五级问题分类", "承办单位", "承办单位流转过程", "承办单位转派时间", "工单状态",
    "工单类型", "处理结果", "办结时间", "填单时间", "派单类型", "提交人", "是否解决", "是否满意",
    "回复市中心时间", "是否经过指挥协调", "是否接近到期时间",
)  # fmt: skip
SHANGHAI = (
    "taskid", "description", "discovertime", "infobcname", "infoscname", "streetname",
    "communityname", "infotypename", "address", "x", "y", "executedeptname",
)  # fmt: skip
JINAN = ("gdbh", "name", "gdzt", "bldlx", "jjcd", "reply", "imageUrl", "audioUrl")


def by_field(headers: tuple[str, ...]) -> dict[str, str]:
    columns = guess(headers).columns
    return {field: header for header, field in columns.items() if field in FIELDS}


def test_a_district_export_is_known_by_its_columns() -> None:
    found = guess(DISTRICT)
    assert (found.layout, found.channel) == ("beijing_district", "hotline")
    fields = by_field(DISTRICT)
    assert fields["number"] == "工单编号"
    assert fields["phone"] == "来电人电话/账号"
    assert fields["outcome"] == "办理结果"
    assert fields["reply"] == "回复内容"
    assert found.columns["标签"] == found.columns["企业名称"] == KEEP


def test_a_sub_centre_export_is_known_and_its_row_serials_are_left_out() -> None:
    found = guess(CENTRE)
    assert found.layout == "beijing_centre"
    fields = by_field(CENTRE)
    assert fields["received"] == "创建时间"
    assert fields["dispatched"] == "派单时间"
    assert fields["category3"] == "三级问题分类"
    assert fields["reply"] == "处理结果"
    assert found.columns["序号"] == IGNORE
    assert found.columns["填单时间"] == found.columns["承办单位流转过程"] == KEEP


def test_shanghai_and_jinan_speak_their_own_language() -> None:
    assert guess(SHANGHAI).layout == "shanghai_grid"
    assert by_field(SHANGHAI)["street"] == "streetname"
    assert by_field(SHANGHAI)["unit"] == "executedeptname"
    assert guess(JINAN).layout == "jinan_lixia"
    assert by_field(JINAN)["unit"] == "name"


def test_a_second_phone_is_not_kept_in_clear() -> None:
    columns = guess(["工单编号", "标题", "联系电话", "备用电话", "身份证号"]).columns
    assert columns["联系电话"] == "phone"
    assert columns["备用电话"] == columns["身份证号"] == IGNORE


def test_stars_blanks_and_case_of_headers_do_not_matter() -> None:
    columns = guess(["* 工单编号", "标 题", "ＬＡＴ", "sr_type"]).columns
    assert list(columns.values()) == ["number", "title", "lat", "category"]


def test_what_a_person_said_wins_and_a_guess_never_doubles_it() -> None:
    headers = ["工单编号", "标题", "我们的标题"]
    columns = combine(headers, {"我们的标题": "title"}, guess(headers).columns)
    assert columns == {"工单编号": "number", "标题": KEEP, "我们的标题": "title"}


def test_a_header_without_number_or_words_is_not_understood() -> None:
    with pytest.raises(HeaderNotUnderstood) as no:
        check(guess(["甲", "乙"]).columns)
    assert "“编号”和“标题”或“内容”" in str(no.value)
    with pytest.raises(HeaderNotUnderstood) as no:
        check({"甲": "number", "乙": "number", "丙": "title"})
    assert "编号" in str(no.value)


def test_headers_are_remembered_whatever_their_order() -> None:
    assert key_of(["标题", "工单编号"]) == key_of(["工单编号", "标题"])
    assert key_of(["标题"]) != key_of(["工单编号"])


def test_empty_and_repeated_headers_get_names() -> None:
    assert distinct(["标题", "", "标题"]) == ["标题", "第 2 列", "标题 (2)"]


def test_every_alias_is_a_field_and_every_layout_recognises_itself() -> None:
    assert set(GENERAL) <= set(FIELDS)
    for layout in LAYOUTS:
        assert recognise(list(layout.marks)) is layout


@given(st.lists(st.text(max_size=20), max_size=30))
def test_any_headers_give_each_field_at_most_once(headers: list[str]) -> None:
    named = distinct(headers)
    columns = guess(named).columns
    taken = [target for target in columns.values() if target in FIELDS]
    assert len(taken) == len(set(taken))
    assert set(columns.values()) <= set(CHOICES)
    assert set(Plan.of(named, columns).places) == set(taken)
