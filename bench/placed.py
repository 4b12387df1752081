"""Run in the measured home: a past of N letters in their common problems, then one new case after
another is placed as the background worker places it."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import prepare, seed  # noqa: E402
from bench.problems import written  # noqa: E402
from huiying.accounts.actors import system  # noqa: E402
from huiying.cases.actions.intake import NewCase, receive  # noqa: E402
from huiying.cases.models import Case  # noqa: E402
from huiying.cases.people import Contact  # noqa: E402
from huiying.insights import placing  # noqa: E402
from huiying.insights.models import Member, Problem  # noqa: E402
from huiying.insights.rules.problems import Message  # noqa: E402

NEW = 200
WORDINGS = 400_000  # letters written at most; a larger past says each several times


def main() -> None:
    total = int(sys.argv[1])
    prepare.district()
    about = prepare.people()
    letters = list(written(min(total, WORDINGS)))
    seed.fill(total, [(one.title, one.body, one.title) for _, one in letters])
    group({letter.title: grievance for grievance, letter in letters})
    chance = Random(9)
    took = sorted(place(chance.choice(letters)[1], number, about) for number in range(NEW))
    answer = {
        "cases": total,
        "problems": Problem.objects.count(),
        "largest": Problem.objects.order_by("-size").values_list("size", flat=True)[0],
        "added": NEW,
        "median_ms": round(statistics.median(took), 1),
        "p95_ms": round(took[NEW * 95 // 100], 1),
        "worst_ms": round(took[-1], 1),
    }
    sys.stdout.write(json.dumps(answer) + "\n")


def place(letter: Message, number: int, about: dict[str, int]) -> float:
    """Milliseconds for one more case about what a letter of the past is about."""
    fresh = NewCase(
        kind="complaint", channel="hotline", title=letter.title + "，还是没有人管",
        body=letter.body, address=letter.title, area_id=about["area"],
        category_id=about["category"], reporter=Contact(f"居民{number}", f"1991{number:07d}"),
    )  # fmt: skip
    case = receive(fresh, actor=system("bench"), at=timezone.now())
    start = time.perf_counter()
    placing.renew([case.pk], timezone.now())
    return (time.perf_counter() - start) * 1000


def group(grievance_of: dict[str, int]) -> None:
    """Every case in the problem of its grievance, as if each had been placed when it came."""
    numbers: dict[int, int] = {}
    problems: list[Problem] = []
    members: list[Member] = []
    rows = Case.objects.order_by("id").values_list("id", "title")
    for ident, title in rows.iterator(chunk_size=10_000):
        grievance = grievance_of[title]
        if grievance not in numbers:
            numbers[grievance] = len(numbers) + 1
            problems.append(Problem(id=numbers[grievance], title=title, size=1, voices=1))
        members.append(Member(case_id=ident, problem_id=numbers[grievance]))
    with transaction.atomic():
        Problem.objects.bulk_create(problems, batch_size=5_000)
        Member.objects.bulk_create(members, batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE insights_problem SET size = (SELECT count(*) FROM insights_member "
            "WHERE problem_id = insights_problem.id)"
        )
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('insights_problem', 'id'), "
                "(SELECT max(id) FROM insights_problem))"
            )
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    main()
