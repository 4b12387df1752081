"""The rest of a published edition is kept too: the edition itself, who assists, rules moved."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SAYS = "published rules are immutable"
EDITION = "(SELECT status FROM dispatch_ruleset WHERE id = {row}.rule_set_id)"
OF_RULE = (
    "(SELECT e.status FROM dispatch_rule r JOIN dispatch_ruleset e ON e.id = r.rule_set_id "
    "WHERE r.id = {row}.rule_id)"
)
# What may still happen to a published edition: it retires.
RETIRES = (
    "(OLD.status = 'published' AND NEW.status = 'retired' AND NEW.version = OLD.version "
    "AND NEW.title = OLD.title AND NEW.published_at = OLD.published_at)"
)

SQLITE = {
    "rule_no_move": ("UPDATE ON dispatch_rule", f"{EDITION.format(row='NEW')} <> 'draft'"),
    "helper_no_insert": (
        "INSERT ON dispatch_rule_assisting",
        f"{OF_RULE.format(row='NEW')} <> 'draft'",
    ),
    "helper_no_update": (
        "UPDATE ON dispatch_rule_assisting",
        f"{OF_RULE.format(row='OLD')} <> 'draft'",
    ),
    "helper_no_delete": (
        "DELETE ON dispatch_rule_assisting",
        f"{OF_RULE.format(row='OLD')} <> 'draft'",
    ),
    "edition_no_update": ("UPDATE ON dispatch_ruleset", f"OLD.status <> 'draft' AND NOT {RETIRES}"),
    "edition_no_delete": ("DELETE ON dispatch_ruleset", "OLD.status <> 'draft'"),
}
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION rule_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF TG_OP <> 'INSERT' AND {EDITION.format(row='OLD')} <> 'draft' "
    f"OR TG_OP <> 'DELETE' AND {EDITION.format(row='NEW')} <> 'draft' "
    f"THEN RAISE EXCEPTION '{SAYS}'; END IF; RETURN COALESCE(NEW, OLD); END $$",
    "CREATE FUNCTION rule_helper_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF TG_OP <> 'INSERT' AND {OF_RULE.format(row='OLD')} <> 'draft' "
    f"OR TG_OP <> 'DELETE' AND {OF_RULE.format(row='NEW')} <> 'draft' "
    f"THEN RAISE EXCEPTION '{SAYS}'; END IF; RETURN COALESCE(NEW, OLD); END $$",
    "CREATE TRIGGER rule_helper_immutable BEFORE INSERT OR UPDATE OR DELETE "
    "ON dispatch_rule_assisting FOR EACH ROW EXECUTE FUNCTION rule_helper_refuse()",
    "CREATE FUNCTION rule_edition_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF OLD.status <> 'draft' AND (TG_OP = 'DELETE' OR NOT {RETIRES}) "
    f"THEN RAISE EXCEPTION '{SAYS}'; END IF; RETURN COALESCE(NEW, OLD); END $$",
    "CREATE TRIGGER rule_edition_immutable BEFORE UPDATE OR DELETE ON dispatch_ruleset "
    "FOR EACH ROW EXECUTE FUNCTION rule_edition_refuse()",
)


def create(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    if schema.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema.execute(statement)
        return
    for name, (when, condition) in SQLITE.items():
        schema.execute(
            f"CREATE TRIGGER {name} BEFORE {when} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        )


def drop(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute("DROP FUNCTION rule_helper_refuse CASCADE")
        schema.execute("DROP FUNCTION rule_edition_refuse CASCADE")
        return
    for name in SQLITE:
        schema.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = (("dispatch", "0004_shared_cases"),)
    operations = (migrations.RunPython(create, drop),)
