"""Run in the home of bench.fuzz: `open` gives a stranger all they need; `check N` tells what is unsound."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from bench.compare import EACH, broken  # noqa: E402
from huiying.accounts.actors import system  # noqa: E402
from huiying.accounts.keys import create_key  # noqa: E402
from huiying.accounts.models import Person, Post  # noqa: E402
from huiying.api.urls import api  # noqa: E402
from huiying.cases.models import Case, Note  # noqa: E402
from huiying.directory.models import Category, Unit  # noqa: E402
from huiying.files.models import StoredFile  # noqa: E402
from huiying.files.places import path_of, root  # noqa: E402
from huiying.journal.delivery import deliver_pending  # noqa: E402
from huiying.journal.models import Entry  # noqa: E402

ROLES = ("operator", "dispatcher", "handler", "street", "supervisor", "administrator")


def opened() -> dict[str, object]:
    """A key of somebody who holds nearly every post, and names of things that are there."""
    person = Person.objects.create(username="bench-all", name="all", password="!")  # noqa: S106
    for role in ROLES:
        Post.objects.create(person=person, role=role, unit=Unit.objects.get(kind="district"))
    key = create_key(
        name="fuzz", scopes=["api:write", "open311"], person_id=person.pk, actor=system("bench"),
        at=timezone.now(), per_minute=0,
    )  # fmt: skip
    case = Case.objects.filter(state="handling").order_by("id").first() or Case.objects.first()
    service = Category.objects.filter(kind="demand", children=None).order_by("code").first()
    if case is None or service is None:
        raise SystemExit("there is no case or no category")
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return {
        "number": case.number, "code": case.tracking_code, "service": service.code, "key": key.text,
        "operations": [
            [method.upper(), path] for path, of in sorted(paths.items()) for method in sorted(of)
        ],
    }  # fmt: skip


def unsound(past: int) -> Iterator[str]:
    """What must hold for every row, whatever was sent."""
    deliver_pending(timezone.now())
    yield from broken(past)
    received = Counter(
        Entry.objects.filter(topic="case", event="Received").values_list("subject_id", flat=True)
    )
    for case in Case.objects.filter(pk__gt=past):
        if received[case.pk] != 1:
            yield f"{case.number} was received {received[case.pk]} times"
        if not case.title.strip():
            yield f"{case.number} has no title"
    odd = received.keys() - set(Case.objects.values_list("pk", flat=True))
    yield from (f"case {ident} was received and is not there" for ident in sorted(odd))
    told = Entry.objects.filter(topic="case", subject_id__gt=past).values_list("data", flat=True)
    known = {ident for data in told if (ident := json.loads(data).get("note_id"))}
    notes = Note.objects.filter(case_id__gt=past).exclude(pk__in=known)
    yield from (f"note {note.pk} is in no entry of the journal" for note in notes)
    for stored in StoredFile.objects.all():
        path = path_of(stored.digest)
        if not path.is_file() or path.stat().st_size != stored.size:
            yield f"file {stored} is not there whole"
    yield from (f"{path.name} was left half written" for path in root().rglob("*.part"))


def main() -> None:
    if sys.argv[1] == "open":
        answer: dict[str, object] = opened()
    else:
        found = list(unsound(int(sys.argv[2])))
        answer = {"cases": Case.objects.count(), "unsound": len(found), "faults": found[:EACH]}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
