import django.db.models.deletion
from django.db import migrations, models

STEPS = [
    ("received", "已收到"),
    ("asked", "询问"),
    ("told", "告知"),
    ("ended", "办结"),
    ("assigned", "派到本单位"),
    ("watched", "关注提醒"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_destroyed_numbers"),
        ("notices", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            "notice",
            "case",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="cases.case",
            ),
        ),
        migrations.AlterField(
            "notice", "step", models.CharField(choices=STEPS, max_length=10, verbose_name="步骤")
        ),
        migrations.AlterField(
            "wording", "step", models.CharField(choices=STEPS, max_length=10, verbose_name="步骤")
        ),
        migrations.AddConstraint(
            "notice",
            models.CheckConstraint(
                condition=models.Q(
                    ("case__isnull", False),
                    models.Q(("person__isnull", False), ("step", "watched")),
                    _connector="OR",
                ),
                name="notice_about_something",
            ),
        ),
    ]
