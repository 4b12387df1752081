"""What a GeoReport v2 server answers, in JSON or XML, read leniently: others' servers differ. Pure.

Open311 GeoReport v2: services, service definition, POST and GET service request, token; the updates
as FixMyStreet tells them. Unknown fields are passed over, missing ones are empty.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

Row = dict[str, Any]
LISTS = {"service", "request", "request_update", "attribute", "value", "error", "note"}
CLOSED = ("closed", "fixed", "archived")


class Unreadable(ValueError):
    """Neither the JSON nor the XML of the standard."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A service in a list; ``asks``: it has a definition with questions."""

    code: str
    name: str
    description: str = ""
    group: str = ""
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """An attribute of a definition. ``values``: key and name; ``shown``: only told, not asked."""

    code: str
    text: str
    datatype: str = "string"
    required: bool = False
    hint: str = ""
    values: list[list[str]] = field(default_factory=list)
    shown: bool = False

    def plain(self) -> Row:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a POST or of asking for a token: a number, or a token to ask with later."""

    number: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a request stands with the other side."""

    number: str
    status: str = ""
    notes: str = ""
    agency: str = ""
    text: str = ""
    expected_at: datetime | None = None

    @property
    def closed(self) -> bool:
        return is_closed(self.status)


@dataclass(frozen=True, slots=True)
class Word:
    """An update of a request."""

    ident: str
    number: str
    status: str
    text: str
    at: datetime | None


def is_closed(status: str) -> bool:
    return status.strip().lower().startswith(CLOSED)


def tree(body: bytes) -> Any:
    """The answer as plain lists and dicts, whichever format it came in. Raises Unreadable."""
    text = body.decode("utf-8-sig", "replace").strip()
    try:
        if text.startswith("<"):
            if "<!DOCTYPE" in text[:2000] or "<!ENTITY" in text:
                raise Unreadable("declares entities")
            return _plain(ET.fromstring(text.encode()))  # noqa: S314 (no entities, see above)
        return json.loads(text)
    except (ValueError, ET.ParseError, RecursionError) as why:
        raise Unreadable(str(why)[:80]) from None


def _plain(element: ET.Element) -> Any:
    """An element: a list of rows, a row, or a text."""
    inner = list(element)
    if not inner:
        return (element.text or "").strip()
    names = {_name(one) for one in inner}
    if len(names) == 1 and next(iter(names)) in LISTS:
        return [_plain(one) for one in inner]
    row: Row = {}
    for one in inner:
        name = _name(one)
        if name in LISTS:  # a list without an element around it
            row.setdefault(f"{name}s", []).append(_plain(one))
        else:
            row.setdefault(name, _plain(one))
    return row


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def rows(found: Any, *names: str) -> list[Row]:
    """The rows of a list, also where it is wrapped or is a single row."""
    for name in names:
        if isinstance(found, dict) and name in found:
            found = found[name]
    if isinstance(found, dict):
        found = [found]
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def text(row: Row, name: str, most: int = 4000) -> str:
    """A field as a text without null characters; numbers are written out, lists are nothing."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return "true" if value is True else ""
    return str(value).replace("\x00", "").strip()[:most]


def yes(row: Row, name: str) -> bool:
    return text(row, name).lower() in ("true", "1", "yes")


def moment(row: Row, name: str) -> datetime | None:
    """A W3C moment; without a zone it is taken as UTC. None for what is none."""
    try:
        found = datetime.fromisoformat(text(row, name, 40))
    except ValueError:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found.astimezone(UTC) if 1971 <= found.year <= 2199 else None


def offers(found: Any) -> list[Offer]:
    """The services of a list, each code once."""
    made: dict[str, Offer] = {}
    for row in rows(found, "services", "service"):
        code = text(row, "service_code", 121)
        if code and len(code) <= 120:
            made.setdefault(
                code,
                Offer(
                    code,
                    text(row, "service_name", 200) or code,
                    text(row, "description"),
                    text(row, "group", 120),
                    yes(row, "metadata"),
                ),
            )
    return list(made.values())


def questions(found: Any) -> list[Question]:
    """The attributes of a definition in their order."""
    top = rows(found, "service_definition")
    asked = rows(top[0].get("attributes")) if top else []
    asked.sort(key=lambda row: int(text(row, "order", 6)) if text(row, "order", 6).isdigit() else 0)
    made = []
    for row in asked:
        code = text(row, "code", 60)
        if code and "[" not in code and "]" not in code and text(row, "automated") == "":
            shown = text(row, "variable").lower() == "false"
            made.append(
                Question(
                    code,
                    text(row, "description", 500) or code,
                    text(row, "datatype", 40) or "string",
                    yes(row, "required") and not shown,
                    text(row, "datatype_description", 500),
                    [[text(v, "key", 200), text(v, "name", 200)] for v in rows(row.get("values"))],
                    shown,
                )
            )
    return made


def made(found: Any) -> Made:
    """What came of a POST. Raises Unreadable where neither number nor token came."""
    for row in rows(found, "service_requests", "request"):
        number, token = text(row, "service_request_id", 60), text(row, "token", 120)
        if len(number) < 60 and (number or token):
            return Made(number, "" if number else token)
    raise Unreadable("neither service_request_id nor token")


def standings(found: Any) -> list[Standing]:
    return [
        Standing(
            text(row, "service_request_id", 60),
            text(row, "status", 40),
            text(row, "status_notes"),
            text(row, "agency_responsible", 200),
            text(row, "description"),
            moment(row, "expected_datetime"),
        )
        for row in rows(found, "service_requests", "request")
        if text(row, "service_request_id")
    ]


def words(found: Any) -> list[Word]:
    return [
        Word(
            text(row, "update_id", 200),
            text(row, "service_request_id", 60),
            text(row, "status", 40),
            text(row, "description"),
            moment(row, "updated_datetime"),
        )
        for row in rows(found, "service_request_updates", "service_requests_updates")
        if text(row, "update_id") and text(row, "service_request_id")
    ]


def problem(body: bytes) -> str:
    """What the other side says went wrong, at most 300 characters; "" where it says nothing."""
    try:
        found = tree(body)
    except Unreadable:
        return ""
    if isinstance(found, str):
        return found[:300]
    said = [text(row, "description") for row in rows(found, "errors", "error")]
    return "；".join(filter(None, said))[:300]
