"""Shows the environ."""

import os

import records
from mounts import answer, mount, query


@mount
def dump(environ, start_response):
    """All variables that are text, and the types of all."""
    return answer(
        start_response,
        {
            "type": type(environ).__name__,
            "text": {name: value for name, value in environ.items() if type(value) is str},
            "types": {name: type(value).__name__ for name, value in environ.items()},
            "bools": {name: value for name, value in environ.items() if type(value) is bool},
            "version": environ["wsgi.version"],
        },
    )


@mount
def noted_environ(environ, start_response):
    """Notes where it was called."""
    records.note(query(environ)["key"], f"{environ['SCRIPT_NAME']} {environ['PATH_INFO']} {environ['RAW_URI']}")
    start_response("200 OK", [])
    return []


@mount
def scribble(environ, start_response):
    """Leaves traces in the environ, and tells which ones it finds."""
    found = [name for name in ("wsgi.version", "conformance.trace") if environ.get(name) == "scribbled"]
    environ["wsgi.version"] = environ["conformance.trace"] = "scribbled"
    return answer(start_response, found)


@mount
def process_environment(environ, start_response):
    """The variables of the process, which those of a request must not be mistaken for."""
    return answer(start_response, {name: os.environ.get(name) for name in ("REQUEST_METHOD", "CONFORMANCE")})


@mount
def flask(environ, start_response):
    """A Flask application, which takes its time to import."""
    from apps.flask_app import app

    return app(environ, start_response)
