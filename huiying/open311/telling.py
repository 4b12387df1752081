"""The answers of the standard as XML and JSON, written by hand: a thousand rows in milliseconds.

Everything an answer holds is a plain tree: lists, ordered dicts, texts, numbers, booleans, None.
An XML element's items have a name of their own, which JSON does not show: `Items`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiying.cases.open_requests import OpenCase, Step
from huiying.cases.services import Service
from huiying.lib.moments import SHANGHAI

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Characters that no XML 1.0 document may hold, not even escaped.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile(r"[&<>\r]|[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Items:
    """A list whose XML elements are called ``name``."""

    name: str
    values: Sequence[Any]


def escaped(text: str) -> str:
    """Text fit for an XML element."""
    if not _SPECIAL.search(text):
        return text
    text = _FORBIDDEN.sub("", text)
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    )


def xml(root: str, tree: Any) -> bytes:
    """A document. None is an empty element: the standard's way to say "nothing known"."""
    parts = [HEAD]
    _element(root, tree, parts.append)
    return "".join(parts).encode()


def _element(name: str, value: Any, put: Any) -> None:
    if isinstance(value, str):
        put(f"<{name}>{escaped(value)}</{name}>")
    elif value is None:
        put(f"<{name}/>")
    elif isinstance(value, dict):
        put(f"<{name}>")
        for key, inner in value.items():
            _element(key, inner, put)
        put(f"</{name}>")
    elif isinstance(value, Items):
        put(f"<{name}>")
        for inner in value.values:
            _element(value.name, inner, put)
        put(f"</{name}>")
    elif isinstance(value, bool):
        put(f"<{name}>{'true' if value else 'false'}</{name}>")
    else:
        put(f"<{name}>{value}</{name}>")


def as_json(tree: Any) -> bytes:
    return json.dumps(tree, ensure_ascii=False, default=_plain, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Items):
        return value.values
    raise TypeError(value)


def when(moment: datetime | None) -> str | None:
    """A moment as the W3C writes it, in the city's zone."""
    if moment is None:
        return None
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")


def services(found: Iterable[Service]) -> Items:
    return Items(
        "service",
        [
            {
                "service_code": service.code,
                "service_name": service.name,
                "description": service.description,
                "metadata": bool(service.questions),
                "type": "blackbox" if service.private else "realtime",
                "keywords": ", ".join(service.keywords),
                "group": service.group,
            }
            for service in found
        ],
    )


def definition(service: Service) -> dict[str, Any]:
    return {
        "service_code": service.code,
        "attributes": Items("attribute", [_attribute(q, n) for n, q in _numbered(service)]),
    }


def _numbered(service: Service) -> Iterable[tuple[int, Any]]:
    return enumerate(sorted(service.questions, key=lambda question: question.order), 1)


def _attribute(question: Any, order: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "variable": question.variable,
        "code": question.code,
        "datatype": question.datatype.value,
        "required": question.required,
        "datatype_description": question.datatype_description or None,
        "order": order,
        "description": question.description,
    }
    if question.values:
        values = [{"key": key, "name": name} for key, name in question.values]
        told["values"] = Items("value", values)
    if question.automated:
        told["automated"] = "server_set"
    return told


def requests(cases: Iterable[OpenCase], *, extended: bool = False) -> Items:
    return Items("request", [_request(case, extended=extended) for case in cases])


def _request(case: OpenCase, *, extended: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "service_request_id": case.number,
        "status": "closed" if case.closed else "open",
        "status_notes": case.notes or None,
        "service_name": case.service_name,
        "service_code": case.service_code,
        "description": case.description or None,
        "agency_responsible": case.agency or None,
        "service_notice": None,
        "requested_datetime": when(case.received_at),
        "updated_datetime": when(case.updated_at),
        "expected_datetime": when(case.due_at),
        "address": case.address or None,
        "address_id": case.area_code or None,
        "zipcode": None,
        "lat": case.lat,
        "long": case.lon,
        "media_url": None,
    }
    if extended:
        told["notes"] = Items("note", [_note(step) for step in case.steps])
    return told


def _note(step: Step) -> dict[str, Any]:
    return {
        "datetime": when(step.at),
        "summary": step.summary,
        "description": step.summary,
        "type": "closed" if step.closed else "open",
    }


def updates(steps: Iterable[Step]) -> Items:
    return Items(
        "request_update",
        [
            {
                "update_id": str(step.id),
                "service_request_id": step.number,
                "status": "closed" if step.closed else "open",
                "updated_datetime": when(step.at),
                "description": step.summary,
                "media_url": None,
            }
            for step in steps
        ],
    )


def errors(code: int, problems: Sequence[str]) -> Items:
    return Items("error", [{"code": code, "description": problem} for problem in problems])
