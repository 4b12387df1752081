"""Invented addresses, annotated, in the two columns of such files."""

from __future__ import annotations

import itertools

AREAS = (("青禾市", "city"), ("柳林县", "district"), ("云山区", "district"))
TOWNS = (("泉河街道", "town"), ("云岭镇", "town"), ("石桥乡", "town"))
ROADS = (("松林路", "road"), ("建新大街", "road"), ("望江巷", "road"), ("春晖路", "road"))
PLACES = (("幸福里小区", "poi"), ("和顺花园", "poi"), ("青禾中学", "poi"), ("东风苑", "poi"))
DOORS = (("3幢", "houseno"), ("12栋", "houseno"), ("2单元", "cellno"), ("501室", "roomno"))


def invented() -> list[list[tuple[str, str]]]:
    """Addresses as (words, kind) parts; no two alike."""
    found = []
    for number, parts in enumerate(itertools.product(AREAS, TOWNS, ROADS, PLACES, DOORS)):
        area, town, road, place, door = parts
        house = (f"{number % 90 + 1}号", "roadno")
        found.append([
            [area, town, road, house, place, door],
            [town, place, door],
            [area, road, house],
            [("联系物业", "redundant"), town, road, house],
        ][(number + number // 4) % 4])  # fmt: skip
    return found


def written(addresses: list[list[tuple[str, str]]]) -> str:
    """The text of a file."""
    lines = []
    for address in addresses:
        for words, kind in address:
            lines += [f"{one} {'I' if at else 'B'}-{kind}" for at, one in enumerate(words)]
        lines.append("")
    return "\n".join(lines)
