"""A Django application in one file that reads a row from SQLite: the file named by BENCH_SQLITE."""

import os

import django
from django.conf import settings

settings.configure(
    DEBUG=False,
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="only for the benchmark",
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BENCH_SQLITE"],
                           "CONN_MAX_AGE": None}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import models  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.shortcuts import get_object_or_404  # noqa: E402
from django.urls import path  # noqa: E402


class Book(models.Model):
    title = models.CharField(max_length=100)
    copies = models.IntegerField()

    class Meta:
        app_label = "books"
        db_table = "book"


def read(request, book_id):
    book = get_object_or_404(Book, pk=book_id)
    return JsonResponse({"id": book.id, "title": book.title, "copies": book.copies})


urlpatterns = [path("books/<int:book_id>", read)]

app = WSGIHandler()
