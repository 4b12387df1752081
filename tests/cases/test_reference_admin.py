"""Ready texts, causes, keeping periods, exclusions: edited in the administration, with a trace."""

from __future__ import annotations

import pytest
from django.test import Client

from huiying.cases.models import Cause, ReplyTemplate, RetentionRule
from huiying.journal.models import Entry
from huiying.scorecard.models import ExclusionRule
from tests.city import City, build

pytestmark = pytest.mark.django_db
BACKEND = "huiying.config.signin.Backend"


@pytest.fixture
def city() -> City:
    return build()


def signed_in(city: City, who: str) -> Client:
    client = Client()
    person = city.people[who]
    person.is_staff = True
    person.save()
    client.force_login(person, backend=BACKEND)
    return client


def test_an_administrator_adds_a_cause_and_the_journal_says_who(city: City) -> None:
    client = signed_in(city, "guo")
    answer = client.post(
        "/admin/cases/cause/add/", {"code": "design", "name": "设计缺陷", "active": "on"}
    )
    assert answer.status_code == 302
    cause = Cause.objects.get(code="design")
    line = Entry.objects.get(event="ReferencePut", subject_id=cause.pk)
    assert line.actor_name == "郭涛"


def test_a_template_with_an_unknown_variable_is_refused_beside_the_text(city: City) -> None:
    client = signed_in(city, "guo")
    facts = {"name": "结果", "verb": "report", "text": "{不存在}已办", "active": "on"}
    answer = client.post("/admin/cases/replytemplate/add/", facts)
    assert answer.status_code == 200
    assert "不存在" in answer.content.decode()
    assert not ReplyTemplate.objects.exists()
    client.post("/admin/cases/replytemplate/add/", facts | {"text": "{案件编号}已办"})
    assert ReplyTemplate.objects.get().text == "{案件编号}已办"


def test_data_is_never_destroyed_before_it_is_anonymised(city: City) -> None:
    client = signed_in(city, "guo")
    url = "/admin/cases/retentionrule/add/"
    assert client.post(url, {"anonymise_days": 700, "destroy_days": 30}).status_code == 200
    assert client.post(url, {}).status_code == 200
    assert not RetentionRule.objects.exists()
    assert client.post(url, {"anonymise_days": 700, "destroy_days": 3650}).status_code == 302
    assert client.post(url, {"anonymise_days": 10}).status_code == 200  # one rule for everything


def test_an_exclusion_without_a_condition_is_refused(city: City) -> None:
    client = signed_in(city, "guo")
    url = "/admin/scorecard/exclusionrule/add/"
    facts = {
        "code": "c", "name": "仅咨询", "approved_by_name": "区政务局",
        "effective_from": "2026-01-01", "active": "on",
    }  # fmt: skip
    assert client.post(url, facts).status_code == 200
    more = facts | {"kinds": "consultation", "categories": [city.categories["lamp"].pk]}
    assert client.post(url, more).status_code == 302
    rule = ExclusionRule.objects.get()
    assert rule.kinds == ["consultation"]
    assert list(rule.categories.all()) == [city.categories["lamp"]]


def test_others_do_not_enter(city: City) -> None:
    for who in ("wang", "zhou"):
        assert signed_in(city, who).get("/admin/cases/cause/").status_code in (302, 403)
