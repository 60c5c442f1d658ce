"""Django REST framework without a database: serializers, a view set, a router; WhiteNoise."""

import books
import gates
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["localhost"],
    INSTALLED_APPS=["rest_framework", "django.contrib.staticfiles"],
    LOGGING_CONFIG=None,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
    ],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "UNAUTHENTICATED_USER": None,
    },
    ROOT_URLCONF=__name__,
    SECRET_KEY="not a secret",
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    STATICFILES_DIRS=[books.ASSETS],
    STATIC_URL="assets/",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "DIRS": [books.TEMPLATES],
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ],
    USE_TZ=True,
    WHITENOISE_USE_FINDERS=True,
)

import django

django.setup()

from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.http import require_safe
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import api_view, parser_classes
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import DefaultRouter


class BookSerializer(serializers.Serializer):
    title = serializers.CharField(max_length=40)
    price = serializers.DecimalField(max_digits=6, decimal_places=2, required=False)
    published = serializers.DateField(required=False)


class BookViewSet(viewsets.ViewSet):
    def retrieve(self, request, pk):
        return Response(books.book(int(pk), request.query_params.get("shout")))

    def create(self, request):
        book = BookSerializer(data=request.data)
        book.is_valid(raise_exception=True)
        where = reverse("book-detail", [len(book.validated_data["title"])], request=request)
        return Response(book.data, status.HTTP_201_CREATED, headers={"Location": where})


@api_view(["POST"])
@parser_classes([FormParser])
def form(request):
    return Response({"names": request.data.getlist("name")})


@api_view(["POST"])
@parser_classes([MultiPartParser])
def upload(request):
    file = request.data["file"]
    return Response(books.receipt(file.name, file))


def events(request):
    return StreamingHttpResponse(gates.events(request.GET["key"]), content_type="text/plain")


def open_gate(request):
    gates.gate(request.GET["key"]).set()
    return HttpResponse("open")


def visits(request):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return HttpResponse(str(request.session["visits"]))


@require_safe
def page(request):
    return render(request, "page.html", {"name": request.GET["name"]})


def cover(request):
    return FileResponse(open(books.COVER, "rb"), as_attachment=True)


def away(request):
    return HttpResponseRedirect(request.build_absolute_uri("books/1"))


def fails(request):
    return books.fail()


router = DefaultRouter(trailing_slash=False)
router.register("books", BookViewSet, basename="book")

urlpatterns = [
    path("form", form),
    path("upload", upload),
    path("events", events),
    path("open", open_gate),
    path("visits", visits),
    path("page", page),
    path("cover", cover),
    path("away", away),
    path("fails", fails),
    path("", include(router.urls)),
]

app = get_wsgi_application()
