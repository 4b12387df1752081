from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insights", "0001_initial")]

    operations = [migrations.AddField("turn", "number", models.BigIntegerField(default=0))]
