"""The small city with an open door: 刘洋's app has a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from huiying.accounts import keys
from huiying.accounts.actors import system
from huiying.cases import services
from huiying.cases.open_models import Question
from huiying.directory import queries as directory
from tests.city import City, build

Send = Callable[..., Any]


@pytest.fixture
def city(db: None) -> Iterator[City]:
    yield build()
    directory.forget()
    services.forget()


@pytest.fixture
def key(city: City) -> str:
    given = keys.create_key(
        name="街区应用", scopes=["open311"], actor=system("测试"), at=timezone.now()
    )
    return given.text


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=True)


@pytest.fixture
def send(client: Client, key: str) -> Send:
    """POST a request: a lamp at 幸福里, unless said otherwise; ``path`` and ``form`` may change."""

    def sent(path: str = "/open311/v2/requests", form: str = "json", **more: Any) -> Any:
        headers = more.pop("headers", {})
        facts: dict[str, Any] = {
            "api_key": key,
            "service_code": "0101",
            "description": "幸福里东门的路灯不亮。",
            "lat": "40.3161",
            "long": "116.6321",
        }
        facts = {name: value for name, value in (facts | more).items() if value is not None}
        return client.post(f"{path}.{form}", facts, headers=headers)

    return sent


@pytest.fixture
def asked(city: City) -> City:
    """路灯 asks how many, and 城市管理 asks which side: every datatype is there."""
    lamp, above = city.categories["lamp"], city.categories["city"]
    rows: tuple[tuple[Any, str, str, bool, str], ...] = (
        (lamp, "count", "number", True, ""),
        (lamp, "colour", "singlevaluelist", False, "w 白光\ny 黄光"),
        (lamp, "harm", "multivaluelist", False, "dark 太暗\nblink 闪烁\nnoise 有声"),
        (lamp, "since", "datetime", False, ""),
        (lamp, "pole", "string", False, ""),
        (above, "more", "text", False, ""),
    )
    for order, (category, code, datatype, required, values) in enumerate(rows, 1):
        Question.objects.create(
            category=category, code=code, description=f"问题 {code}", datatype=datatype,
            required=required, values=values, order=order,
        )  # fmt: skip
    Question.objects.create(
        category=lamp, code="notice", description="请先看灯杆上的编号。", datatype="string",
        asked=False, order=9,
    )  # fmt: skip
    services.forget()
    return city


def tree(response: Any) -> ET.Element:
    """The XML of an answer."""
    return ET.fromstring(response.content)
