from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insights", "0003_problems_counted_on")]

    operations = [
        migrations.AddField("problem", "lately", models.PositiveIntegerField(default=0)),
        migrations.AddField("problem", "before", models.PositiveIntegerField(default=0)),
        migrations.AddIndex(
            "problem",
            models.Index(
                condition=models.Q(("voices__gte", 2)), fields=["matter"], name="problem_matter"
            ),
        ),
    ]
