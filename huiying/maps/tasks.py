"""Background entry points of the map."""

from __future__ import annotations

from django_tasks import task

from huiying.cases import public
from huiying.maps import projection, queries

AT_ONCE = 500  # cases in a transaction: nobody waits long for a rule


@task()
def redraw() -> None:
    """Draw the map anew after what is public has changed for many cases at once."""
    idents = sorted({*public.placed_by_rule(), *queries.pinned()})
    for start in range(0, len(idents), AT_ONCE):
        projection.renew(idents[start : start + AT_ONCE])
