"""PostgreSQL plans a search for the words it is asked, not once for all words.

How often a word occurs decides the way: of a frequent one the newest documents are read until
enough have it, a rare one is looked up. A statement that is prepared is after a few runs planned
without its words; for a frequent one that means to read every document that has it.

To read on in the index and compare one more document takes about a third of the time of a page
out of memory (measured: 0.5 µs and 1.5 µs); PostgreSQL supposes far less and would read too many.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NEWEST = """
CREATE FUNCTION search_newest(asked tsquery, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan SET cpu_index_tuple_cost = 0.3
SET jit = off SET max_parallel_workers_per_gather = 0 AS $$
BEGIN
    RETURN QUERY SELECT id FROM search_document WHERE terms @@ asked ORDER BY id DESC LIMIT most;
END
$$
"""


def create(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute(NEWEST)


def drop(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute("DROP FUNCTION search_newest(tsquery, integer)")


class Migration(migrations.Migration):
    dependencies = (("search", "0001_initial"),)
    operations = (migrations.RunPython(create, drop),)
