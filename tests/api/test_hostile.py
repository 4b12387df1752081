"""Whatever is sent, the API answers as it is described: schemathesis over every operation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from huiying.accounts import keys
from huiying.accounts.actors import system
from huiying.accounts.models import Person, Post
from huiying.api.urls import api
from huiying.cases.models import Case
from huiying.journal.queries import verify
from tests.city import City

ALWAYS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_schema_conformance, response_headers_conformance,
]  # fmt: skip
EXAMPLES = 3
ROLES = ("operator", "dispatcher", "handler", "street", "supervisor", "administrator")
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


def _sendings() -> list[tuple[str, GenerationMode]]:
    """Every operation with what is right, and with what is wrong where anything is taken."""
    found = []
    for path in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].values():
        for operation in path.values():
            takes = [p for p in operation.get("parameters", ()) if p["in"] == "query"]
            modes = [POSITIVE, NEGATIVE] if takes or "requestBody" in operation else [POSITIVE]
            found += [(operation["operationId"], mode) for mode in modes]
    return found


@pytest.fixture
def everything(city: City) -> dict[str, str]:
    """The headers of somebody who holds nearly every post."""
    person = Person.objects.create(username="all", name="全能", password="!")
    for role in ROLES:
        Post.objects.create(person=person, role=role, unit=city.units["district"])
    given_key = keys.create_key(
        name="试验", scopes=["api:write"], person_id=person.pk, actor=system("测试"),
        at=timezone.now(),
    )  # fmt: skip
    return {"Authorization": f"Bearer {given_key.text}"}


@pytest.fixture
def described() -> Iterator[Any]:
    """The description with the application behind it, in this very transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield DESCRIBED
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _described() -> Any:
    schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    schema.app = get_wsgi_application()
    schema.location = "/api/v1/openapi.json"
    return schema


DESCRIBED = _described()


@pytest.mark.parametrize(("name", "mode"), _sendings())
def test_every_answer_is_as_described_whatever_is_sent(
    city: City, everything: dict[str, str], described: Any, name: str, mode: GenerationMode
) -> None:
    number = city.receive().number
    operation = described.find_operation_by_id(name)
    known: dict[str, Any] = {}
    if "{number}" in operation.path:
        known["path_parameters"] = {"number": number}
    checks = [*ALWAYS, negative_data_rejection] if mode is NEGATIVE else ALWAYS

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode, **known))
    def sends(case: Any) -> None:
        response = case.call(headers=everything | {"If-Match": "*"})
        case.validate_response(response, checks=checks)

    sends()
    assert verify().broken is None
    assert Case.objects.filter(number=number).exists()
