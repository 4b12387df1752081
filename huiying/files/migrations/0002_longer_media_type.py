"""Office files have media types of up to 73 characters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("files", "0001_initial"),)
    operations = (
        migrations.AlterField(
            model_name="storedfile",
            name="media_type",
            field=models.CharField(max_length=100),
        ),
    )
