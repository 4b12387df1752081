"""Every verb of the table through its own form: it works, it refuses, it keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiying.cases.models import Case, Note
from huiying.cases.rules.workflow import VERBS
from huiying.console.case.verbs import ACTS
from huiying.dispatch import actions as dispatch
from huiying.dispatch.actions import RuleInput
from tests.city import City, later
from tests.console import scenes
from tests.console.conftest import Desk
from tests.files.samples import photo

Fields = Callable[[City], dict[str, Any]]


@dataclass(frozen=True)
class Scene:
    """Who does a verb in which state, with what, and the state it leads to ("" : it stays)."""

    verb: str
    case: Callable[[City], Case]
    who: str
    becomes: str = ""
    fields: Fields = field(default=lambda city: {"text": "原因写在这里。"})


def unit(name: str, **more: Any) -> Fields:
    return lambda city: {"unit": city.unit(name), "level": "general", "text": "请办理", **more}


def given(**fields: Any) -> Fields:
    return lambda city: {"text": "说明写在这里。", **fields}


SCENES = [
    Scene("file", scenes.received, "wang", "filed", given()),
    Scene("answer", scenes.received, "wang", "closed"),
    Scene("decline", scenes.filed, "wang", "declined", given(way="not_public")),
    Scene("void", scenes.filed, "li", "void"),
    Scene("dispatch", scenes.filed, "li", "dispatched", unit("lamps")),
    Scene("designate", scenes.returned_twice, "zhou", "dispatched", unit("lamps")),
    Scene("sign", scenes.dispatched, "chen", "handling", given()),
    Scene("return", scenes.handling, "chen", "returned",
          lambda city: {"text": "不归我们", "basis": "职责清单", "proposed": city.unit("quanhe")}),
    Scene("transfer", lambda city: scenes.dispatched(city, "quanhe"), "zhao", "dispatched",
          unit("xingfu")),
    Scene("name_handler", scenes.dispatched, "chen", "",
          lambda city: {"person": city.people["chen"].pk}),
    Scene("recall", scenes.dispatched, "li", "filed"),
    Scene("contact", scenes.handling, "chen"),
    Scene("progress", scenes.handling, "chen"),
    Scene("call_in", scenes.handling, "chen", "",
          lambda city: {"text": "请协助", "units": [city.unit("housing")]}),
    Scene("contribute", scenes.with_helper, "sun"),
    Scene("report", scenes.handling, "chen", "reported"),
    Scene("ask_extension", scenes.handling, "chen"),
    Scene("decide_extension", scenes.extension_asked, "li", "", given(grant="yes")),
    Scene("ask_suspension", scenes.handling, "chen", "",
          given(until=later(days=60).date().isoformat())),
    Scene("decide_suspension", scenes.suspension_asked, "zhou", "", given(grant="no")),
    Scene("resume", scenes.suspended, "chen"),
    Scene("rework", scenes.reported, "wang", "handling"),
    Scene("verify", scenes.reported, "wu", "verified", given(on_site="on")),
    Scene("call_back", scenes.reported, "wang", "called_back",
          given(reached="yes", method="phone", contacted="yes", solved="yes", satisfied="yes")),
    Scene("propose_excuse", scenes.unhappy, "li"),
    Scene("decide_excuse", scenes.excuse_asked, "zhou", "", given(grant="yes")),
    Scene("close", scenes.called_back, "li", "closed"),
    Scene("reopen", scenes.closed, "li", "filed"),
    Scene("merge", scenes.filed, "li", "merged",
          lambda city: {"master": city.receive(title="主案").number, "text": "同一件事"}),
    Scene("unmerge", scenes.merged, "li", "filed"),
    Scene("split", scenes.filed, "li", "", given(title_1="路灯不亮", title_2="井盖缺失")),
    Scene("note", scenes.handling, "chen"),
    Scene("attach", scenes.handling, "chen", "",
          lambda city: {"photos": SimpleUploadedFile("a.jpg", photo())}),
    Scene("message", scenes.handling, "chen"),
    Scene("ask", scenes.handling, "chen", "", given(due=later(days=3).date().isoformat())),
    Scene("entrust", scenes.handling, "chen", "",
          given(party="供电公司", due=later(days=3).date().isoformat())),
    Scene("classify", scenes.filed, "li", "",
          lambda city: {"title": "道路破损", "body": "坑", "kind": "complaint", "level": "general",
                        "category_id": city.categories["road"].pk, "text": "分错了"}),
    Scene("set_cause", scenes.handling, "chen", "", lambda city: {}),
    Scene("correct_reporter", scenes.filed, "wang", "", given(phone="13800138000")),
]  # fmt: skip
by_verb = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.verb)


def address(case: Case, verb: str) -> str:
    return f"/desk/case/{case.number}/{verb}/"


def send(client: Client, case: Case, verb: str, fields: dict[str, Any], **more: Any) -> Any:
    data = {"version": case.version, "once": f"once-{verb}", **fields}
    return client.post(address(case, verb), data, **more)


def test_every_verb_a_person_can_do_has_a_form() -> None:
    elsewhere = {"reveal"}  # in the reporter's panel
    assert set(ACTS) == {v.name for v in VERBS if not v.system} - elsewhere
    assert {scene.verb for scene in SCENES} == set(ACTS)


@by_verb
def test_the_form_opens_and_the_verb_is_done(scene: Scene, city: City, desk: Desk) -> None:
    case = scene.case(city)
    fields = scene.fields(city)
    person = desk(scene.who)
    assert person.get(address(case, scene.verb)).status_code == 200
    response = send(person, case, scene.verb, fields)
    assert response.status_code == 302, response.content.decode()[:3000]
    version, state = case.version, case.state
    case.refresh_from_db()
    assert case.version > version
    assert case.state == (scene.becomes or state)


@by_verb
def test_a_leader_may_look_but_not_act(scene: Scene, city: City, desk: Desk) -> None:
    case = scene.case(city)
    if scene.verb == "note":
        pytest.skip("a remark is the one thing a leader may write")
    response = send(desk("he"), case, scene.verb, scene.fields(city))
    assert response.status_code == 403
    state = case.state
    case.refresh_from_db()
    assert case.state == state


@by_verb
def test_a_stranger_learns_nothing(scene: Scene, city: City, desk: Desk) -> None:
    case = scene.case(city)
    for client in (desk("ma"), desk("nobody")):
        assert client.get(address(case, scene.verb)).status_code == 404
        response = send(client, case, scene.verb, scene.fields(city))
        assert response.status_code == 404
        assert case.title not in response.content.decode()


@by_verb
def test_a_second_click_changes_nothing(scene: Scene, city: City, desk: Desk) -> None:
    case, fields, person = scene.case(city), scene.fields(city), desk(scene.who)
    if "photos" in fields:
        pytest.skip("a file is read once; the same content is not put twice by the domain")
    send(person, case, scene.verb, fields)
    after = Case.objects.get(pk=case.pk).version
    again = send(person, case, scene.verb, fields)
    assert again.status_code == 302
    assert Case.objects.get(pk=case.pk).version == after


@pytest.mark.parametrize("verb", ["note", "progress", "report", "ask_extension"])
def test_a_stale_form_keeps_what_was_typed(verb: str, city: City, desk: Desk) -> None:
    case = scenes.handling(city)
    send(desk("chen"), case, "note", {"text": "同事先写了一句。"})
    response = send(desk("chen"), case, verb, {"text": "我写了很久的一段话。", "once": "other"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "我写了很久的一段话。" in page
    assert "同事先写了一句。" in page
    assert "您填写的内容还在" in page
    assert f'name="version" value="{case.version + 1}"' in page
    assert not Note.objects.filter(text="我写了很久的一段话。").exists()


def test_after_looking_at_the_news_the_form_can_be_sent_again(city: City, desk: Desk) -> None:
    case = scenes.handling(city)
    chen = desk("chen")
    send(chen, case, "note", {"text": "一句。"})
    case.version += 1
    response = send(chen, case, "report", {"text": "已修好。", "once": "again"})
    assert response.status_code == 302
    assert Case.objects.get(pk=case.pk).state == "reported"


def test_a_state_that_has_moved_on_is_told_as_stale(city: City, desk: Desk) -> None:
    case = scenes.reported(city)
    response = send(desk("chen"), case, "progress", {"text": "还在修"})
    assert response.status_code == 409
    assert "还在修" in response.content.decode()


@pytest.mark.parametrize(
    ("verb", "who", "fields", "message"),
    [
        ("report", "chen", {"text": ""}, "这个字段是必填项"),
        ("ask", "chen", {"text": "问", "due": "2026-03-01"}, "须晚于现在"),
        ("return", "chen", {"text": "不归我们", "basis": "", "proposed": ""}, "这个字段是必填项"),
        ("merge", "li", {"master": "HY20260101-00001-1"}, "没有找到案件"),
        ("ask_suspension", "chen", {"text": "等", "until": "2030-01-01"}, "不超过一年"),
    ],
)
def test_a_wrong_form_says_what_to_mend(
    verb: str, who: str, fields: dict[str, Any], message: str, city: City, desk: Desk
) -> None:
    case = scenes.handling(city)
    response = send(desk(who), case, verb, fields)
    assert response.status_code in (404, 422)
    assert message in response.content.decode()


def test_a_likely_master_is_one_click(city: City, desk: Desk) -> None:
    master, case = scenes.filed(city), scenes.filed(city)
    li = desk("li")
    page = li.get(f"/desk/case/{case.number}/merge/").content.decode()
    assert f'value="{master.number}"' in page
    assert "同一区域 · 今天 · 内容" in page
    assert "请选择主案" in send(li, case, "merge", {"text": "重复"}).content.decode()
    send(li, case, "merge", {"likely": master.number, "text": "重复"})
    case.refresh_from_db()
    assert (case.state, case.master) == ("merged", master)


def test_a_call_back_that_found_nobody_content_needs_a_reason(city: City, desk: Desk) -> None:
    case = scenes.reported(city)
    answers = {"reached": "yes", "method": "phone", "solved": "no", "satisfied": "no"}
    response = send(desk("wang"), case, "call_back", {**answers, "text": "记录"})
    assert response.status_code == 422
    assert "请写明未解决或不满意的原因" in response.content.decode()


def test_a_reached_person_must_be_asked_about_both(city: City, desk: Desk) -> None:
    case = scenes.reported(city)
    given = {"reached": "yes", "method": "phone", "solved": "yes", "text": "记录"}
    response = send(desk("wang"), case, "call_back", given)
    assert response.status_code == 422
    page = response.content.decode()
    assert page.count("已接通，请选择。") == 2  # above the form and beside the one question
    assert page.count("（接通时必填）") == 2
    assert not case.call_backs.exists()


def test_following_the_suggestion_keeps_the_rule_as_the_reason(city: City, desk: Desk) -> None:
    rule_set(city)
    case = scenes.filed(city)
    li = desk("li")
    page = li.get(f"/desk/case/{case.number}/").content.decode()
    assert "派给区城市管理委" in page
    send(li, case, "dispatch", {"unit": city.unit("lamps"), "level": "general"})
    assignment = case.assignments.get(role="lead")
    assert assignment.trace["name"] == "路灯归城管"
    assert assignment.rule is not None


def test_another_unit_than_the_suggested_is_a_persons_decision(city: City, desk: Desk) -> None:
    rule_set(city)
    case = scenes.filed(city)
    send(desk("li"), case, "dispatch", {"unit": city.unit("quanhe"), "level": "general"})
    assignment = case.assignments.get(role="lead")
    assert (assignment.rule, assignment.trace) == (None, {})


def rule_set(city: City) -> None:
    edition = dispatch.draft(actor=city.actor("li"), at=later(hours=1))
    rule = RuleInput("路灯归城管", {"any_words": ["路灯"]}, city.unit("lamps"))
    dispatch.put_rule(
        rule_set_id=edition.pk, position=10, rule=rule, actor=city.actor("li"), at=later(hours=1)
    )
    dispatch.publish(rule_set_id=edition.pk, actor=city.actor("zhou"), at=later(hours=1))


def test_a_report_carries_its_photos(city: City, desk: Desk) -> None:
    case = scenes.handling(city)
    fields = {
        "text": "已修好。",
        "photos": SimpleUploadedFile("after.jpg", photo()),
        "to_person": "on",
    }
    response = send(desk("chen"), case, "report", fields)
    assert response.status_code == 302
    attachment = case.attachments.get()
    assert attachment.to_person
    assert Case.objects.get(pk=case.pk).state == "reported"


def test_htmx_gets_the_changed_case_in_place_of_the_old(city: City, desk: Desk) -> None:
    case = scenes.dispatched(city)
    response = send(desk("chen"), case, "sign", {}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert response["HX-Retarget"] == "#case"
    page = response.content.decode()
    assert page.lstrip().startswith("<article")
    assert "处理中" in page


def test_a_return_that_takes_the_case_away_ends_on_a_page_that_says_so(
    city: City, desk: Desk
) -> None:
    case = scenes.handling(city)
    fields = {"text": "不归我们", "basis": "职责清单", "proposed": city.unit("quanhe")}
    response = send(desk("chen"), case, "return", fields, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "退单" in response.content.decode()


def test_a_verb_that_does_not_exist_is_not_found(city: City, desk: Desk) -> None:
    case = scenes.filed(city)
    assert desk("li").get(address(case, "explode")).status_code == 404
