"""经办人: a rule and an assignment can name a person; until now whoever signed was the one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("dispatch", "0005_published_editions"),
    ]

    operations = [
        migrations.AddField(
            "rule",
            "person",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "assignment",
            "handler",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(
            "UPDATE dispatch_assignment SET handler_id = signed_by_id"
            " WHERE open AND signed_by_id IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]
