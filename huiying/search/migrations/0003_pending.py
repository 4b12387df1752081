"""New documents wait in a list before PostgreSQL sorts them into the index, and every search reads
that list through. It is kept short: some hundred documents, not thousands.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KB = 256


def shorten(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute(f"ALTER INDEX search_document_terms SET (gin_pending_list_limit = {KB})")


def restore(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute("ALTER INDEX search_document_terms RESET (gin_pending_list_limit)")


class Migration(migrations.Migration):
    dependencies = (("search", "0002_newest"),)
    operations = (migrations.RunPython(shorten, restore),)
