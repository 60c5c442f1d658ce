"""What the shop sells."""

from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=40, unique=True)
    price = models.DecimalField(max_digits=6, decimal_places=2)
    published = models.DateField(null=True, blank=True)
    cover = models.FileField(upload_to="covers", blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title
