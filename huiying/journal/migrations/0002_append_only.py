"""Triggers that make the journal append-only in the database itself."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = tuple(
    f"CREATE TRIGGER journal_no_{act} BEFORE {act} ON journal_entry "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    for act in ("update", "delete")
)
POSTGRESQL = (
    "CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
    "CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal_entry "
    "FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
    "CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()",
)


def create(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if schema.connection.vendor == "postgresql" else SQLITE:
        schema.execute(statement)


def drop(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute("DROP FUNCTION journal_refuse CASCADE")
    else:
        schema.execute("DROP TRIGGER journal_no_update")
        schema.execute("DROP TRIGGER journal_no_delete")


class Migration(migrations.Migration):
    dependencies = (("journal", "0001_initial"),)
    operations = (migrations.RunPython(create, drop),)
