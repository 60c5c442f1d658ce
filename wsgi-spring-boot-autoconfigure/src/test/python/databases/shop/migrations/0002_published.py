"""Changes a table that has rows, which SQLite does by copying it."""

from django.db import migrations, models


def add_a_book(apps, schema_editor):
    apps.get_model("shop", "Book").objects.create(title="Migrated", price="9.90")


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.RunPython(add_a_book, migrations.RunPython.noop),
        migrations.AddField("Book", "published", models.DateField(blank=True, null=True)),
    ]
