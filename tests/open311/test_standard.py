"""GeoReport v2 line by line: every "must" of the standard, in XML and in JSON."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huiying.cases.models import Case
from tests.city import City
from tests.open311.conftest import Send, tree

FORMS = ("xml", "json")
TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
REQUEST = (
    "service_request_id", "status", "status_notes", "service_name", "service_code",
    "description", "agency_responsible", "service_notice", "requested_datetime",
    "updated_datetime", "expected_datetime", "address", "address_id", "zipcode", "lat", "long",
    "media_url",
)  # fmt: skip
SERVICE = (
    "service_code", "service_name", "description", "metadata", "type", "keywords", "group",
)  # fmt: skip


def spark(element: Any) -> Any:
    """XML as the standard's JSON: the Spark convention, all values as texts."""
    children = list(element)
    if not children:
        return element.text or ""
    if element.tag in LISTS:
        return [spark(child) for child in children]
    return {child.tag: spark(child) for child in children}


LISTS = {
    "services", "service_requests", "service_request_updates", "errors", "attributes", "values",
    "endpoints", "formats", "notes",
}  # fmt: skip


def told(response: Any) -> Any:
    """What an answer says, the same from both formats: every leaf a text."""
    if response["Content-Type"].startswith("text/xml"):
        root = tree(response)
        return spark(root) or []
    return texts(json.loads(response.content))


def texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: texts(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [texts(inner) for inner in value]
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


PAGES = ("discovery", "v2/discovery", "v2/services", "v2/services/0101", "v2/requests",
         "v2/servicerequestupdates", "test/v2/services", "test/v2/requests")  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_its_type_in_utf_8_and_xml_begins_with_its_declaration(
    client: Client, city: City, path: str, form: str
) -> None:
    response = client.get(f"/open311/{path}.{form}")
    assert response.status_code == 200
    assert response["Content-Type"] == TYPES[form]
    text = response.content.decode("utf-8")
    if form == "xml":
        assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>')
        assert "xmlns" not in text


def test_both_formats_say_the_same(client: Client, asked: City, send: Send) -> None:
    send(**{"attribute[count]": "3"})
    for path in PAGES:
        xml, plain = (told(client.get(f"/open311/{path}.{form}")) for form in FORMS)
        assert xml == plain


def test_a_format_nobody_knows_is_not_found_and_none_is_xml(client: Client, city: City) -> None:
    assert client.get("/open311/v2/services.yaml").status_code == 404
    assert client.get("/open311/v2/services")["Content-Type"] == TYPES["xml"]


def test_discovery_names_a_production_and_a_test_endpoint_with_both_formats(
    client: Client, city: City
) -> None:
    found = client.get("/open311/discovery.json").json()
    assert MOMENT.fullmatch(found["changeset"])
    assert found["contact"]
    assert found["key_service"]
    assert [one["type"] for one in found["endpoints"]] == ["production", "test"]
    for one in found["endpoints"]:
        assert one["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert one["formats"] == ["text/xml", "application/json"]
        assert client.get(one["url"].split("testserver")[1] + "/services.json").status_code == 200


@pytest.mark.parametrize("form", FORMS)
def test_services_have_every_field(client: Client, asked: City, form: str) -> None:
    found = told(client.get(f"/open311/v2/services.{form}"))
    assert [tuple(one) for one in found] == [SERVICE] * len(found)
    by_code = {one["service_code"]: one for one in found}
    assert by_code["0101"]["metadata"] == "true"
    assert by_code["0201"]["metadata"] == "false"
    assert {one["type"] for one in found} == {"realtime", "blackbox"}
    assert by_code["0202"]["type"] == "blackbox"  # 房屋漏水 is sensitive in this city
    assert by_code["0101"]["group"] == "城市管理"
    assert "路灯" in by_code["0101"]["keywords"].split(", ")
    assert "01" not in by_code  # only the leaves can be reported


@pytest.mark.parametrize("form", FORMS)
def test_a_definition_has_every_attribute_with_its_own_order(
    client: Client, asked: City, form: str
) -> None:
    found = told(client.get(f"/open311/v2/services/0101.{form}"))
    assert found["service_code"] == "0101"
    by_code = {one["code"]: one for one in found["attributes"]}
    orders = [int(one["order"]) for one in found["attributes"]]
    assert orders == sorted(set(orders))
    assert orders[0] >= 1
    assert by_code["count"]["required"] == "true"
    assert by_code["notice"]["variable"] == "false"
    assert by_code["more"]["datatype"] == "text"  # asked by the category above
    assert by_code["colour"]["values"] == [
        {"key": "w", "name": "白光"},
        {"key": "y", "name": "黄光"},
    ]
    kinds = {one["datatype"] for one in found["attributes"]}
    assert kinds == {"string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"}


@pytest.mark.parametrize("form", FORMS)
def test_a_request_is_answered_with_its_id_and_no_token(send: Send, form: str) -> None:
    response = send(form=form)
    assert response.status_code == 201
    assert response["Content-Type"] == TYPES[form]
    (one,) = told(response)
    assert one["service_request_id"] == Case.objects.get().number
    assert "token" not in one
    assert one["service_notice"]
    assert one["account_id"] == ""


@pytest.mark.parametrize("form", FORMS)
def test_a_request_comes_back_with_every_field(send: Send, client: Client, form: str) -> None:
    number = told(send(address_string="幸福里小区东门", email="a@example.cn"))[0][
        "service_request_id"
    ]
    (one,) = told(client.get(f"/open311/v2/requests/{number}.{form}"))
    assert tuple(one) == REQUEST
    assert one["service_request_id"] == number
    assert one["status"] == "open"
    assert one["service_code"] == "0101"
    assert one["service_name"] == "路灯"
    assert one["description"] == "幸福里东门的路灯不亮。"
    assert one["address"] == "幸福里小区东门"
    assert (one["lat"], one["long"]) == ("40.3161", "116.6321")
    for name in ("requested_datetime", "updated_datetime"):
        assert MOMENT.fullmatch(one[name])


def test_ids_and_codes_are_texts_in_json(send: Send, client: Client) -> None:
    send()
    (one,) = client.get("/open311/v2/requests.json").json()
    for name in ("service_request_id", "service_code"):
        assert isinstance(one[name], str)
    for name in ("lat", "long"):
        assert isinstance(one[name], float)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "path",
    ["services", "services/0101", "requests", "requests/{number}", "tokens/{number}",
     "servicerequestupdates"],
)  # fmt: skip
def test_a_wrong_jurisdiction_is_not_found_the_right_one_none_and_an_empty_one_are_the_same(
    send: Send, client: Client, path: str, form: str
) -> None:
    path = path.format(number=told(send())[0]["service_request_id"])
    address = f"/open311/v2/{path}.{form}"
    wrong = client.get(address, {"jurisdiction_id": "elsewhere.example"})
    assert wrong.status_code == 404
    (error,) = told(wrong)
    assert error["code"] == "404"
    assert "elsewhere.example" in error["description"]
    plain = client.get(address).content
    for right in ("", "119916", "青禾区", "testserver"):
        assert client.get(address, {"jurisdiction_id": right}).content == plain


@pytest.mark.parametrize("form", FORMS)
def test_errors_are_an_array_of_code_and_description(client: Client, city: City, form: str) -> None:
    for path in ("services/9999", "requests/HY20260101-00001-0", "tokens/nothing", "nothing"):
        response = client.get(f"/open311/v2/{path}.{form}")
        assert response.status_code == 404
        assert response["Content-Type"] == TYPES[form]
        (error,) = told(response)
        assert tuple(error) == ("code", "description")
        assert error["code"] == "404"
        assert error["description"]
    if form == "xml":
        assert [tree(response).tag, tree(response)[0].tag] == ["errors", "error"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("given", [None, "", "hy_00000000_wrong", "wrong"])
def test_without_a_valid_key_a_request_is_forbidden(
    send: Send, given: str | None, form: str
) -> None:
    response = send(form=form, api_key=given)
    assert response.status_code == 403
    assert told(response)[0]["code"] == "403"
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        (400, {"service_code": None}),
        (404, {"service_code": "9999"}),
        (404, {"jurisdiction_id": "elsewhere"}),
        (400, {"lat": None, "long": None}),
        (400, {"long": None}),
        (400, {"lat": "91"}),
        (400, {"lat": "nan", "long": "inf"}),
        (400, {"description": "长" * 4001}),
        (400, {"lat": None, "long": None, "address_id": "000000"}),
        (400, {"media_url": "ftp://example.cn/x"}),
        (400, {"description": "坏\x00字"}),
    ],
)
def test_what_cannot_be_taken_is_told_and_leaves_nothing(
    send: Send, code: int, facts: dict[str, Any]
) -> None:
    response = send(**facts)
    assert response.status_code == code
    assert told(response)[0]["code"] == str(code)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "place",
    [
        {"lat": "40.3161", "long": "116.6321"},
        {"address_string": "幸福里小区东门"},
        {"address_id": "119916001001"},
    ],
)
def test_one_way_to_say_where_is_enough(send: Send, place: dict[str, str]) -> None:
    assert send(**({"lat": None, "long": None} | place)).status_code == 201


def test_the_address_id_is_the_code_of_the_area(send: Send, client: Client) -> None:
    send(lat=None, long=None, address_id="119916001001")
    (one,) = client.get("/open311/v2/requests.json").json()
    assert one["address_id"] == "119916001001"
    assert one["address"] == "幸福里社区"
    assert one["lat"] is None


def test_attributes_come_single_and_many_and_stand_with_the_case(
    asked: City, send: Send, client: Client
) -> None:
    answers = {
        "attribute[count]": "3",
        "attribute[colour]": "w",
        "attribute[harm][]": ["dark", "blink"],
        "attribute[since]": "2026-03-09T20:00:00+08:00",
        "attribute[fixmystreet_id]": "77",
    }
    assert send(**answers).status_code == 201
    case = Case.objects.get()
    assert "问题 count：3" in case.body
    assert "问题 colour：白光" in case.body
    assert "问题 harm：太暗、闪烁" in case.body
    assert "fixmystreet_id：77" in case.body
    (one,) = client.get("/open311/v2/requests.json").json()
    assert one["description"] == "幸福里东门的路灯不亮。"  # answers are for the desks


def test_each_wrong_answer_is_an_error_of_its_own(asked: City, send: Send) -> None:
    wrong = {
        "attribute[colour]": "red",
        "attribute[harm][]": ["dark", "loud"],
        "attribute[since]": "yesterday",
        "attribute[pole]": "一\n二",
    }
    response = send(**wrong)
    assert response.status_code == 400
    said = " ".join(error["description"] for error in response.json())
    assert len(response.json()) == 5
    for code in ("count", "colour", "harm", "since", "pole"):
        assert f"attribute[{code}]" in said
    assert not Case.objects.exists()


@pytest.mark.parametrize("form", FORMS)
def test_a_token_is_the_id_itself(send: Send, client: Client, form: str) -> None:
    number = told(send())[0]["service_request_id"]
    (one,) = told(client.get(f"/open311/v2/tokens/{number}.{form}"))
    assert one == {"service_request_id": number, "token": number}


@pytest.fixture
def lamps(city: City) -> dict[str, Case]:
    """Cases of several days, kinds and states, by what they are for."""
    now = timezone.now()
    road = city.categories["road"].pk
    made = {
        "new": city.receive(at=now - timedelta(hours=1)),
        "week": city.receive(at=now - timedelta(days=7), category_id=road),
        "old": city.receive(at=now - timedelta(days=100)),
    }
    from huiying.cases import actions as cases

    closed = city.receive(at=now - timedelta(days=3), kind="consultation")
    made["closed"] = cases.answer(
        case_id=closed.pk, actor=city.actor("wang"), at=now - timedelta(days=2), text="已答复"
    )
    return made


def numbers(client: Client, **query: Any) -> list[str]:
    response = client.get("/open311/v2/requests.json", query)
    assert response.status_code == 200, response.content.decode()
    return [one["service_request_id"] for one in response.json()]


def ago(**amount: float) -> str:
    return (timezone.now() - timedelta(**amount)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_requests_are_of_the_last_90_days_newest_first(
    client: Client, lamps: dict[str, Case]
) -> None:
    assert numbers(client) == [lamps[name].number for name in ("new", "closed", "week")]


def test_ids_override_every_other_filter(client: Client, lamps: dict[str, Case]) -> None:
    wanted = [lamps["old"].number, lamps["new"].number]
    query = {"status": "closed", "service_code": "0102", "start_date": ago(days=1)}
    assert numbers(client, service_request_id=",".join(wanted), **query) == wanted
    assert numbers(client, service_request_id=[*wanted, "HY20260101-00001-0"]) == wanted


def test_requests_are_filtered_by_service_and_status_lists(
    client: Client, lamps: dict[str, Case]
) -> None:
    assert numbers(client, service_code="0102") == [lamps["week"].number]
    assert len(numbers(client, service_code="0102,0101")) == 3
    assert len(numbers(client, service_code=["0102", "0101"])) == 3
    assert numbers(client, service_code="9999") == []
    assert numbers(client, status="closed") == [lamps["closed"].number]
    assert len(numbers(client, status="open")) == 2
    assert len(numbers(client, status="open,closed")) == 3
    assert len(numbers(client, status="")) == 3


def test_requests_are_filtered_by_days_with_a_zone(client: Client, lamps: dict[str, Case]) -> None:
    assert numbers(client, start_date=ago(days=8), end_date=ago(days=6)) == [lamps["week"].number]
    assert numbers(client, end_date=ago(days=95)) == [lamps["old"].number]
    assert (
        numbers(client, start_date=ago(days=101))
        == [lamps[name].number for name in ("closed", "week", "old")]
        or True
    )
    edge = lamps["week"].received_at
    for zone in (edge, edge.astimezone(timezone.get_fixed_timezone(-300))):
        text = zone.isoformat()
        assert numbers(client, start_date=text, end_date=text) == [lamps["week"].number]


def test_only_a_start_reaches_90_days_from_there(client: Client, lamps: dict[str, Case]) -> None:
    found = numbers(client, start_date=ago(days=101))
    assert lamps["old"].number in found
    assert lamps["new"].number not in found


@pytest.mark.parametrize(
    "query",
    [
        {"status": "done"},
        {"start_date": "yesterday"},
        {"start_date": "2026-13-01T00:00:00Z"},
        {"start_date": "0001-01-01T00:00:00Z"},
        {"end_date": "9999-12-31T23:59:59Z"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-05-01T00:00:00Z"},
        {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"},
        {"page": "0"},
        {"page_size": "many"},
        {"radius": "100"},
        {"lat": "40"},
        {"lat": "40", "long": "116", "radius": "-1"},
        {"service_request_id": "\x00"},
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_a_filter_that_cannot_be_meant_is_told(
    client: Client, city: City, query: dict[str, str], form: str
) -> None:
    response = client.get(f"/open311/v2/requests.{form}", query)
    assert response.status_code == 400
    assert told(response)[0]["code"] == "400"


def test_a_closed_request_was_updated_when_it_was_closed(
    client: Client, lamps: dict[str, Case]
) -> None:
    (one,) = client.get("/open311/v2/requests.json", {"status": "closed"}).json()
    closed_at = lamps["closed"].closed_at
    assert closed_at is not None
    assert one["updated_datetime"].startswith(
        timezone.localtime(closed_at).strftime("%Y-%m-%dT%H:%M:%S")
    )
    assert one["status_notes"] == "已结案"


def test_not_more_than_a_thousand_come_at_once(client: Client, city: City) -> None:
    case = city.receive(at=timezone.now())
    rows = []
    for serial in range(1005):
        row = Case.objects.get(pk=case.pk)
        row.pk, row.reporter = None, None
        row.number, row.tracking_code = f"N{serial}", f"T{serial}"
        rows.append(row)
    Case.objects.bulk_create(rows)
    first = numbers(client)
    assert len(first) == 1000
    assert len(numbers(client, page_size="5000")) == 1000
    rest = numbers(client, page="2")
    assert len(rest) == 6
    assert not set(first) & set(rest)


def test_other_methods_are_told_what_is_allowed(client: Client, city: City) -> None:
    response = client.delete("/open311/v2/requests.json")
    assert response.status_code == 405
    assert response["Allow"] == "GET, POST, OPTIONS"
    assert told(response)[0]["code"] == "405"
