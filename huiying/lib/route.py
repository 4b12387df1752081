"""In which order to walk to some places. Pure.

The next nearest first, then crossings are taken out (2-opt) until none is left: for the few dozen
places of a day within a few percent of the shortest walk. As the crow flies: streets are not known.
"""

from __future__ import annotations

from collections.abc import Sequence

from huiying.lib.coordinates import Point, haversine

Metres = float
SHORTER = 1e-6  # metres: what counts as an improvement


def route(places: Sequence[Point], start: Point | None = None) -> list[tuple[int, Metres]]:
    """Each place once, as (position in ``places``, metres from the one before).

    Without ``start`` the walk begins at the first place. It ends anywhere.
    """
    if not places:
        return []
    points = [start or places[0], *(places if start else places[1:])]
    away = [[haversine(*one, *other) for other in points] for one in points]
    order = _uncrossed(_nearest(away), away)
    legs = [(point, away[order[at]][point]) for at, point in enumerate(order[1:])]
    shift = 1 if start else 0
    return [*([] if start else [(0, 0.0)]), *((point - shift, leg) for point, leg in legs)]


def _nearest(away: list[list[Metres]]) -> list[int]:
    """From 0 always to the nearest that is left."""
    order, left = [0], set(range(1, len(away)))
    while left:
        here = away[order[-1]]
        order.append(min(left, key=lambda one: (here[one], one)))
        left.remove(order[-1])
    return order


def _uncrossed(order: list[int], away: list[list[Metres]]) -> list[int]:
    """Turns stretches round as long as that makes the walk shorter; the start stays."""
    better = True
    while better:
        better = False
        for first in range(1, len(order) - 1):
            for last in range(first + 1, len(order)):
                if _gain(order, away, first, last) > SHORTER:
                    order[first : last + 1] = reversed(order[first : last + 1])
                    better = True
    return order


def _gain(order: list[int], away: list[list[Metres]], first: int, last: int) -> Metres:
    before, one, other = order[first - 1], order[first], order[last]
    gain = away[before][one] - away[before][other]
    if last + 1 < len(order):
        gain += away[other][order[last + 1]] - away[one][order[last + 1]]
    return gain
