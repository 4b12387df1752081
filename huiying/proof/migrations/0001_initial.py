"""Codes on their way, and looks at one's own cases."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [("phone", "电话"), ("email", "电子邮箱")]


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0008_proven_contacts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=64, unique=True)),
                ("kind", models.CharField(choices=KINDS, max_length=8)),
                ("contact_index", models.CharField(max_length=32)),
                ("began_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=64, unique=True)),
                ("kind", models.CharField(choices=KINDS, max_length=8)),
                ("contact_sealed", models.BinaryField(default=b"")),
                ("contact_index", models.CharField(max_length=32)),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "简体中文"), ("en", "英语")], max_length=10
                    ),
                ),
                ("code_digest", models.CharField(blank=True, default="", max_length=64)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("sendings", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(db_index=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)),
                        fields=["next_at"],
                        name="proof_due",
                    )
                ],
            },
        ),
    ]
