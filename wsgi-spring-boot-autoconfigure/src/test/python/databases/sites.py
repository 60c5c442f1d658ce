"""Django's project and Flask's application side by side, on a database that is empty at first."""

import flask_library
from project.wsgi import application
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from django.contrib.auth.models import User
from django.core.management import call_command

call_command("migrate", verbosity=0)
if not User.objects.filter(username="ada").exists():
    User.objects.create_superuser("ada", password="lovelace")

app = DispatcherMiddleware(application, {"/library": flask_library.app})
