"""The full-text index: FTS5 on SQLite, a tsvector table with GIN on PostgreSQL."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = (
    "CREATE VIRTUAL TABLE search_document USING fts5"
    "(terms, detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')",
    "INSERT INTO search_document (search_document, rank) VALUES ('automerge', 8)",
)
POSTGRESQL = (
    "CREATE TABLE search_document (id bigint PRIMARY KEY, terms tsvector NOT NULL)",
    "CREATE INDEX search_document_terms ON search_document USING gin (terms)",
    "ALTER TABLE search_document ALTER COLUMN terms SET STATISTICS 1000",
)


def create(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if schema.connection.vendor == "postgresql" else SQLITE:
        schema.execute(statement)


def drop(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    schema.execute("DROP TABLE search_document")


class Migration(migrations.Migration):
    initial = True
    dependencies = ()
    operations = (migrations.RunPython(create, drop),)
