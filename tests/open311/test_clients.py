"""Real clients and real answers: PyPI ``three`` against a running server, schemas, recordings."""

from __future__ import annotations

import builtins
import importlib
import itertools
import json
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
from django.test import Client
from django.utils import timezone

from huiying.accounts import keys
from huiying.accounts.actors import system
from huiying.cases import services
from huiying.cases.models import Attachment, Case
from huiying.directory import queries as directory
from tests.city import City, build
from tests.files import samples
from tests.open311.conftest import Send, tree

Shared = Callable[[str], Path]


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The client, written for Python 2: it needs ``ifilter`` and lists of keys."""
    monkeypatch.setattr(itertools, "ifilter", builtins.filter, raising=False)
    for name in [name for name in sys.modules if name.split(".")[0] == "three"]:
        monkeypatch.delitem(sys.modules, name)
    return importlib.import_module("three.core").Three


def test_three_reads_services_sends_a_request_with_a_photo_and_finds_it_again(
    live: str, three: Any
) -> None:
    build()
    directory.forget()
    services.forget()
    key = keys.create_key(
        name="three", scopes=["open311"], actor=system("测试"), at=timezone.now()
    ).text
    door = three(f"{live}/open311/v2", api_key=key, jurisdiction="119916")
    assert door.discovery()["endpoints"][0]["url"] == f"{live}/open311/v2"
    assert "0101" in {one["service_code"] for one in door.services()}
    assert door.services("0101")["service_code"] == "0101"
    photo = BytesIO(samples.photo())
    photo.name = "lamp.jpg"
    (sent,) = door.post(
        "0101", address="幸福里小区东门", name="Yang Liu", phone="19900001111",
        description="路灯不亮", media=photo,
    )  # fmt: skip
    number = sent["service_request_id"]
    assert Case.objects.get().number == number
    assert Attachment.objects.count() == 1
    (one,) = door.request(number)
    assert one["description"] == "路灯不亮"
    assert [row["service_request_id"] for row in door.requests("0101")] == [number]
    assert door.requests("0102") == []
    assert door.requests(count=1, status="open")[0]["service_request_id"] == number
    today = timezone.localdate()
    days = (f"{today:%m-%d-%Y}", f"{today.replace(year=today.year + 1):%m-%d-%Y}")
    assert door.requests(between=days)[0]["code"] == 400  # more than 90 days
    assert door.token(number)[0]["service_request_id"] == number
    (refused,) = door.post("0101", description="没有地点")
    assert refused["code"] == 400
    services.forget()
    directory.forget()


def schema(shared_data: Shared, name: str) -> Any:
    """A schema of the standard with what it refers to put in its place."""

    def whole(part: Any) -> Any:
        if isinstance(part, dict) and "$ref" in part:
            return whole(json.loads(shared_data(f"open311/schemas/{part['$ref']}").read_text()))
        if isinstance(part, dict):
            return {key: whole(value) for key, value in part.items()}
        return [whole(value) for value in part] if isinstance(part, list) else part

    return whole(json.loads(shared_data(f"open311/schemas/{name}.json").read_text()))


@pytest.mark.parametrize(
    ("name", "path"),
    [("services", "services"), ("service-definition", "services/0101"), ("requests", "requests"),
     ("requests", "requests?extensions=true")],
)  # fmt: skip
def test_answers_fit_the_schemas_of_the_standard(
    client: Client, asked: City, send: Send, shared_data: Shared, name: str, path: str
) -> None:
    wanted = schema(shared_data, name)
    send(**{"attribute[count]": "3"})
    asked.receive(at=timezone.now())
    path, _, query = path.partition("?")
    found = client.get(f"/open311/v2/{path}.json?{query}").json()
    assert found
    checker = jsonschema_rs.Draft7Validator(wanted, validate_formats=True)
    assert [error.message for error in checker.iter_errors(found)] == []


def shape(element: ET.Element) -> set[tuple[str, ...]]:
    """The paths of elements in a document, without what they say."""
    paths: set[tuple[str, ...]] = {(element.tag,)}
    for child in element:
        paths |= {(element.tag, *path) for path in shape(child)}
    return paths


RECORDED = (
    ("cfa-ruby_services.xml", "services"),
    ("cfa-ruby_service_requests.xml", "requests"),
    ("cfa-ruby_get_service_request.xml", "requests/{number}"),
    ("cfa-ruby_request_id_from_token.xml", "tokens/{number}"),
    ("cfa-ruby_get_service_request_not_found.xml", "requests/none"),
    ("open311status_requests_many.xml", "requests"),
    ("open311status_requests_single.xml", "requests/{number}"),
    ("open311status_services_giessen.xml", "services"),
)


@pytest.mark.parametrize(("recorded", "path"), RECORDED)
def test_our_documents_have_every_element_that_recorded_servers_send(
    client: Client, asked: City, send: Send, shared_data: Shared, recorded: str, path: str
) -> None:
    theirs = ET.fromstring(shared_data(f"open311/{recorded}").read_text(encoding="utf-8").strip())
    number = send(**{"attribute[count]": "3"}).json()[0]["service_request_id"]
    ours = tree(client.get(f"/open311/v2/{path.format(number=number)}.xml"))
    assert shape(theirs) - shape(ours) == set()


def test_the_definition_has_what_was_recorded_inside_the_list_the_standard_asks_for(
    client: Client, asked: City, shared_data: Shared
) -> None:
    recorded = shared_data("open311/cfa-ruby_service_definition.xml").read_text().strip()
    theirs = {path[1:] for path in shape(ET.fromstring(recorded)) if path[1:2] == ("attribute",)}
    ours = shape(tree(client.get("/open311/v2/services/0101.xml")))
    assert {("service_definition", "attributes", *path) for path in theirs} <= ours


@pytest.mark.parametrize(
    ("recorded", "path"),
    [("open311status_service_list.json", "services"),
     ("open311status_service_requests.json", "requests")],
)  # fmt: skip
def test_our_json_has_every_name_that_recorded_servers_send(
    client: Client, send: Send, shared_data: Shared, recorded: str, path: str
) -> None:
    theirs = json.loads(shared_data(f"open311/{recorded}").read_text(encoding="utf-8"))
    send()
    (ours, *_rest) = client.get(f"/open311/v2/{path}.json").json()
    for one in theirs:
        assert set(one) <= set(ours)
        for name, value in one.items():
            assert ours[name] is None or type(ours[name]) is type(value), name
