"""Full-text search by character bigrams, the same words found on SQLite and PostgreSQL.

FTS5's own tokenizers find nothing for two-character words and pg_trgm nothing under LC_CTYPE=C,
so documents are cut into bigrams here and the databases only intersect them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from huiying.lib.text import bigrams, query_terms

NEWEST = 3000  # a search looks at this many newest documents that match; pages say so


def put(documents: Iterable[tuple[int, str]]) -> None:
    """Index (or index again) documents by id, in the caller's transaction."""
    rows = [(ident, " ".join(bigrams(text))) for ident, text in documents]
    if connection.vendor == "postgresql":
        _execute_many(
            "INSERT INTO search_document (id, terms) VALUES {} "
            "ON CONFLICT (id) DO UPDATE SET terms = excluded.terms",
            "(%s, array_to_tsvector(%s))",
            [(ident, sorted(set(terms.split()))) for ident, terms in rows],
        )
    else:
        _execute_many(
            "INSERT OR REPLACE INTO search_document (rowid, terms) VALUES {}", "(%s, %s)", rows
        )


def drop(idents: Iterable[int]) -> None:
    """Forget documents."""
    key = "id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        for ident in idents:
            cursor.execute(f"DELETE FROM search_document WHERE {key} = %s", [ident])  # noqa: S608


def hits(text: str) -> list[int] | None:
    """The newest matching ids, for ``filter(id__among=…)``; None: nothing asked.

    They are looked for once, here: a page asks for its rows and for their number, and looking is
    most of the work.
    """
    asked = _asked(text)
    if asked is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(*asked)
        return [row[0] for row in cursor.fetchall()]


def _asked(text: str) -> tuple[str, list[Any]] | None:
    """The statement that looks for the newest documents with all words of a text."""
    terms = query_terms(text)
    if not terms:
        return None
    if connection.vendor == "postgresql":
        query = " & ".join(
            "'" + term.replace("\\", "\\\\").replace("'", "''") + "'" for term in terms
        )
        return (
            "SELECT search_newest(%s::tsquery, %s)",
            [query, NEWEST],
        )
    query = " ".join('"' + term.replace('"', '""') + '"' for term in terms)
    return (
        (
            "SELECT rowid FROM search_document WHERE search_document MATCH %s "
            "ORDER BY rowid DESC LIMIT %s"
        ),
        [query, NEWEST],
    )


def hits_any(words: Sequence[str], *, recent: int = 400) -> list[int]:
    """The documents that share most of some words, best first: candidates for likely duplicates.

    Only the ``recent`` newest documents of each word count, so that the cost stays the same as
    data grows; on PostgreSQL it grows with ``recent`` for frequent words.
    """
    if not words:
        return []
    if connection.vendor == "postgresql":
        one = "SELECT search_newest(%s::tsquery, %s) AS ident"
        queries = ["'" + w.replace("\\", "\\\\").replace("'", "''") + "'" for w in words]
    else:
        one = (
            "SELECT * FROM (SELECT rowid AS ident FROM search_document "
            "WHERE search_document MATCH %s ORDER BY rowid DESC LIMIT %s)"
        )
        queries = ['"' + w.replace('"', '""') + '"' for w in words]
    union = " UNION ALL ".join([one] * len(queries))
    values = [value for query in queries for value in (query, recent)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ident FROM ({union}) AS found GROUP BY ident "  # noqa: S608 (parameters)
            "ORDER BY count(*) DESC, ident DESC LIMIT 60",
            values,
        )
        return [row[0] for row in cursor.fetchall()]


def _execute_many(statement: str, place: str, rows: Sequence[tuple[int, Any]]) -> None:
    """One multi-row statement per 400 rows: fewer round trips than executemany on PostgreSQL."""
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 400):
            part = rows[start : start + 400]
            values = [value for row in part for value in row]
            cursor.execute(statement.format(", ".join([place] * len(part))), values)
