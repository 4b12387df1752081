"""Many rows at once for tests of lists, and what a page costs in queries."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiying.cases.models import Case
from huiying.dispatch import actions as dispatch
from huiying.dispatch.actions import RuleInput
from tests.city import City, later


def publish(city: City, *rules: RuleInput) -> int:
    """Put rules in force; the edition's number."""
    zhou = city.actor("zhou")
    draft = dispatch.draft(actor=zhou, at=later(), title="派单规则")
    for place, rule in enumerate(rules, start=1):
        dispatch.put_rule(
            rule_set_id=draft.pk, position=place * 10, rule=rule, actor=zhou, at=later()
        )
    dispatch.publish(rule_set_id=draft.pk, actor=zhou, at=later())
    return draft.version


def lamp_rule(city: City, **more: object) -> RuleInput:
    """路灯 goes to the city management with the street to assist."""
    given: dict[str, object] = {
        "name": "路灯归城管",
        "conditions": {"categories": [city.categories["lamp"].pk]},
        "lead_unit_id": city.unit("lamps"),
        "basis": "职责清单第 3 条",
    }
    return RuleInput(**(given | more))  # type: ignore[arg-type]


def sent_back(city: City, case: Case, *, times: int = 1) -> Case:
    """The city management returns a case and proposes the housing office."""
    for n in range(times):
        dispatch.dispatch(
            case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"),
            at=later(minutes=10 + n),
        )  # fmt: skip
        dispatch.return_case(
            case_id=case.pk, actor=city.actor("chen"), at=later(minutes=11 + n),
            text="灯杆属于小区物业", basis="三定方案第四条", proposed_unit_id=city.unit("housing"),
        )  # fmt: skip
    case.refresh_from_db()
    return case


def queries_of(client: Client, url: str) -> list[str]:
    """The statements one page needs, after a first look that fills what is kept."""
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in seen.captured_queries]


def constant(client: Client, url: str, make: Callable[[], object], *, more: int = 55) -> None:
    """Assert that a page with 60 rows asks no more queries than with 5."""
    few = len(queries_of(client, url))
    for _n in range(more):
        make()
    many = queries_of(client, url)
    assert len(many) <= few, "\n".join(many)
