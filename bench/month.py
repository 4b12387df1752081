"""Run in the measured home: a month of a district of 343 streets and 60 departments, lived through
the real actions; then passes of reminders over it."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings")
django.setup()

from django.db import transaction  # noqa: E402
from django.db.models import Count  # noqa: E402

from huiying.accounts.actors import Actor, system  # noqa: E402
from huiying.accounts.models import Person, Post  # noqa: E402
from huiying.accounts.queries import forget_people  # noqa: E402
from huiying.cases import actions as cases  # noqa: E402
from huiying.cases.actions import NewCase  # noqa: E402
from huiying.cases.people import Contact  # noqa: E402
from huiying.demo.directory import build  # noqa: E402
from huiying.directory import queries as directory  # noqa: E402
from huiying.directory.models import Area, Category, Unit  # noqa: E402
from huiying.dispatch import actions as dispatch  # noqa: E402
from huiying.journal.delivery import deliver_pending  # noqa: E402
from huiying.supervision import nudging  # noqa: E402
from huiying.supervision.models import Item, Nudge, Track  # noqa: E402
from huiying.whistles import actions as whistles  # noqa: E402
from huiying.whistles.actions import Call, NewWhistle  # noqa: E402

STREETS, DEPARTMENTS = 343, 60
START = datetime(2026, 9, 1, 0, 30, tzinfo=UTC)
MONTH = timedelta(days=30)
END = START + MONTH
PART = 50  # acts of one transaction: commits of a month in one process would cost an hour
SIGNED, REPORTED, RETURNED = 0.7, 0.45, 0.03
PEOPLE = 2  # at each unit


def main() -> None:
    what, amount = sys.argv[1], int(sys.argv[2])
    if what == "live":
        answer = live(amount, int(sys.argv[3]))
    elif what == "pass":
        answer = one_pass(END + timedelta(days=amount))
    elif what == "waiting":
        due = Track.objects.filter(next_at__lte=END + timedelta(days=amount))
        answer = {"waiting": due.count()}
    else:
        answer = {"nudges": Nudge.objects.count()}
    sys.stdout.write(json.dumps(answer) + "\n")


def district() -> tuple[list[int], list[int], list[int]]:
    """The demonstration's directory, grown to size; ids of departments, streets and their areas."""
    build(at=START)
    directory.forget()
    root, top = Area.objects.get(parent=None), Unit.objects.get(kind="district")
    areas = {a.code: a for a in Area.objects.filter(kind="street")}
    for number in range(len(areas), STREETS):
        row = Area(code=f"1199{number:05d}", name=f"街道{number}", kind="street", parent=root)
        row.save()
        row.path = f"{root.path}{row.pk}/"
        row.save(update_fields=["path"])
        _unit(top, f"S{number}", f"街道{number}办事处", "street", row)
    for number in range(Unit.objects.filter(kind="department").count(), DEPARTMENTS):
        _unit(top, f"D{number}", f"部门{number}", "department", None)
    directory.forget()
    kinds = {kind: list(Unit.objects.filter(kind=kind)) for kind in ("department", "street")}
    people = [
        (Person(username=f"{unit.pk}-{n}", name=f"承办{unit.pk}-{n}", password="!"), unit)  # noqa: S106
        for units in kinds.values()
        for unit in units
        for n in range(PEOPLE)
    ]
    wide = [("supervisor", 5), ("leader", 3), ("dispatcher", 1)]
    people += [
        (Person(username=f"{role}-{n}", name=f"{role}{n}", password="!"), top)  # noqa: S106
        for role, count in wide
        for n in range(count)
    ]
    Person.objects.bulk_create([person for person, _ in people])
    Post.objects.bulk_create(Post(person=p, unit=u, role=_role(p, u)) for p, u in people)
    forget_people()
    streets = [u.pk for u in kinds["street"]]
    return [u.pk for u in kinds["department"]], streets, [u.area_id or 0 for u in kinds["street"]]


def _unit(top: Unit, code: str, name: str, kind: str, area: Area | None) -> None:
    row = Unit(code=code, name=name, kind=kind, parent=top, area=area)
    row.save()
    row.path = f"{top.path}{row.pk}/"
    row.save(update_fields=["path"])


def _role(person: Person, unit: Unit) -> str:
    known = {"department": "handler", "street": "street"}
    return known.get(unit.kind) or person.username.partition("-")[0]


def live(count: int, blown: int) -> dict[str, object]:
    """Every case is received and dispatched; most are signed for, some reported or given back."""
    departments, streets, areas = district()
    chance, used = Random(3), time.perf_counter()
    category = Category.objects.filter(kind="demand", children=None).first()
    step = MONTH / count
    for start in range(0, count, PART):
        with transaction.atomic():
            for number in range(start, min(start + PART, count)):
                at = START + step * number
                place = chance.randrange(len(streets))
                unit = streets[place] if chance.random() < 0.8 else chance.choice(departments)
                _case(number, unit, areas[place], category, chance, at)
    for number in range(blown):
        _whistle(number, chance, streets, departments)
    lived = time.perf_counter() - used
    used = time.perf_counter()
    deliver_pending(END, most=10_000_000)
    return {
        "measure": "month", "cases": count, "whistles": blown, "streets": len(streets),
        "departments": len(departments), "lived_seconds": round(lived),
        "delivered_seconds": round(time.perf_counter() - used), "tracks": Track.objects.count(),
    }  # fmt: skip


def _case(
    number: int, unit: int, area: int, category: Category | None, chance: Random, at: datetime
) -> None:
    clerk = system("bench")
    new = NewCase(
        kind="complaint", channel="hotline", title=f"路灯不亮 {number}", body="一周没亮。",
        address="东门", area_id=area, category_id=category.pk if category else None,
        level="urgent" if chance.random() < 0.05 else "general",
        reporter=Contact(f"居民{number}", f"1990{number:07d}"),
    )  # fmt: skip
    case = cases.receive(new, actor=clerk, at=at, file=True)
    dispatch.dispatch(case_id=case.pk, unit_id=unit, actor=clerk, at=at)
    if chance.random() >= SIGNED:
        return
    dispatch.sign(case_id=case.pk, actor=clerk, at=at + timedelta(hours=1))
    if chance.random() < RETURNED:
        dispatch.return_case(
            case_id=case.pk, actor=clerk, at=at + timedelta(hours=2), text="不属本单位",
            basis="三定方案", proposed_unit_id=unit,
        )  # fmt: skip
    elif chance.random() < REPORTED / SIGNED:
        dispatch.report(case_id=case.pk, actor=clerk, at=at + timedelta(hours=3), text="已修好")


def _whistle(number: int, chance: Random, streets: list[int], departments: list[int]) -> None:
    at = START + MONTH * chance.random()
    kind = chance.choice(("hard", "joint", "emergency"))
    called = chance.sample(departments, 2)
    whistles.blow(
        new=NewWhistle(
            street_id=chance.choice(streets), kind=kind, title=f"反复停水 {number}",
            words="产权不清", place="东门", meet_at=at + timedelta(days=1),
            calls=tuple(Call(unit, "查明归属") for unit in called),
        ),
        actor=_blower(), at=at,
    )  # fmt: skip


def _blower() -> Actor:
    return system("bench")


def one_pass(at: datetime) -> dict[str, object]:
    """All that has reached a rung is told; the processor's and the clock's seconds."""
    start = time.perf_counter()
    given = nudging.run_due(at)
    seconds = time.perf_counter() - start
    keys = Nudge.objects.values("about", "subject", "what", "due_at", "step").order_by()
    doubled = keys.annotate(n=Count("pk")).filter(n__gt=1).count()
    return {
        "measure": "pass", "given": given, "nudges": Nudge.objects.count(),
        "items": Item.objects.count(), "seconds": round(seconds, 1), "doubled": doubled,
        "unheard": Nudge.objects.filter(items=None).count(),
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


if __name__ == "__main__":
    main()
