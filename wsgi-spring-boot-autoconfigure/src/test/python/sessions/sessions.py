"""Runs what it is sent, and tells what ``result`` is then; and a site of Flask."""

import threading

from flask import Flask, flash, get_flashed_messages, request
from flask import session as flask_session

from spring import session
from spring.flask_session import SpringSessionInterface

both = threading.Barrier(2)


def application(environ, start_response):
    if environ["PATH_INFO"].startswith("/flask/"):
        return site(environ, start_response)
    if environ["PATH_INFO"] == "/late":
        return late(start_response)
    told = run(environ["wsgi.input"].read().decode())
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [told.encode()]


def run(code):
    scope = dict(globals())
    try:
        exec(code, scope)
        return repr(scope["result"])
    except Exception as failure:
        return tell(failure)


def tell(failure):
    return f"{type(failure).__name__}: {failure}"


def late(start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield b"begun\n"
    for change in (lambda: session.update(late=1), session.invalidate, session.change_id):
        try:
            change()
        except RuntimeError as failure:
            yield f"{failure}\n".encode()
    yield repr(session.get("early")).encode()


def in_thread(function):
    told = []

    def call():
        try:
            told.append(function())
        except Exception as failure:
            told.append(tell(failure))

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    return told[0]


def has_session():
    return session.id() is not None


site = Flask(__name__)
site.session_interface = SpringSessionInterface()


@site.post("/flask/basket/<article>")
def add(article):
    flask_session.setdefault("basket", []).append(article)
    flash(f"{article} added")
    return {"basket": flask_session["basket"], "new": flask_session.new}


@site.get("/flask/basket")
def basket():
    return {"basket": flask_session.get("basket"), "messages": get_flashed_messages(with_categories=True)}


@site.delete("/flask/basket")
def forget():
    del flask_session["basket"]
    return {}


@site.post("/flask/meet/<name>")
def meet(name):
    both.wait(120)
    flask_session[name] = request.path
    return {}


@site.post("/flask/wrong")
def wrong():
    flask_session["wrong"] = object()
    return {}
