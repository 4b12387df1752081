"""Run in the measured home: the district, the people of the benchmark, a past of N cases."""

from __future__ import annotations

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from bench import seed  # noqa: E402
from bench.client import PASSWORD  # noqa: E402
from huiying.accounts.actors import system  # noqa: E402
from huiying.accounts.keys import create_key  # noqa: E402
from huiying.accounts.models import Person, Post  # noqa: E402
from huiying.cases.public_models import PublicRule  # noqa: E402
from huiying.demo.directory import build  # noqa: E402
from huiying.directory import queries as directory  # noqa: E402
from huiying.directory.models import Area, Category, Unit  # noqa: E402
from huiying.journal.queries import verify  # noqa: E402


def district() -> None:
    """The demonstration's district, once."""
    if not Unit.objects.exists():
        build(at=timezone.now())
        directory.forget()


def people() -> dict[str, int]:
    """One operator, dispatcher and handler; the ids the clients need."""
    top = Unit.objects.get(kind="district")
    lead = Unit.objects.filter(kind="department").order_by("code").first()  # the handler's
    community = Area.objects.filter(kind="community").order_by("code").first()
    category = Category.objects.filter(kind="demand", children=None, on_site_check=False).first()
    if lead is None or community is None or category is None:
        raise SystemExit("the district is not whole")
    for role, unit in (("operator", top), ("dispatcher", top), ("handler", lead), ("leader", top)):
        if not Person.objects.filter(username=f"bench-{role}").exists():
            person = Person.objects.create_user(f"bench-{role}", PASSWORD, name=role)
            Post.objects.create(person=person, role=role, unit=unit)
    return {"unit": lead.pk, "area": community.pk, "category": category.pk}


def doors() -> str:
    """Everything is public that may be, and another application has a key without a limit."""
    for root in Category.objects.filter(parent=None):
        PublicRule.objects.get_or_create(category=root, defaults={"coarse_metres": 200})
    given = create_key(
        name="bench", scopes=["open311"], actor=system("bench"), at=timezone.now(), per_minute=0
    )
    return given.text


def main() -> None:
    total = int(sys.argv[1])
    district()
    answer: dict[str, object] = dict(people())
    answer["key"] = doors()
    seed.fill(total, seed.demo_texts())
    if "--verify" in sys.argv:
        answer["broken"] = verify().broken
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
