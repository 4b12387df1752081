"""The fields of a POST Service Request made of a case. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """Who raised the case, only where the person agreed."""

    name: str = ""
    phone: str = ""
    email: str = ""

    def __repr__(self) -> str:
        return "Known(…)"  # never into a log


@dataclass(frozen=True, slots=True)
class Sending:
    """A case as it goes out. Coordinates in WGS-84 degrees, both or none."""

    service_code: str
    text: str
    reference: str
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    answers: Mapping[str, Sequence[str]] | None = None
    known: Known | None = None


def reference(number: str) -> str:
    """How our number stands at the end of the words, by which the request is found again."""
    return f"[{number}]"


def fields(sent: Sending) -> list[tuple[str, str]]:
    """Name and value of each field, in the standard's names; empty ones are left out."""
    pairs = [
        ("service_code", sent.service_code),
        ("description", f"{sent.text.strip()} {sent.reference}"),
        ("address_string", sent.address),
    ]
    if sent.lat is not None and sent.lon is not None:
        pairs += [("lat", f"{sent.lat:.6f}"), ("long", f"{sent.lon:.6f}")]
    for code, values in (sent.answers or {}).items():
        name = f"attribute[{code}]" if len(values) == 1 else f"attribute[{code}][]"
        pairs += [(name, value) for value in values]
    if sent.known:
        pairs += _names(sent.known.name)
        pairs += [("phone", sent.known.phone), ("email", sent.known.email)]
    return [(name, value) for name, value in pairs if value]


def _names(name: str) -> list[tuple[str, str]]:
    """First and last name: "Yang Liu" by its blank; 刘洋 is one name, its family name first."""
    if name.isascii() and " " in name:
        first, _blank, last = name.rpartition(" ")
        return [("first_name", first), ("last_name", last)]
    if name.isascii():
        return [("first_name", name)]
    return [("last_name", name[:1]), ("first_name", name[1:])]
