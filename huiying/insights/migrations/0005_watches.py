import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("insights", "0004_types"),
    ]

    operations = [
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("matter", models.CharField(blank=True, default="", max_length=40)),
                ("heat", models.PositiveSmallIntegerField(null=True)),
                ("voices", models.PositiveIntegerField(null=True)),
                ("again", models.BooleanField(default=True)),
                ("mail", models.BooleanField(default=True)),
                ("seen_voices", models.PositiveIntegerField(default=0)),
                ("hot", models.BooleanField(default=False)),
                ("ended", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="insights.problem",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("problem__isnull", False)),
                        fields=("person", "problem"),
                        name="watch_problem_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("problem", None)),
                        fields=("person", "matter"),
                        name="watch_type_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("matter", ""), ("problem__isnull", False)),
                            models.Q(("matter__gt", ""), ("problem", None)),
                            _connector="OR",
                        ),
                        name="watch_one_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.CharField(max_length=8)),
                ("voices", models.PositiveIntegerField()),
                ("going", models.PositiveIntegerField()),
                ("heat", models.FloatField()),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "watch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="insights.watch",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("seen_at", None)),
                        fields=["watch"],
                        name="alert_unseen",
                    )
                ],
            },
        ),
    ]
