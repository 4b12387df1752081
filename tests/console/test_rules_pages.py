"""李强 writes rules without writing code; 周军 puts them in force."""

from __future__ import annotations

import pytest
from django.test import Client

from huiying.cases.models import Case
from huiying.dispatch import editions
from huiying.dispatch.models import Rule, RuleSet
from tests.city import City, later
from tests.console.conftest import Clock, Desk
from tests.console.rows import lamp_rule, publish, queries_of

pytestmark = pytest.mark.django_db
RULES = "/desk/rules/"


def draft(client: Client) -> str:
    return str(client.post(f"{RULES}draft/", {"title": ""})["Location"])


def filled(city: City, **more: object) -> dict[str, object]:
    return {
        "name": "夜间噪声", "kinds": ["complaint"], "any_words": "施工、噪声 打桩",
        "categories": [city.categories["city"].pk], "weekdays": ["6", "7"],
        "from_time": "22:00", "to_time": "06:00", "lead": city.unit("lamps"),
        "assisting": [city.unit("police")], "level": "urgent", "basis": "噪声法第 43 条",
    } | more  # fmt: skip


def test_a_rule_is_written_in_fields_and_read_in_words(city: City, desk: Desk) -> None:
    client = desk("li")
    place = draft(client)
    assert client.post(f"{place}add/", filled(city)).status_code == 302
    rule = Rule.objects.get()
    assert rule.conditions == {
        "kinds": ["complaint"], "categories": [city.categories["city"].pk], "weekdays": [6, 7],
        "any_words": ["施工", "噪声", "打桩"], "from_time": "22:00", "to_time": "06:00",
    }  # fmt: skip
    page = client.get(place).content.decode()
    for words in ("诉求类型是投诉", "分类属于城市管理", "诉求中出现“施工”或“噪声”或“打桩”",
                  "在周六或周日接收", "接收时间在 22:00 至 06:00",
                  "派给区城市管理委，青禾公安分局协办，按“紧急”办理"):  # fmt: skip
        assert words in page


def test_a_rule_opens_again_as_it_was_written_and_saving_changes_nothing(
    city: City, desk: Desk
) -> None:
    client = desk("li")
    place = draft(client)
    client.post(f"{place}add/", filled(city, lead="area"))
    before = Rule.objects.values("conditions", "lead_by_area", "level", "basis").get()
    form = client.get(f"{place}rule/10/").context["form"]
    again = {bound.name: bound.value() for bound in form if bound.value()}
    again["from_time"], again["to_time"] = "22:00", "06:00"
    assert client.post(f"{place}rule/10/", again).status_code == 302
    assert Rule.objects.values("conditions", "lead_by_area", "level", "basis").get() == before
    assert before["lead_by_area"]


def test_mistakes_stand_beside_their_fields_and_nothing_is_lost(city: City, desk: Desk) -> None:
    client = desk("li")
    place = draft(client)
    answer = client.post(f"{place}add/", filled(city, lead="", from_time="25:61"))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert set(form.errors) == {"lead", "from_time"}
    assert "噪声法第 43 条" in answer.content.decode()
    assert not Rule.objects.exists()


def test_rules_are_moved_and_removed(city: City, desk: Desk) -> None:
    client = desk("li")
    place = draft(client)
    for name in ("甲", "乙", "丙"):
        client.post(f"{place}add/", filled(city, name=name))
    client.post(f"{place}rule/30/change/", {"act": "up"})
    assert list(Rule.objects.values_list("name", flat=True)) == ["甲", "丙", "乙"]
    client.post(f"{place}rule/10/change/", {"act": "down"})
    client.post(f"{place}rule/10/change/", {"act": "up"})
    assert list(Rule.objects.values_list("name", flat=True)) == ["丙", "甲", "乙"]
    client.post(f"{place}rule/20/change/", {"act": "remove"})
    assert list(Rule.objects.values_list("name", flat=True)) == ["丙", "乙"]


def test_publishing_says_what_it_does_and_a_published_edition_stays(city: City, desk: Desk) -> None:
    version = publish(city, lamp_rule(city))
    place = draft(desk("li"))
    supervisor = desk("zhou")
    page = supervisor.get(f"{place}publish/").content.decode()
    assert "现行第 1 版停用" in page
    assert supervisor.post(f"{place}publish/").status_code == 302
    assert RuleSet.objects.get(version=version).status == "retired"
    assert "不能修改" in supervisor.get(f"{RULES}{version}/").content.decode()
    refused = supervisor.post(f"{RULES}{version}/rule/10/change/", {"act": "remove"})
    assert refused.status_code == 422
    assert Rule.objects.filter(rule_set__version=version).count() == 1


def test_an_empty_draft_cannot_be_published(city: City, desk: Desk) -> None:
    place = draft(desk("li"))
    answer = desk("zhou").post(f"{place}publish/")
    assert answer.status_code == 422
    assert RuleSet.objects.get().status == "draft"


def test_a_draft_is_tried_on_the_cases_of_last_month(city: City, desk: Desk, clock: Clock) -> None:
    publish(city, lamp_rule(city))
    changes = city.receive(at=later(hours=1))
    city.receive(at=later(hours=2), category_id=city.categories["leak"].pk)
    client = desk("zhou")
    place = draft(client)
    client.post(f"{place}rule/10/", filled(
        city, name="路灯归住建", kinds=[], any_words="", categories=[city.categories["lamp"].pk],
        weekdays=[], from_time="", to_time="", lead=city.unit("housing"), assisting=[], level="",
    ))  # fmt: skip
    clock.at = later(days=30)
    client = desk("zhou")
    page = client.get(f"{place}try/").content.decode()
    assert changes.number in page
    assert "2 件中有 1 件会派给不同的单位" in page
    assert Case.objects.get(pk=changes.pk).state == "filed"


def test_a_long_trial_goes_on_part_by_part_and_looks_at_each_case_once(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(city, lamp_rule(city))
    made = {city.receive().number for _n in range(7)}
    draft_of = RuleSet.objects.create(
        version=9, title="空", created_by_name="李强", created_at=later()
    )
    place, seen, parts = "", [], 0
    while True:
        part = editions.try_part(draft_of.pk, later(days=-1), later(days=1), place=place, most=3)
        seen += [one.number for one in part.differences]
        parts += 1
        if not part.next:
            break
        place = part.next
    assert parts == 3
    assert sorted(seen) == sorted(made)


def test_the_list_tells_who_drafted_and_who_published(city: City, desk: Desk) -> None:
    publish(city, lamp_rule(city))
    page = desk("lin").get(RULES).content.decode()
    assert "周军" in page
    assert "第 1 版" in page
    assert "/rules/draft/" not in page


def test_readers_do_not_edit_and_editors_do_not_publish(city: City, desk: Desk) -> None:
    place = draft(desk("li"))
    assert desk("he").get(place).status_code == 200
    assert desk("he").get(f"{place}add/").status_code == 403
    assert desk("he").post(f"{RULES}draft/").status_code == 403
    assert desk("li").post(f"{place}publish/").status_code == 403


@pytest.mark.parametrize("name", ["wang", "chen", "zhao", "wu", "nobody"])
def test_others_do_not_see_the_rules(city: City, desk: Desk, name: str) -> None:
    assert desk(name).get(RULES).status_code == 403


def test_an_unknown_edition_says_so(city: City, desk: Desk) -> None:
    assert desk("li").get(f"{RULES}77/").status_code == 422


def test_many_rules_cost_no_more_queries(city: City, desk: Desk) -> None:
    publish(city, lamp_rule(city))
    publish(city, *[lamp_rule(city, name=f"规则 {n}") for n in range(40)])
    client = desk("zhou")
    assert len(queries_of(client, f"{RULES}2/")) == len(queries_of(client, f"{RULES}1/"))
