"""No two books have one title."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0002_published")]
    operations = [migrations.AlterField("Book", "title", models.CharField(max_length=40, unique=True))]
