"""Who is told: everybody with a post, read once for a pass, found without a query each."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from huiying.accounts import queries as accounts
from huiying.accounts.actors import Grant
from huiying.accounts.roles import Role
from huiying.directory import queries as directory
from huiying.supervision.rules.ladder import Rung, Whom
from huiying.supervision.sources import Owed

WORKING = (Role.HANDLER, Role.STREET)


class Roster:
    """The posts of a day."""

    def __init__(self, on: date) -> None:
        self.at_unit: dict[int, set[int]] = defaultdict(set)
        self.wide: dict[str, list[tuple[int, Grant]]] = defaultdict(list)
        self.people: set[int] = set()
        for person, grant in accounts.posts_in_force(on):
            self.people.add(person)
            if grant.role in WORKING:
                self.at_unit[grant.unit_id].add(person)
            else:
                self.wide[grant.role].append((person, grant))

    def told(self, owed: Owed, rung: Rung) -> set[int]:
        """Whom a rung tells; never whom the case complains of. Who is not there is passed over
        for the next above, so that a reminder always reaches somebody where anybody is."""
        found = self._told(owed, rung)
        return found - {owed.accused} if owed.accused else found

    def _told(self, owed: Owed, rung: Rung) -> set[int]:
        if rung.whom is Whom.LEADERS:
            return self._wide(Role.LEADER, owed.area) or self._wide(Role.SUPERVISOR, owed.area)
        if rung.whom is Whom.SUPERVISORS:
            return self._wide(Role.SUPERVISOR, owed.area) or self._wide(Role.LEADER, owed.area)
        if rung.whom is Whom.OWNER and owed.owner in self.people:
            return {owed.owner} if owed.owner else set()
        above = directory.units().above(owed.unit)
        start = rung.climb if rung.whom is Whom.ABOVE else 0
        for unit in above[start:]:
            if found := self.at_unit.get(unit):
                return set(found)
        return self._wide(Role.SUPERVISOR, owed.area)

    def _wide(self, role: Role, area: int | None) -> set[int]:
        return {
            person
            for person, grant in self.wide[role]
            if grant.area_ids is None or (area is not None and area in grant.area_ids)
        }
