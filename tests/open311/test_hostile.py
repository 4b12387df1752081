"""Hostile input: always an answer below 500, in the standard's shape, and nothing half-written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from huiying.cases.models import Attachment, Case, Reporter
from huiying.journal.models import Entry
from tests.open311.conftest import tree

QUICK = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NASTY = st.sampled_from(
    ["\x00", "\ufffd\ufffe", "<a>&\"'",
     "]]>", "\u202e", "１２３", "1e999", "-1", "nan", "0x10", "2026-02-30T00:00:00Z", "9" * 400,
     "' OR 1=1 --", "%s %(x)s {0}", "../../etc/passwd", "\r\nX: y", "😀" * 50, "true", "[]"]
)  # fmt: skip
VALUES = st.one_of(NASTY, st.text(max_size=60), st.integers().map(str), st.floats().map(str))
FILTERS = st.dictionaries(
    st.sampled_from(
        ["service_request_id", "service_code", "start_date", "end_date", "status", "page",
         "page_size", "updated_after", "updated_before", "lat", "long", "radius", "extensions",
         "jurisdiction_id", "api_key", "attribute[x]"]
    ),
    VALUES,
    max_size=5,
)  # fmt: skip
FACTS = st.dictionaries(
    st.one_of(
        st.sampled_from(
            ["service_code", "lat", "long", "address_string", "address_id", "description", "email",
             "phone", "first_name", "last_name", "media_url", "attribute[count]",
             "attribute[harm][]", "attribute[]", "jurisdiction_id", "account_id", "device_id"]
        ),
        st.text(min_size=1, max_size=20),
    ),
    VALUES,
    max_size=6,
)  # fmt: skip


def in_shape(response: Any) -> None:
    """Below 500, and readable in the format it says it has."""
    assert response.status_code < 500
    if response["Content-Type"].startswith("text/xml"):
        root = tree(response)
        assert (root.tag == "errors") == (response.status_code >= 400)
    else:
        found = json.loads(response.content)
        assert response.status_code < 400 or found[0]["code"] == response.status_code


@QUICK
@given(query=FILTERS, form=st.sampled_from(["xml", "json"]), path=st.sampled_from(
    ["requests", "servicerequestupdates", "services", "services/0101", "requests/x"]
))  # fmt: skip
def test_no_filter_breaks_a_page(
    client: Client, asked: Any, query: dict[str, str], form: str, path: str
) -> None:
    in_shape(client.get(f"/open311/v2/{path}.{form}", query))


@QUICK
@given(part=st.one_of(NASTY, st.text(min_size=1, max_size=40)))
def test_no_id_breaks_a_page(client: Client, city: Any, part: str) -> None:
    from urllib.parse import quote

    for path in ("services", "requests", "tokens"):
        in_shape(client.get(f"/open311/v2/{path}/{quote(part, safe='')}.xml"))


@QUICK
@given(facts=FACTS, form=st.sampled_from(["xml", "json"]))
@example(facts={"phone": "1" * 21}, form="xml")
@example(facts={"first_name": "刘" * 61}, form="xml")
@example(facts={"first_name": "x" * 201, "email": "@"}, form="xml")
@example(facts={"attribute[harm][]": "dark", "attribute[count]": "１"}, form="json")
def test_no_field_breaks_a_request_and_what_is_refused_leaves_nothing(
    client: Client, asked: Any, key: str, facts: dict[str, str], form: str
) -> None:
    before = (Case.objects.count(), Reporter.objects.count(), Entry.objects.count())
    whole = {"api_key": key, "service_code": "0101", "attribute[count]": "1", "lat": "40.3",
             "long": "116.6"}  # fmt: skip
    for path in ("requests", "servicerequestupdates"):
        response = client.post(f"/open311/v2/{path}.{form}", whole | facts)
        in_shape(response)
        now = (Case.objects.count(), Reporter.objects.count(), Entry.objects.count())
        if response.status_code >= 400:
            assert now == before
        else:
            assert now[0] == before[0] + 1
        before = now
    # Whatever was taken in can be read again.
    in_shape(client.get(f"/open311/v2/requests.{form}"))


HALF = (
    b'--x\r\nContent-Disposition: form-data; name="media"; filename="a"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\n%%%\r\n--x--\r\n"
)
BROKEN = (
    (b"", "application/x-www-form-urlencoded"),
    (b"\xff\xfe=%zz&%%%", "application/x-www-form-urlencoded"),
    (b"<a/>", "text/xml"),
    (b"{", "application/json"),
    (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
    (b"whatever", "multipart/form-data"),
    (HALF,
     "multipart/form-data; boundary=x"),
    (b"&".join(b"a%d=1" % n for n in range(3000)), "application/x-www-form-urlencoded"),
    (b"description=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
)  # fmt: skip


@pytest.mark.parametrize(("body", "kind"), BROKEN)
@pytest.mark.parametrize("path", ["requests", "servicerequestupdates"])
def test_no_body_breaks_the_door(
    client: Client, city: Any, body: bytes, kind: str, path: str
) -> None:
    response = client.generic("POST", f"/open311/v2/{path}.json", body, content_type=kind)
    in_shape(response)
    assert response.status_code in (400, 403)
    assert not Case.objects.exists()
    assert not Attachment.objects.exists()
