"""Sums per unit, area and category alone, and of all, beside those of the three together."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

COLUMNS = (
    "period, unit_key, area_key, category_key, counted, excluded, responded, solved, satisfied"
)
SUMS = "SUM(counted), SUM(excluded), SUM(responded), SUM(solved), SUM(satisfied)"
KINDS = (
    ("unit_key, -1, -1", "period, unit_key"),
    ("-1, area_key, -1", "period, area_key"),
    ("-1, -1, category_key", "period, category_key"),
    ("-1, -1, -1", "period"),
)


def create(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    drop(apps, schema)
    for keys, group in KINDS:
        schema.execute(
            f"INSERT INTO scorecard_tally ({COLUMNS}) SELECT period, {keys}, {SUMS} "
            "FROM scorecard_tally WHERE unit_key >= 0 AND area_key >= 0 AND category_key >= 0 "
            f"GROUP BY {group}"
        )


def drop(_apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    schema.execute(
        "DELETE FROM scorecard_tally WHERE unit_key < 0 OR area_key < 0 OR category_key < 0"
    )


class Migration(migrations.Migration):
    dependencies = [("scorecard", "0002_verdicts_outlive_cases")]

    operations = [migrations.RunPython(create, drop)]
