"""The pages on which the staff sees and changes books."""

from django.contrib import admin
from shop.models import Book


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):
    list_display = ["title", "price", "published"]
    search_fields = ["title"]
