"""陈静 and 赵敏 work through what their units have."""

from __future__ import annotations

from typing import Any

import pytest

from huiying.cases.models import Case
from huiying.console.desks.unit import next_verb
from huiying.dispatch import actions as dispatch
from huiying.dispatch import inbox
from huiying.dispatch.inbox import Wanted
from huiying.oversight import actions as oversight
from tests.city import City, later
from tests.console import scenes
from tests.console.conftest import Clock, Desk
from tests.console.rows import constant

pytestmark = pytest.mark.django_db
INBOX = "/desk/unit/"


def numbers(city: City, name: str, tab: str, hours: float = 3) -> list[str]:
    found = inbox.read(city.actor(name), Wanted(tab), later(hours=hours))
    return [item.row.number for item in found.items]


def test_one_key_signs_and_tells_the_limit(city: City, desk: Desk) -> None:
    case = scenes.dispatched(city)
    client = desk("chen")
    assert "签收" in client.get(INBOX).content.decode()
    answer = client.post(
        f"{INBOX}{case.number}/sign/", {"version": case.version}, headers={"HX-Request": "true"}
    )
    assert "已签收，办结时限 2026-03-12 18:00" in answer.content.decode()
    assert Case.objects.get(pk=case.pk).state == "handling"


def test_checked_cases_are_signed_one_by_one(city: City, desk: Desk) -> None:
    first, second = scenes.dispatched(city), scenes.dispatched(city, title="第二盏灯")
    foreign = scenes.dispatched(city, "housing")
    picks = [f"{c.pk}:{c.version}" for c in (first, second, foreign)]
    page = desk("chen").post(f"{INBOX}sign/", {"pick": picks}).content.decode()
    assert first.number in page
    assert foreign.number not in page
    states = dict(Case.objects.values_list("pk", "state"))
    assert states == {
        first.pk: "handling", second.pk: "handling", foreign.pk: "dispatched",
    }  # fmt: skip


def test_each_tab_holds_what_its_name_says(city: City, desk: Desk) -> None:
    to_sign, going = scenes.dispatched(city), scenes.handling(city)
    reported, helping = scenes.reported(city), scenes.with_helper(city)
    done = scenes.closed(city)
    back = scenes.reported(city)
    oversight.rework(case_id=back.pk, actor=city.actor("wu"), at=later(hours=3), text="仍不亮")
    assert numbers(city, "chen", "sign") == [to_sign.number]
    assert numbers(city, "chen", "reported") == [reported.number]
    assert numbers(city, "chen", "rework") == [back.number]
    assert numbers(city, "chen", "done") == [done.number]
    assert set(numbers(city, "chen", "all")) == {
        to_sign.number, going.number, helping.number, back.number,
    }  # fmt: skip
    assert numbers(city, "sun", "assist") == [helping.number]
    assert numbers(city, "sun", "all") == [helping.number]


def test_the_counts_on_the_tabs_are_the_rows_in_them(city: City) -> None:
    for make in (scenes.dispatched, scenes.handling, scenes.reported, scenes.with_helper):
        make(city)
    for hours in (3, 6, 200):
        counts = inbox.counts(city.actor("chen"), Wanted(), later(hours=hours))
        for tab, number in counts.items():
            assert len(numbers(city, "chen", tab, hours)) == number, (tab, hours)
    assert counts["overdue"] == 3


def test_what_is_overdue_says_so_in_words(city: City, desk: Desk, clock: Clock) -> None:
    scenes.handling(city)
    clock.at = later(days=5)
    page = desk("chen").get(f"{INBOX}?tab=overdue").content.decode()
    assert "超期" in page
    assert "下一步：办结" in page


def test_a_street_sees_its_communities_and_can_narrow_to_one(city: City, desk: Desk) -> None:
    above = scenes.dispatched(city, "quanhe")
    below = scenes.dispatched(city, "xingfu", title="社区的一件")
    client = desk("zhao")
    page = client.get(INBOX).content.decode()
    assert above.number in page
    assert below.number in page
    narrowed = client.get(f"{INBOX}?unit={city.unit('xingfu')}").content.decode()
    assert above.number not in narrowed
    assert below.number in narrowed


def test_one_colleagues_work_can_be_looked_at(city: City, desk: Desk) -> None:
    case, other = scenes.handling(city), scenes.dispatched(city, title="还没人签")
    page = desk("chen").get(f"{INBOX}?tab=all&person={city.people['chen'].pk}").content.decode()
    assert case.number in page
    assert other.number not in page


def test_cases_about_the_unit_never_show_in_its_inbox(city: City) -> None:
    case = scenes.dispatched(city)
    Case.objects.filter(pk=case.pk).update(accused_unit_id=city.unit("lamps"))
    assert numbers(city, "chen", "sign") == []
    assert inbox.counts(city.actor("chen"), Wanted(), later(hours=3))["sign"] == 0
    assert inbox.to_sign(city.actor("chen"), later(hours=3)) == 0


def test_phone_numbers_in_words_are_masked_when_confidentiality_was_asked(
    city: City, desk: Desk
) -> None:
    scenes.dispatched(city, title="请回电 13912345678", confidential=True)
    page = desk("chen").get(INBOX).content.decode()
    assert "139****5678" in page
    assert "13912345678" not in page


def test_the_pages_walk_through_all_rows_and_back(city: City) -> None:
    made = [scenes.dispatched(city, title=f"第 {n} 件").number for n in range(7)]
    actor, at, seen, place = city.actor("chen"), later(hours=1), [], ""
    while True:
        page = inbox.read(actor, Wanted("sign"), at, place=place, size=3)
        seen.append([item.row.number for item in page.items])
        if not page.next:
            break
        place = page.next
    assert [n for part in seen for n in part] == made
    previous = inbox.read(actor, Wanted("sign"), at, place=page.previous, size=3)
    assert [item.row.number for item in previous.items] == seen[-2]


def test_the_list_prints_whole_without_the_buttons(city: City, desk: Desk) -> None:
    case = scenes.handling(city)
    page = desk("chen").get(f"{INBOX}?tab=all&print=1").content.decode()
    assert case.number in page
    assert "data-print" in page
    assert "反馈结果" not in page


def test_a_row_leads_to_what_is_open_near_by(city: City, desk: Desk) -> None:
    scenes.handling(city)
    page = desk("chen").get(f"{INBOX}?tab=all").content.decode()
    area, category = city.areas["quanhe"].pk, city.categories["lamp"].pk
    assert f"/desk/cases/?area={area}&amp;category={category}&amp;stage=open" in page


@pytest.mark.parametrize("name", ["wang", "li", "zhou", "wu", "he", "nobody"])
def test_others_have_no_unit_inbox(city: City, desk: Desk, name: str) -> None:
    case = scenes.dispatched(city)
    client = desk(name)
    assert client.get(INBOX).status_code == 403
    assert client.post(f"{INBOX}{case.number}/sign/").status_code == 403
    assert client.post(f"{INBOX}sign/", {"pick": [f"{case.pk}:1"]}).status_code == 403


def test_another_unit_cannot_sign(city: City, desk: Desk) -> None:
    case = scenes.dispatched(city)
    answer = desk("sun").post(f"{INBOX}{case.number}/sign/", {"version": case.version})
    assert answer.status_code == 404
    assert Case.objects.get(pk=case.pk).state == "dispatched"


def test_sixty_rows_cost_as_many_queries_as_five(city: City, desk: Desk) -> None:
    for _n in range(5):
        scenes.dispatched(city)
    constant(desk("chen"), INBOX, lambda: scenes.dispatched(city))


def test_the_button_of_a_row_is_the_step_that_really_comes_next(
    city: City, desk: Desk, clock: Clock
) -> None:
    """接单 → 签收 → 联系 → 阶段反馈 → 反馈结果; afterwards the unit has nothing to do."""
    case, chen = city.receive(category_id=city.categories["road"].pk), city.actor("chen")
    who: dict[str, Any] = {"case_id": case.pk, "actor": chen}
    dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=later(minutes=5)
    )
    steps = [next_of(city, "chen")]
    dispatch.sign(**who, at=later(hours=1))
    steps.append(next_of(city, "chen"))
    dispatch.contact(**who, at=later(hours=1), text="已联系")
    steps.append(next_of(city, "chen"))
    dispatch.progress(**who, at=later(hours=2), text="已派工")
    steps.append(next_of(city, "chen"))
    page = desk("chen").get(f"{INBOX}?tab=all").content.decode()
    assert f'href="/desk/case/{case.number}/report/"' in page
    dispatch.report(**who, at=later(hours=2), text="已修好")
    steps.append(next_of(city, "chen"))
    assert steps == ["sign", "contact", "progress", "report", ""]


def test_a_helper_contributes_and_a_paused_case_is_resumed(city: City) -> None:
    scenes.with_helper(city)
    assert next_of(city, "sun") == "contribute"
    paused = scenes.suspended(city)
    found = inbox.read(city.actor("chen"), Wanted("all"), later(hours=3)).items
    assert {i.row.number: next_verb(i) for i in found}[paused.number] == "resume"


def next_of(city: City, name: str) -> str:
    """The button of the only row in somebody's inbox; "" when no row has one."""
    found = inbox.read(city.actor(name), Wanted("all"), later(hours=3)).items
    return next((next_verb(item) for item in found), "")


def test_a_transferred_case_moves_to_the_community(city: City, desk: Desk) -> None:
    case = scenes.dispatched(city, "quanhe")
    dispatch.transfer(
        case_id=case.pk, unit_id=city.unit("xingfu"), actor=city.actor("zhao"), at=later(hours=1)
    )
    assert numbers(city, "xu", "sign") == [case.number]
