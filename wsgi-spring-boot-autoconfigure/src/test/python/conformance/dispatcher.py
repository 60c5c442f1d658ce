"""The application that the conformance tests call. It is no middleware: it hands on what it is given, as it is."""

from apps import environ, errors, failures, files, input, process, records, response, settings, validated
from mounts import APPLICATIONS


# The names of the arguments are the application's own business, so it can insist on its own
def application(variables, begin, /):
    name = variables["PATH_INFO"].lstrip("/").partition("/")[0]
    return APPLICATIONS.get(name, environ.dump)(variables, begin)
