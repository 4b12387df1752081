"""Addresses are found again as phones are; what is there already gets its index."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations, models

from huiying.cases.people import index_of, open_email
from huiying.lib.cipher import CannotOpen

AT_ONCE = 500


def index_addresses(apps: Any, _editor: Any) -> None:
    rows = apps.get_model("cases", "Reporter").objects
    for part in _parts(rows.exclude(email_sealed=b"").order_by("pk")):
        for row in part:
            try:
                row.email_index = index_of(open_email(row.email_sealed), "email")
            except CannotOpen:  # sealed with a key that is lost: nobody finds it, as before
                continue
        rows.bulk_update(part, ["email_index"])


def _parts(found: Any) -> Iterator[list[Any]]:
    last = 0
    while part := list(found.filter(pk__gt=last).only("pk", "email_sealed")[:AT_ONCE]):
        yield part
        last = part[-1].pk


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_destroyed_numbers")]

    operations = [
        migrations.AddField(
            model_name="reporter",
            name="email_index",
            field=models.CharField(blank=True, db_index=True, default="", max_length=32),
        ),
        migrations.AddField(
            model_name="reporter",
            name="email_proven_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="reporter",
            name="phone_proven_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(index_addresses, migrations.RunPython.noop, elidable=False),
    ]
