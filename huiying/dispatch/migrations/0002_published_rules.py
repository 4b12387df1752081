"""Triggers that keep published dispatch rules as they were published."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = tuple(
    f"CREATE TRIGGER rule_no_{act} BEFORE {act} ON dispatch_rule "
    f"WHEN (SELECT status FROM dispatch_ruleset WHERE id = {row}.rule_set_id) <> 'draft' "
    "BEGIN SELECT RAISE(ABORT, 'published rules are immutable'); END"
    for act, row in (("update", "OLD"), ("delete", "OLD"), ("insert", "NEW"))
)
POSTGRESQL = (
    "CREATE FUNCTION rule_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF (SELECT status FROM dispatch_ruleset WHERE id = COALESCE(NEW.rule_set_id, OLD.rule_set_id))"
    " <> 'draft' THEN RAISE EXCEPTION 'published rules are immutable'; END IF; "
    "RETURN COALESCE(NEW, OLD); END $$",
    "CREATE TRIGGER rule_immutable BEFORE INSERT OR UPDATE OR DELETE ON dispatch_rule "
    "FOR EACH ROW EXECUTE FUNCTION rule_refuse()",
)


def create(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if schema.connection.vendor == "postgresql" else SQLITE:
        schema.execute(statement)


def drop(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute("DROP FUNCTION rule_refuse CASCADE")
    else:
        for act in ("update", "delete", "insert"):
            schema.execute(f"DROP TRIGGER rule_no_{act}")


class Migration(migrations.Migration):
    dependencies = (("dispatch", "0001_initial"),)
    operations = (migrations.RunPython(create, drop),)
