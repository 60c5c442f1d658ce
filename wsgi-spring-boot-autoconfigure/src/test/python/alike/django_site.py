"""A Django application without a database that uses much of Django."""

import datetime
import decimal
import hashlib

import django
import worker
from django.conf import settings

TEMPLATES = {
    "base.html": "{% load i18n static %}<title>{% block title %}{% endblock %}</title>{% block body %}{% endblock %}",
    "page.html": (
        "{% extends 'base.html' %}{% load i18n l10n humanize %}{% block title %}{{ title|title }}{% endblock %}"
        "{% block body %}{% for name in names %}{% cycle 'odd' 'even' %} {{ name|capfirst|escapejs }}{% empty %}-"
        "{% endfor %}{{ text|urlize }} {{ text|slugify }} {{ text|wordwrap:9|linebreaks }} {{ number|intcomma }}"
        " {{ number|floatformat:2 }} {{ day|date:'DATE_FORMAT' }} {{ day|naturalday }} {{ names|length|apnumber }}"
        " {% url 'article' slug='a-b' number=3 %} {% translate 'Yes' %} {% blocktranslate count n=2 %}one{% plural %}"
        "{{ n }} many{% endblocktranslate %} {{ 'a<b>'|striptags }} {{ size|filesizeformat }} {{ names|json_script:'x' }}"
        "{% regroup names by 0 as groups %}{{ groups|length }} {{ messages|length }}{% endblock %}"
    ),
    "form.html": "<form method=post>{{ form.as_p }}</form>",
    "404.html": "<h1>{{ request_path }}</h1>{{ exception }}",
    "500.html": "<h1>It failed</h1>",
}

settings.configure(
    SECRET_KEY="not a secret",
    DEBUG=False,
    ALLOWED_HOSTS=["localhost", ".example", ".xn--p1ai"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    TIME_ZONE="Europe/Berlin",
    USE_I18N=True,
    USE_THOUSAND_SEPARATOR=True,
    LANGUAGES=[("en", "English"), ("de", "Deutsch"), ("fr", "fran\xe7ais"), ("ar", "Arabic"), ("ja", "Japanese")],
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.humanize",
        "django.contrib.messages",
        "django.contrib.sessions",
        "django.contrib.staticfiles",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.http.ConditionalGetMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    # The signatures are from a fixed time in the past
    SESSION_COOKIE_AGE=100 * 365 * 86400,
    MESSAGE_STORAGE="django.contrib.messages.storage.cookie.CookieStorage",
    STATIC_URL="/static/",
    PASSWORD_HASHERS=[f"{__name__}.QuickHasher"],
    LOGGING_CONFIG=None,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.locmem.Loader", TEMPLATES)],
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.template.context_processors.i18n",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        }
    ],
)
django.setup()

from django import forms
from django.contrib import messages
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password
from django.core import serializers, signing
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.paginator import Paginator
from django.core.validators import validate_email
from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import include, path, re_path, reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import url_has_allowed_host_and_scheme, urlsafe_base64_encode
from django.utils.text import get_valid_filename, slugify
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

# Else a signature tells the time
signing.TimestampSigner.timestamp = lambda self: "1rTmA0"


class QuickHasher(PBKDF2PasswordHasher):
    iterations = 1000


class Order(forms.Form):
    name = forms.CharField(max_length=5)
    mail = forms.EmailField()
    site = forms.URLField(assume_scheme="https")
    day = forms.DateField()
    price = forms.DecimalField(max_digits=6, decimal_places=2, localize=True)
    kind = forms.ChoiceField(choices=[("a", "\xc4pfel"), ("b", "Birnen")])
    file = forms.FileField(required=False)


def index(request):
    return render(
        request,
        "page.html",
        {
            "title": "b\xfccher und mehr",
            "names": ["zo\xeb", "\xe5ke", "<b>", "\u5f20\u4f1f"],
            "text": "Look at https://b\xfccher.example/?a=1 and me@example.com, \xdcber",
            "number": decimal.Decimal("1234567.891"),
            "size": 123456789,
            "day": datetime.date(2026, 3, 1),
        },
    )


def article(request, number, slug):
    return JsonResponse({"number": number, "slug": slug, "next": reverse("article", args=[number + 1, slug])})


def year(request, year):
    return JsonResponse({"year": year, "language": get_language()})


def host(request):
    return JsonResponse(
        {
            "host": request.get_host(),
            "absolute": request.build_absolute_uri("/\xe4?\xf6=\u20ac"),
            "uri": iri_to_uri("http://\u2603.net/\xe5?\xe4=\xf6"),
            "safe": url_has_allowed_host_and_scheme("https://xn--e1afmkfd.xn--p1ai/", {"xn--e1afmkfd.xn--p1ai"}),
            "slug": slugify("\xdcber \u5f20\u4f1f \ufb01", allow_unicode=True),
            "file": get_valid_filename("f\xfc \xdf.txt"),
        }
    )


@csrf_exempt
def order(request):
    form = Order(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        file = cleaned.pop("file")
        cleaned["file"] = file and [file.name, file.size, hashlib.md5(file.read()).hexdigest()]
        return JsonResponse(cleaned)
    return render(request, "form.html", {"form": form}, status=422 if form.errors else 200)


@csrf_exempt
def mails(request):
    found = {}
    for mail in request.body.decode().splitlines():
        try:
            found[mail] = validate_email(mail)
        except forms.ValidationError as error:
            found[mail] = error.messages
    return JsonResponse(found)


def protected(request):
    return HttpResponse("never")


def session(request):
    request.session["count"] = request.session.get("count", 0) + 1
    messages.success(request, gettext("Yes"))
    return JsonResponse(dict(request.session.items()))


def shown_messages(request):
    return JsonResponse([str(message) for message in messages.get_messages(request)], safe=False)


def cookies(request):
    response = JsonResponse(request.COOKIES)
    response.set_signed_cookie("signed", "\xe4 value", salt="salt", max_age=None)
    response.set_cookie("plain", "value", path="/a", httponly=True, samesite="Strict")
    response.delete_cookie("gone")
    return response


def signed(request):
    text = signing.dumps({"name": "Zo\xeb"}, compress=True)
    return JsonResponse(
        {
            "text": text,
            "back": signing.loads(text),
            "value": signing.Signer().sign("value"),
            "cookie": request.get_signed_cookie("signed", None, salt="salt"),
            "base64": urlsafe_base64_encode("\xe4".encode()),
        }
    )


def languages(request):
    return JsonResponse(
        {
            "language": get_language(),
            "yes": gettext("Yes"),
            "required": gettext("This field is required."),
            "days": [ngettext("%(num)d day", "%(num)d days", number) % {"num": number} for number in (0, 1, 2, 11)],
            "now": timezone.localtime(datetime.datetime(2026, 7, 1, tzinfo=datetime.timezone.utc)).isoformat(),
        }
    )


def pages(request):
    page = Paginator(range(95), 10).get_page(request.GET.get("page"))
    return JsonResponse({"items": list(page), "range": list(page.paginator.get_elided_page_range(page.number))}, safe=False)


def feed(request):
    when = datetime.datetime(2026, 11, 21, tzinfo=datetime.timezone.utc)
    atom = Atom1Feed("B\xfccher", "https://b\xfccher.example/", "All of them", language="de")
    atom.add_item("\xc4", "https://b\xfccher.example/\xe4", "One & only", pubdate=when, updateddate=when)
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def serialized(request):
    return HttpResponse(serializers.serialize("json", []) + " ".join(sorted(serializers.get_serializer_formats())))


def password(request):
    import getpass

    stored = make_password("secret", salt="0123456789abcdef0123456789")
    return JsonResponse(
        {"stored": stored, "right": check_password("secret", stored), "user": callable(getpass.getuser)}
    )


def file(request):
    return FileResponse([b"0123456789" * 50], as_attachment=True, filename="f\xfc\xdfe.bin")


def stream(request):
    return StreamingHttpResponse(f"{number} {request.path}\n" for number in range(5))


def away(request):
    return HttpResponseRedirect("https://b\xfccher.example/\xe4 b?q=\u20ac")


def fails(request):
    return {}["missing"]


def forbidden(request):
    raise PermissionDenied("no")


def suspicious(request):
    raise SuspiciousOperation("no")


urlpatterns = [
    path("", index, name="index"),
    path("articles/<int:number>/<slug:slug>/", article, name="article"),
    re_path(r"^years/(?P<year>[0-9]{4})/$", year),
    path("nested/", include(([path("host", host, name="host")], "nested"))),
    path("order", order),
    path("mails", mails),
    path("protected", protected),
    path("session", session),
    path("messages", shown_messages),
    path("cookies", cookies),
    path("signed", signed),
    path("languages", languages),
    path("language", csrf_exempt(set_language)),
    path("pages", pages),
    path("feed", feed),
    path("serialized", serialized),
    path("password", password),
    path("file", file),
    path("stream", stream),
    path("redirect", away),
    path("fails", fails),
    path("forbidden", forbidden),
    path("suspicious", suspicious),
]

app = worker.wrap(get_wsgi_application())
