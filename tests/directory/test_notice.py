"""The State Council's notice, pasted as it is, becomes the year's working days."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.directory.rules.notice import BadNotice, year_of

OF_2025 = """\
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。"""
OF_2026 = """\
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"""


@pytest.mark.parametrize(("year", "notice"), [(2025, OF_2025), (2026, OF_2026)])
def test_real_notices_give_the_days_that_were_worked(year: int, notice: str) -> None:
    days = year_of(year, notice)
    assert len(days) == 365
    wrong = [d for d, (working, _) in days.items() if working != chinese_calendar.is_workday(d)]
    assert wrong == []


def test_days_carry_the_names_that_people_know() -> None:
    days = year_of(2026, OF_2026)
    assert days[date(2026, 2, 17)] == (False, "春节")
    assert days[date(2026, 2, 14)] == (True, "春节调休")
    assert days[date(2026, 3, 10)] == (True, "")
    assert year_of(2025, OF_2025)[date(2025, 10, 6)] == (False, "国庆节、中秋节")


def test_days_at_new_year_may_lie_in_the_old_one() -> None:
    days = year_of(2023, "一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。")
    assert days[date(2022, 12, 31)] == (False, "元旦")
    assert days[date(2023, 1, 2)] == (False, "元旦")
    assert year_of(2023, "元旦：12月31日至1月2日放假，共3天。") == days


def test_plain_dates_are_understood_as_well() -> None:
    days = year_of(2027, "春节: 2027-02-05 至 2027-02-11 放假；2027-02-14 上班")
    assert [d.day for d, (working, why) in days.items() if why == "春节"] == list(range(5, 12))
    assert days[date(2027, 2, 14)] == (True, "春节调休")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("元旦：1月1日（周四）放假1天。", "是周五，不是周四"),  # the notice of another year
        ("春节：2月5日（周五）至11日（周三）放假。", "是周四，不是周三"),
        ("清明节：4月4日至6日放假，共4天。", "共 4 天，日期却有 3 天"),
        ("劳动节：5月5日至1日放假。", "首尾颠倒"),
        ("劳动节：2月30日放假。", "没有“2月30日”"),
        ("劳动节：五一放假。", "没有看到日期"),
        ("元旦：1月1日放假。\n新年：1月1日放假。", "已在前面出现过"),
        ("全年无休", "没有找到任何放假日期"),
        ("", "没有找到任何放假日期"),
    ],
)
def test_what_cannot_be_right_is_refused_and_the_line_is_named(line: str, why: str) -> None:
    with pytest.raises(BadNotice) as refused:
        year_of(2027, line)
    assert why in str(refused.value)
    assert "通知的原文" in refused.value.hint


@given(st.dates(date(2027, 1, 1), date(2027, 12, 20)), st.integers(2, 8))
def test_a_span_is_off_from_its_first_to_its_last_day(first: date, length: int) -> None:
    last = first + timedelta(days=length - 1)
    line = f"某节：{first.month}月{first.day}日至{last.month}月{last.day}日放假，共{length}天。"
    days = year_of(2027, line)
    assert [d for d, (_, why) in days.items() if why] == [
        first + timedelta(days=n) for n in range(length)
    ]
