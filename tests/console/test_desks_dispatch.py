"""李强 works through the tray: the proposal is in the row, one key sends the case."""

from __future__ import annotations

import pytest
from django.test import Client

from huiying.cases.models import Case
from huiying.dispatch import actions as dispatch
from huiying.dispatch.models import Assignment, Rule, RuleSet
from huiying.dispatch.queries import forget_rules
from tests.city import City, later
from tests.console import scenes
from tests.console.conftest import Desk
from tests.console.rows import constant, lamp_rule, publish, sent_back

pytestmark = pytest.mark.django_db
TRAY = "/desk/dispatch/"


def accept(city: City, case: Case, unit: str = "lamps") -> dict[str, object]:
    return {"unit": city.unit(unit), "version": case.version}


def test_a_row_shows_the_proposed_unit_and_why(city: City, desk: Desk) -> None:
    publish(city, lamp_rule(city))
    city.receive()
    page = desk("li").get(TRAY).content.decode()
    assert "派给区城市管理委" in page
    assert "规则“路灯归城管”" in page
    assert "分类在所列分类之下" in page


def test_accepting_sends_the_case_with_the_rule_as_the_reason(city: City, desk: Desk) -> None:
    publish(city, lamp_rule(city, assisting=(city.unit("quanhe"),)))
    case = city.receive()
    answer = desk("li").post(f"{TRAY}{case.number}/accept/", accept(city, case))
    assert answer.status_code == 302
    lead = Assignment.objects.get(case=case, role="lead")
    assert lead.unit_id == city.unit("lamps")
    assert lead.rule is not None
    assert lead.rule.name == "路灯归城管"
    assert lead.trace["because"] == ["分类在所列分类之下"]
    assert Assignment.objects.get(case=case, role="assist").unit_id == city.unit("quanhe")


def test_with_htmx_the_row_turns_into_what_was_done(city: City, desk: Desk) -> None:
    publish(city, lamp_rule(city))
    case = city.receive()
    answer = desk("li").post(
        f"{TRAY}{case.number}/accept/", accept(city, case), headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "已派给区城市管理委" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_proposal_that_changed_meanwhile_is_not_followed(city: City, desk: Desk) -> None:
    publish(city, lamp_rule(city))
    case = city.receive()
    seen = accept(city, case)
    publish(city, lamp_rule(city, lead_unit_id=city.unit("housing")))
    answer = desk("li").post(f"{TRAY}{case.number}/accept/", seen, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "建议单位已经变了" in answer.content.decode()
    assert Case.objects.get(pk=case.pk).state == "filed"


def test_a_stale_row_changes_nothing(city: City, desk: Desk) -> None:
    publish(city, lamp_rule(city))
    case = city.receive()
    answer = desk("li").post(
        f"{TRAY}{case.number}/accept/", accept(city, case) | {"version": case.version - 1}
    )
    assert answer.status_code == 409
    assert Case.objects.get(pk=case.pk).state == "filed"


def test_a_returned_row_tells_who_why_and_what_the_rule_had_said(city: City, desk: Desk) -> None:
    publish(city, lamp_rule(city))
    case = city.receive()
    desk("li").post(f"{TRAY}{case.number}/accept/", accept(city, case))
    case.refresh_from_db()
    dispatch.return_case(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=3, minutes=5),
        text="灯杆属于小区物业", basis="三定方案第四条", proposed_unit_id=city.unit("housing"),
    )  # fmt: skip
    page = desk("li").get(f"{TRAY}?tab=returned").content.decode()
    for words in (
        "灯杆属于小区物业",
        "三定方案第四条",
        "区住房建设委",
        "第 1 次",
        "规则“路灯归城管”",
    ):
        assert words in page


def test_one_key_follows_the_returning_unit_and_never_sends_it_back_there(
    city: City, desk: Desk
) -> None:
    publish(city, lamp_rule(city))
    case = sent_back(city, city.receive())
    client = desk("li")
    page = client.get(f"{TRAY}?tab=returned").content.decode()
    assert "派给区住房建设委" in page
    assert "派给区城市管理委" not in page
    refused = client.post(
        f"{TRAY}{case.number}/accept/", accept(city, case), headers={"HX-Request": "true"}
    )
    assert refused.status_code == 422
    client.post(f"{TRAY}accept/", {"pick": [f"{case.pk}:{case.version}"]})
    assert Case.objects.get(pk=case.pk).state == "returned"
    client.post(f"{TRAY}{case.number}/accept/", accept(city, case, "housing"))
    lead = Assignment.objects.get(case=case, open=True, role="lead")
    assert (lead.unit_id, lead.rule_id) == (city.unit("housing"), None)
    assert lead.trace["because"] == ["区城市管理委退单时建议"]


def test_at_the_limit_only_a_designation_is_offered_and_only_a_supervisor_may(
    city: City, desk: Desk
) -> None:
    publish(city, lamp_rule(city))
    case = sent_back(city, city.receive(), times=2)
    page = desk("li").get(f"{TRAY}?tab=returned").content.decode()
    assert "退单已到上限" in page
    assert f"{case.number}/accept/" not in page
    choose = f"{TRAY}{case.number}/choose/"
    assert desk("li").get(choose).status_code == 403
    supervisor = desk("zhou")
    form = supervisor.get(choose).context["form"]
    answer = supervisor.post(
        choose,
        {"version": form["version"].value(), "once": "1", "unit": city.unit("housing"),
         "level": "general", "text": "会商纪要〔2026〕1号"},
    )  # fmt: skip
    assert answer.status_code == 302
    assert Assignment.objects.get(case=case, open=True, role="lead").binding


def test_another_unit_can_be_chosen_with_level_and_helpers(city: City, desk: Desk) -> None:
    case = city.receive()
    choose = f"{TRAY}{case.number}/choose/"
    client = desk("li")
    assert client.get(choose, headers={"HX-Request": "true"})["HX-Retarget"] == f"#choose-{case.pk}"
    answer = client.post(
        choose,
        {"version": case.version, "once": "1", "unit": city.unit("quanhe"), "level": "urgent",
         "assisting": [city.unit("lamps")], "text": "先到现场"},
    )  # fmt: skip
    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.level, case.lead_unit_id) == (
        "dispatched", "urgent", city.unit("quanhe"),
    )  # fmt: skip


def test_a_form_with_a_mistake_keeps_what_was_typed(city: City, desk: Desk) -> None:
    case = city.receive()
    answer = desk("li").post(
        f"{TRAY}{case.number}/choose/",
        {"version": case.version, "once": "1", "unit": "", "level": "general", "text": "留着这句"},
    )
    assert answer.status_code == 422
    assert "留着这句" in answer.content.decode()


def test_checked_rows_are_sent_one_by_one_and_each_has_its_answer(city: City, desk: Desk) -> None:
    publish(city, lamp_rule(city))
    good, stale = city.receive(), city.receive(title="另一盏灯")
    other = city.receive(category_id=city.categories["leak"].pk, title="屋顶漏水")
    picks = [f"{good.pk}:{good.version}", f"{stale.pk}:99", f"{other.pk}:{other.version}"]
    answer = desk("li").post(f"{TRAY}accept/", {"pick": picks})
    page = answer.content.decode()
    assert "已派给区城市管理委" in page
    assert "没有可以直接采用的建议" in page
    states = dict(Case.objects.values_list("pk", "state"))
    assert states == {good.pk: "dispatched", stale.pk: "filed", other.pk: "filed"}


def test_nothing_checked_says_so(city: City, desk: Desk) -> None:
    answer = desk("li").post(f"{TRAY}accept/", follow=True)
    assert "请先勾选" in answer.content.decode()


def test_a_broken_rule_is_named_and_nothing_is_automatic(city: City, desk: Desk) -> None:
    broken = RuleSet.objects.create(
        version=1, title="旧规则", created_by_name="导入", created_at=later()
    )
    Rule.objects.create(
        rule_set=broken, position=5, name="坏规则", conditions={"kinds": "投诉"},
        lead_unit_id=city.unit("housing"),
    )  # fmt: skip
    Rule.objects.create(
        rule_set=broken, position=10, name="兜底", conditions={}, lead_unit_id=city.unit("lamps")
    )
    RuleSet.objects.filter(pk=broken.pk).update(status="published", published_at=later())
    forget_rules()
    case = city.receive()
    client = desk("li")
    page = client.get(TRAY).content.decode()
    assert "5 坏规则" in page
    assert "有规则不能判断" in page
    assert 'name="pick"' not in page
    client.post(f"{TRAY}accept/", {"pick": [f"{case.pk}:{case.version}"]})
    assert Case.objects.get(pk=case.pk).state == "filed"


def test_urgent_cases_stand_above_the_others(city: City, desk: Desk) -> None:
    city.receive(title="普通的一件")
    city.receive(title="紧急的一件", level="urgent", at=later(hours=1))
    page = desk("li").get(TRAY).content.decode()
    assert page.index("紧急的一件") < page.index("普通的一件")


def test_requests_for_time_wait_in_their_tabs_and_are_decided_there(city: City, desk: Desk) -> None:
    case = scenes.extension_asked(city)
    client = desk("li")
    page = client.get(f"{TRAY}?tab=extension").content.decode()
    assert "灯具缺货" in page
    before = case.due_at
    client.post(f"{TRAY}{case.number}/decide/extension/", {"grant": "yes", "text": "同意"})
    case.refresh_from_db()
    assert before is not None
    assert case.due_at is not None
    assert case.due_at > before


def test_a_dispatcher_cannot_grant_a_suspension(city: City, desk: Desk) -> None:
    case = scenes.suspension_asked(city)
    answer = desk("li").post(f"{TRAY}{case.number}/decide/suspension/", {"grant": "yes"})
    assert answer.status_code == 403
    page = desk("zhou").get(f"{TRAY}?tab=suspension").content.decode()
    assert "等待道路改造" in page


@pytest.mark.parametrize("name", ["wang", "chen", "zhao", "wu", "he", "nobody"])
def test_others_have_no_tray(city: City, desk: Desk, name: str) -> None:
    case = city.receive()
    client = desk(name)
    assert client.get(TRAY).status_code == 403
    assert client.post(f"{TRAY}accept/", {"pick": [f"{case.pk}:1"]}).status_code == 403
    assert client.post(f"{TRAY}{case.number}/accept/").status_code == 403
    assert Case.objects.get(pk=case.pk).state == "filed"


def test_a_stranger_is_asked_to_sign_in(city: City) -> None:
    answer = Client().get(TRAY)
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


def test_sixty_rows_cost_as_many_queries_as_five(city: City, desk: Desk) -> None:
    publish(city, lamp_rule(city))
    for _n in range(5):
        city.receive()
    constant(desk("li"), TRAY, city.receive)


def test_sixty_returned_rows_cost_as_many_queries_as_five(city: City, desk: Desk) -> None:
    for _n in range(5):
        sent_back(city, city.receive())
    constant(desk("li"), f"{TRAY}?tab=returned", lambda: sent_back(city, city.receive()))
