"""Tells who the user is, and what the body was, also as Flask-Login and Django see it."""

import json

import django_guarded
import flask_guarded
import spring

_NAMES = ("REQUEST_METHOD", "REMOTE_USER", "AUTH_TYPE", "PATH_INFO", "CONTENT_LENGTH", "HTTP_REMOTE_USER")


def open_vault():
    try:
        return spring.bean("vault").open()
    except spring.JavaError as failure:
        return type(failure).__name__


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path.startswith("/flask/"):
        return flask_guarded.app(environ, start_response)
    if path.startswith("/django/"):
        return django_guarded.app(environ, start_response)
    body = environ["wsgi.input"].read()
    told = {name: environ[name] for name in _NAMES if name in environ}
    told["principal"] = environ.get("wsgi.spring.principal")
    told["tenant"] = environ.get("shop.tenant")
    told["similar"] = sorted(name for name in environ if "spring" in name.lower())
    if path == "/public/vault":
        told["vault"] = open_vault()
        told["asked"] = spring.principal()
    told["body"] = body.decode("latin-1")
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]
