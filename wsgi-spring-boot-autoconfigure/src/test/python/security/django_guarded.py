"""Django's RemoteUserMiddleware on what Spring Security says, without a database."""

from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    AUTHENTICATION_BACKENDS=["django_users.SpringBackend"],
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"],
    LOGGING_CONFIG=None,
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.auth.middleware.RemoteUserMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY="not a secret",
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
)

import django

django.setup()

from django.contrib.auth.signals import user_logged_in
from django.core.wsgi import get_wsgi_application
from django.http import JsonResponse
from django.urls import path

# It would write to the database
user_logged_in.disconnect(dispatch_uid="update_last_login")


def me(request):
    user = request.user
    return JsonResponse({"authenticated": user.is_authenticated, "name": user.get_username()})


urlpatterns = [path("django/me", me)]

app = get_wsgi_application()
