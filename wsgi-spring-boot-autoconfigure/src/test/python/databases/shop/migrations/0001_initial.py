"""The table of books."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Book",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=40)),
                ("price", models.DecimalField(decimal_places=2, max_digits=6)),
                ("cover", models.FileField(blank=True, upload_to="covers")),
            ],
            options={"ordering": ["title"]},
        ),
    ]
