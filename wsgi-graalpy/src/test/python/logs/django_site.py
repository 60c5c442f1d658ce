"""A Django project in one file, with Django's own logging configuration."""

import logging

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, HttpResponse
from django.urls import include, path, re_path

settings.configure(
    ALLOWED_HOSTS=["*"],
    DEBUG=False,
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY="secret",
)


def article(request, year):
    return HttpResponse(f"article of {year}")


def download(request):
    return FileResponse(open(__file__, "rb"))


def oops(request):
    raise RuntimeError("the shelf gave way")


def debug(request):
    """Log while Django's own handler for the console is active."""
    settings.DEBUG = True
    try:
        logging.getLogger("django.shop").warning("the shelf bends")
    finally:
        settings.DEBUG = False
    return HttpResponse("debug")


def own_route(request):
    request.environ["wsgi_spring_boot.route"] = "/chosen"
    return HttpResponse("own")


urlpatterns = [
    path("articles/", include([path("<int:year>/", article)])),
    re_path(r"^old/(?P<year>[0-9]{4})$", article),
    path("download", download),
    path("oops", oops),
    path("debug", debug),
    path("own-route", own_route),
    path("", article, {"year": 0}),
]
application = get_wsgi_application()
