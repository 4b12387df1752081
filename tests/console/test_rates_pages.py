"""何平 reads the three rates: part, whole and interval, down to the cases."""

from __future__ import annotations

import re

import pytest

from huiying.cases.actions import classify
from huiying.dispatch import actions as dispatch
from huiying.journal.delivery import deliver_pending
from huiying.oversight import actions as oversight
from huiying.oversight.actions import Answers
from huiying.scorecard.models import ExclusionRule
from tests.city import City, later
from tests.console import scenes
from tests.console.conftest import Desk
from tests.console.rows import queries_of

pytestmark = pytest.mark.django_db
RATES = "/desk/rates/"


def test_a_rate_stands_beside_what_it_is_a_share_of_and_how_sure_it_is(
    city: City, desk: Desk
) -> None:
    scenes.called_back(city)
    scenes.unhappy(city)
    deliver_pending(later(hours=3))
    page = desk("he").get(RATES).content.decode()
    assert "50.0%" in page
    assert "9%–91%" in page
    assert re.search(r">1</a> / 2", page)
    assert "95% 的 Wilson 区间" in page
    assert "计算到日志第" in page


def test_every_figure_opens_exactly_its_cases(city: City, desk: Desk) -> None:
    good, bad = scenes.called_back(city), scenes.unhappy(city)
    deliver_pending(later(hours=3))
    client = desk("he")
    for by in ("unit", "area", "category"):
        row = client.get(f"{RATES}?by={by}").context["page"].rows[0]
        solved = row.cells[1]
        yes = client.get(solved.url).context["page"].lines
        no = client.get(solved.url_no).context["page"].lines
        assert [one.row.number for one in yes] == [good.number]
        assert [one.row.number for one in no] == [bad.number]
        counted = client.get(row.counted_url).context["page"].lines
        assert {one.row.number for one in counted} == {good.number, bad.number}


def test_an_excluded_case_is_shown_with_rule_and_approver(city: City, desk: Desk) -> None:
    ExclusionRule.objects.create(
        code="u", name="经认定不合理的诉求", unreasonable=True, approved_by_name="区政务服务局",
        effective_from="2026-01-01",
    )  # fmt: skip
    case = scenes.excuse_asked(city)
    oversight.decide_excuse(
        case_id=case.pk, actor=city.actor("zhou"), at=later(hours=3), grant=True
    )
    deliver_pending(later(hours=4))
    client = desk("he")
    total = client.get(RATES).context["page"].total
    assert total.line.excluded == 1
    page = client.get(total.excluded_url).content.decode()
    assert case.number in page
    assert "剔除规则：经认定不合理的诉求；批准：周军" in page


def test_one_goes_down_the_tree_and_up_again(city: City, desk: Desk) -> None:
    scenes.called_back(city)
    leak = scenes.called_back(city)
    classify(case_id=leak.pk, actor=city.actor("li"), at=later(hours=3),
             changes={"category_id": city.categories["leak"].pk})  # fmt: skip
    deliver_pending(later(hours=3))
    client = desk("he")
    top = client.get(f"{RATES}?by=category").context["page"]
    assert {row.label for row in top.rows} == {"城市管理", "住房建设"}
    down = next(row.deeper for row in top.rows if row.label == "城市管理")
    below = client.get(down).context["page"]
    assert [row.label for row in below.rows] == ["路灯"]
    assert [crumb.label for crumb in below.crumbs] == ["全部", "城市管理"]


def test_the_worst_rate_comes_first_when_sorted_by_it(city: City, desk: Desk) -> None:
    scenes.called_back(city)
    scenes.unhappy(city)
    case = scenes.dispatched(city, "housing")
    dispatch.sign(case_id=case.pk, actor=city.actor("sun"), at=later(hours=1))
    dispatch.report(case_id=case.pk, actor=city.actor("sun"), at=later(hours=2), text="已处理")
    oversight.call_back(
        case_id=case.pk, actor=city.actor("wang"), at=later(hours=2),
        answers=Answers(True, solved="no", satisfied="no", why_not="没修"),
    )  # fmt: skip
    deliver_pending(later(hours=3))
    rows = desk("he").get(f"{RATES}?sort=solved").context["page"].rows
    assert [row.label for row in rows] == ["区住房建设委", "区城市管理委"]


def test_a_month_without_calls_says_what_is_missing(city: City, desk: Desk) -> None:
    page = desk("he").get(f"{RATES}?month=2025-01").content.decode()
    assert "这个月还没有可以计算的回访" in page
    assert desk("he").get(f"{RATES}?month=soon&unit=x&by=y&sort=z").status_code == 200


def test_a_unit_sees_its_own_figures_only(city: City, desk: Desk) -> None:
    case = scenes.called_back(city)
    deliver_pending(later(hours=3))
    assert case.number in desk("chen").get(f"{RATES}records/?month=2026-03").content.decode()
    assert case.number not in desk("sun").get(f"{RATES}records/?month=2026-03").content.decode()


@pytest.mark.parametrize("name", ["wang", "nobody"])
def test_others_have_no_rates(city: City, desk: Desk, name: str) -> None:
    for url in (RATES, f"{RATES}records/"):
        assert desk(name).get(url).status_code == 403


def test_more_cases_cost_no_more_queries(city: City, desk: Desk) -> None:
    scenes.called_back(city)
    deliver_pending(later(hours=3))
    client = desk("he")
    for url in (RATES, f"{RATES}records/?month=2026-03"):
        few = queries_of(client, url)
        for _n in range(6):
            scenes.unhappy(city)
        deliver_pending(later(hours=4))
        assert len(queries_of(client, url)) <= len(few)


def test_the_table_goes_out_with_its_numerators(city: City, desk: Desk) -> None:
    scenes.called_back(city)
    scenes.unhappy(city)
    deliver_pending(later(hours=3))
    answer = desk("he").get(f"{RATES}export.csv?month=2026-03")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("名称,计入件数,响应率,分子,区间下限,区间上限,解决率")
    assert lines[1].startswith("区城市管理委,2,1.0,2,")
    assert lines[2].startswith("合计,2,1.0,2,")
    assert desk("wang").get(f"{RATES}export.xlsx").status_code == 403
