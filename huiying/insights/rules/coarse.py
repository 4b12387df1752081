"""Kinds of the parts of an address: fine, as annotated; coarse, as a reader needs them. Pure."""

from __future__ import annotations

Part = tuple[int, int, str]  # start, end (excluded), kind

COARSE = {
    "country": "area", "prov": "area", "city": "area", "district": "area",
    "devzone": "town", "town": "town", "community": "community",
    "road": "road", "subroad": "road", "roadno": "number", "subroadno": "number",
    "poi": "place", "subpoi": "place", "houseno": "building",
    "cellno": "room", "floorno": "room", "roomno": "room",
}  # fmt: skip
PLACES = frozenset(COARSE.values())


def coarse(kind: str) -> str:
    """The coarse kind of a kind; one that has none (a person, what says nothing) stays."""
    return COARSE.get(kind, kind)
