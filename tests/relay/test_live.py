"""Our own open door as the other city: real HTTP, from the services to the closed request."""

from __future__ import annotations

import ipaddress

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from huiying.accounts import keys
from huiying.accounts.actors import system
from huiying.cases import actions as cases
from huiying.cases import services
from huiying.cases.models import Case
from huiying.cases.open_models import Question
from huiying.directory import queries as directory
from huiying.files import reaching
from huiying.relay import offers, passing, sending, servers
from huiying.relay.models import Passing, Service
from huiying.relay.passing import Wish
from tests.city import City, build


@pytest.fixture
def city(live: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr(reaching, "CALM", 60.0)  # a busy machine is no fault of the other side
    monkeypatch.setattr(reaching, "PATIENCE", 120.0)
    settings.INNER_NETS = (ipaddress.ip_network("127.0.0.0/8"),)
    made = build()
    Question.objects.create(
        category=made.categories["lamp"], code="count", description="几盏灯", datatype="number",
        required=True, order=1,
    )  # fmt: skip
    services.forget()
    return made


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_case_goes_out_by_our_own_door_and_its_end_comes_back(
    city: City, live: str, form: str
) -> None:
    at = timezone.now()
    key = keys.create_key(name="邻区", scopes=["open311"], actor=system("测试"), at=at).text
    server = servers.add(
        name="邻区", endpoint=f"{live}/open311/v2/", jurisdiction="119916", key=key,
        actor=city.actor("guo"), at=at,
    )  # fmt: skip
    type(server).objects.update(form=form)
    offers.take(server.pk, at)
    server.refresh_from_db()
    assert (server.problem, server.form) == ("", form)
    lamp = Service.objects.get(code="0101")
    assert [one["code"] for one in lamp.questions] == ["count"]
    ours = city.receive()
    wish = Wish(server.pk, "0101", "路灯不亮", {"count": ["3"]}, identity=True)
    row = passing.pass_on(case_id=ours.pk, wish=wish, actor=city.actor("li"), at=at)
    sending.step(row.pk, at)
    row.refresh_from_db()
    assert (row.status, row.problem, row.said) == ("open", "", "")
    theirs = Case.objects.get(number=row.number)
    assert theirs.pk != ours.pk
    assert theirs.body.startswith(f"路灯不亮 [{ours.number}]")
    assert "几盏灯：3" in theirs.body
    assert theirs.reporter is not None
    assert theirs.reporter.phone_masked.endswith("1111")
    cases.answer(case_id=theirs.pk, actor=city.actor("wang"), at=at, text="已修好")
    sending.step(row.pk, timezone.now())
    row.refresh_from_db()
    assert (row.status, row.foreign_status) == ("closed", "closed")


def test_sent_twice_it_is_taken_once(city: City, live: str) -> None:
    at = timezone.now()
    key = keys.create_key(name="邻区", scopes=["open311"], actor=system("测试"), at=at).text
    server = servers.add(
        name="邻区", endpoint=f"{live}/open311/v2", jurisdiction="", key=key,
        actor=city.actor("guo"), at=at,
    )  # fmt: skip
    offers.take(server.pk, at)
    wish = Wish(server.pk, "0102", "路面破损")
    ours = city.receive()
    row = passing.pass_on(case_id=ours.pk, wish=wish, actor=city.actor("li"), at=at)
    sending.step(row.pk, at)
    row.refresh_from_db()
    Passing.objects.update(status="waiting", number="", doubt=False)
    sending.step(row.pk, at)
    again = Passing.objects.get()
    assert (again.number, Case.objects.count()) == (row.number, 2)


@pytest.fixture(autouse=True)
def _forget() -> object:
    yield
    services.forget()
    directory.forget()
