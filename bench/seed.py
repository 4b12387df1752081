"""Fills an empty database with a believable past, fast: multi-row INSERT or COPY, no actions.

The district, its units, areas and categories are the demo's; texts come from its sentences. The
journal is chained as the real one, so that everything after it works on a whole chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from huiying.cases import people
from huiying.cases.models import Case
from huiying.cases.people import Contact
from huiying.demo.content.places import build_district
from huiying.demo.content.voices import voices
from huiying.directory import queries as directory
from huiying.journal.actions import FIRST, payload
from huiying.journal.models import Cursor, Entry
from huiying.journal.subscriptions import subscriptions
from huiying.lib.chain import canonical, link
from huiying.lib.numbers import public_number, tracking_code
from huiying.lib.text import bigrams

DAYS = 365
CHUNK = 2000
STATES = (  # share of the newest cases that are still open, by state
    ("filed", 2), ("returned", 1), ("dispatched", 3), ("handling", 8), ("reported", 2),
    ("verified", 3),
)  # fmt: skip
OPEN_DAYS = 14

CASE = (
    "id", "number", "tracking_code", "source", "source_number", "idempotency_key", "kind",
    "channel", "level", "title", "body", "address", "area_id", "category_id", "lon", "lat",
    "source_crs", "extra", "reporter_id", "confidential", "accused_unit_id", "accused_person_id",
    "state", "open", "version", "cycle", "lead_unit_id", "returns", "declining", "closing",
    "cause_id", "parent_id", "master_id", "received_at", "dispatched_at", "due_at",
    "suspended_until", "reported_at", "closed_at", "changed_at", "anonymised_at",
)  # fmt: skip
REPORTER = (
    "id", "name_sealed", "phone_sealed", "email_sealed", "name_index", "phone_index",
    "email_index", "name_masked", "phone_masked", "anonymised_at",
)  # fmt: skip
ASSIGNMENT = (
    "id", "case_id", "cycle", "unit_id", "role", "open", "ended", "ended_at", "binding", "trace",
    "dispatched_at", "sign_due", "resolve_due", "next_due", "signed_at", "reported_at", "reworks",
    "on_time",
)  # fmt: skip
CALL = (
    "id", "case_id", "cycle", "unit_id", "method", "reached", "contacted", "responded", "solved",
    "satisfied", "why_not", "at",
)  # fmt: skip
VERDICT = (
    "id", "case_id", "cycle", "period", "unit_id", "area_id", "category_id", "responded", "solved",
    "satisfied", "approver", "at",
)  # fmt: skip
ENTRY = (
    "id", "at", "event", "topic", "subject_id", "actor_id", "actor_name", "data", "hash",
)  # fmt: skip


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows into a table by the quickest way the database has."""
    names = ", ".join(f'"{name}"' for name in columns)
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
    else:
        places = ", ".join(["?"] * len(columns))
        connection.ensure_connection()
        statement = f"INSERT INTO {table} ({names}) VALUES ({places})"
        connection.connection.executemany(statement, [tuple(map(_lite, row)) for row in rows])


def _lite(value: Any) -> Any:
    return (
        value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
        if isinstance(value, datetime)
        else value
    )


class Past:
    """Makes the rows of case after case; the same seed makes the same past."""

    def __init__(self, texts: Sequence[tuple[str, str, str]], total: int, now: datetime) -> None:
        self.rng = Random(11)
        self.texts, self.total, self.now = texts, total, now
        units = directory.units().rows.values()
        self.units = [u.id for u in units if u.kind in ("department", "street", "community")]
        self.areas = [a.id for a in directory.areas().rows.values() if a.kind == "community"]
        tree = directory.categories()
        self.categories = [
            c.id for c in tree.rows.values() if c.kind == "demand" and len(tree.below(c.id)) == 1
        ]
        self.step = timedelta(days=DAYS) / total
        self.sealed = [_contact(n) for n in range(2000)]

    def case(self, ident: int) -> dict[str, list[tuple[Any, ...]]]:
        rng = self.rng
        at = self.now - timedelta(days=DAYS) + self.step * ident
        title, body, address = rng.choice(self.texts)
        unit, area, category = (
            rng.choice(self.units),
            rng.choice(self.areas),
            rng.choice(self.categories),
        )
        state = self._state(at)
        is_open = state != "closed"
        has_unit = state not in ("filed", "returned")
        due = at + timedelta(days=rng.choice((2, 5, 7)))
        closed = None if is_open else at + timedelta(days=rng.random() * 6 + 0.5)
        reported = closed or (at if state in ("reported", "verified") else None)
        number = public_number("HB", at.date(), ident)  # a prefix of its own
        rows: dict[str, list[tuple[Any, ...]]] = {
            "cases_reporter": [(ident, *self.sealed[ident % 2000], None)],
            "cases_case": [(
                ident, number, tracking_code(), "", "", None, rng.choice(("complaint", "help", "consultation")),
                rng.choice(("hotline", "web")), "general", title, body, address, area, category,
                None, None, "wgs84", "{}", ident, False, None, None, state, is_open, 5, 1,
                unit if has_unit else None, 0, "", "" if is_open else "called_back", None, None, None,
                at, at if has_unit else None, due if has_unit else None, None, reported, closed,
                closed or at, None,
            )],
            "search_document": [(ident, " ".join(bigrams(f"{title}\n{body}\n{address}\n")))],
        }  # fmt: skip
        if has_unit:
            signed = None if state == "dispatched" else at + timedelta(hours=1)
            rows["dispatch_assignment"] = [(
                ident, ident, 1, unit, "lead", is_open, "" if is_open else "done", closed, False, "{}",
                at, at + timedelta(hours=4), due, None if reported else due, signed, reported, 0,
                None if reported is None else reported <= due,
            )]  # fmt: skip
        if closed:
            good = rng.random() < 0.9
            rows["oversight_callback"] = [(
                ident, ident, 1, unit, "phone", True, True, True, "yes" if good else "no",
                "yes" if good else "no", "" if good else "没修好", closed,
            )]  # fmt: skip
            rows["scorecard_verdict"] = [(
                ident, ident, 1, f"{closed:%Y-%m}", unit, area, category, True, good, good, "", closed,
            )]  # fmt: skip
        return rows

    def _state(self, at: datetime) -> str:
        if self.now - at > timedelta(days=OPEN_DAYS) or self.rng.random() < 0.5:
            return "closed"
        names, weights = zip(*STATES, strict=True)
        return str(self.rng.choices(names, weights)[0])


def _contact(n: int) -> tuple[Any, ...]:
    row = people.seal(Contact(f"居民{n}", f"1990{n:07d}"))
    return (
        row.name_sealed, row.phone_sealed, row.email_sealed, row.name_index, row.phone_index,
        row.email_index, row.name_masked, row.phone_masked,
    )  # fmt: skip


def _entries(
    first: int, idents: Iterable[int], at: datetime, tail: bytes
) -> tuple[list[tuple[Any, ...]], bytes]:
    rows = []
    for offset, ident in enumerate(idents):
        entry = Entry(
            id=first + offset, at=at, event="Received", topic="case", subject_id=ident,
            actor_id=None, actor_name="bench", data=canonical({"number": str(ident)}).decode(),
        )  # fmt: skip
        tail = link(tail, payload(entry))
        rows.append((entry.id, at, "Received", "case", ident, None, "bench", entry.data, tail))
    return rows, tail


COLUMNS = {
    "cases_reporter": REPORTER,
    "cases_case": CASE,
    "dispatch_assignment": ASSIGNMENT,
    "oversight_callback": CALL,
    "scorecard_verdict": VERDICT,
}


def fill(total: int, texts: Sequence[tuple[str, str, str]], *, say: Any = None) -> None:
    """Fill up to ``total`` cases; what is there already stays."""
    done = Case.objects.order_by("-id").values_list("id", flat=True).first() or 0
    if done >= total:
        return
    now = timezone.now()
    past = Past(texts, total, now)
    last = Entry.objects.order_by("-id").values_list("id", "hash").first()
    entry_id, tail = (last[0], bytes(last[1])) if last else (0, FIRST)
    for chunk in _chunks(range(done + 1, total + 1)):
        gathered: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
        documents: list[tuple[Any, ...]] = []
        for ident in chunk:
            for table, rows in past.case(ident).items():
                (documents if table == "search_document" else gathered[table]).extend(rows)
        entries, tail = _entries(entry_id + 1, chunk, now, tail)
        entry_id += len(entries)
        with transaction.atomic():
            for table, columns in COLUMNS.items():
                insert(table, columns, gathered[table])
            insert("journal_entry", ENTRY, entries)
            _documents(documents)
        if say:
            say(f"{chunk[-1]:,} / {total:,}")
    _finish()


def _documents(documents: list[tuple[Any, ...]]) -> None:
    if connection.vendor == "postgresql":
        quoted = (
            (i, " ".join(f"'{t}'" for t in sorted(set(terms.split())))) for i, terms in documents
        )
        insert("search_document", ("id", "terms"), quoted)
    else:
        insert("search_document", ("rowid", "terms"), documents)


def _finish() -> None:
    """Sums, sequences and statistics as a running service would have them; who reads the journal
    has read it. The past is in no common problems: grouping it is measured by bench.problems."""
    last = Entry.objects.order_by("id").values_list("id", flat=True).last() or 0
    for reader in subscriptions():
        Cursor.objects.update_or_create(name=reader.name, defaults={"position": last})
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM scorecard_tally")
        cursor.execute(
            "INSERT INTO scorecard_tally (period, unit_key, area_key, category_key, counted, "
            "excluded, responded, solved, satisfied) SELECT period, unit_id, area_id, category_id, "
            "count(*), 0, count(*), sum(CASE WHEN solved THEN 1 ELSE 0 END), "
            "sum(CASE WHEN satisfied THEN 1 ELSE 0 END) FROM scorecard_verdict "
            "GROUP BY period, unit_id, area_id, category_id"
        )
        for keys, group in (
            ("unit_key, -1, -1", ", unit_key"),
            ("-1, area_key, -1", ", area_key"),
            ("-1, -1, category_key", ", category_key"),
            ("-1, -1, -1", ""),
        ):
            cursor.execute(
                "INSERT INTO scorecard_tally (period, unit_key, area_key, category_key, counted, "
                f"excluded, responded, solved, satisfied) SELECT period, {keys}, sum(counted), 0, "
                "sum(responded), sum(solved), sum(satisfied) FROM scorecard_tally WHERE unit_key "
                f">= 0 AND area_key >= 0 AND category_key >= 0 GROUP BY period{group}"
            )
        if connection.vendor == "postgresql":
            for table in COLUMNS:
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
                )
            # As after a night of autovacuum: the first reader need not mark a million rows.
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
        else:
            cursor.execute("ANALYZE")


def _chunks(idents: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(idents)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def demo_texts(count: int = 4000) -> list[tuple[str, str, str]]:
    """Title, body and address of invented voices of the demo district."""
    rng = Random(5)
    district = build_district(rng)
    return [(v.title, v.body, v.address) for v in voices(rng, district, count)]
