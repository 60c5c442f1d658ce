"""Runs what it is sent, and tells what ``result`` is then."""

import dataclasses
import enum
import threading
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import spring
from spring import bean, cache, listener, principal, property, publish, transaction

# When a module is imported, the beans are there
echo = bean("echo") if property("wsgi.beans") else None


class Size(enum.Enum):
    SMALL = "s"
    LARGE = "l"


@dataclasses.dataclass
class Line:
    article_name: str
    amount: int


@dataclasses.dataclass
class Order:
    number: int
    size: Size
    lines: list[Line]
    note: str | None = None


heard = []
RESTOCKED = "io.wsgi.spring.boot.web.BridgedApplication$Restocked"


@dataclasses.dataclass
class Restocked:
    article_name: str
    amount: int


if property("wsgi.events"):

    @listener(RESTOCKED)
    def hear(event: Restocked):
        heard.append(event)
        if event.amount < 0:
            raise ValueError(f"nothing of {event.article_name}")

    @listener(RESTOCKED)
    def hear_as_dict(event):
        heard.append(event)

    @listener("io.wsgi.spring.boot.bridge.PythonEvent")
    def hear_python(event):
        heard.append(event)


def application(environ, start_response):
    code = environ["wsgi.input"].read().decode()
    scope = dict(globals())
    try:
        exec(code, scope)
        told = repr(scope["result"])
    except Exception as failure:
        told = tell(failure)
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [told.encode()]


def tell(failure):
    kinds = "/".join(kind.__name__ for kind in type(failure).__mro__[:2])
    cause = "" if failure.__cause__ is None else f" <- {tell(failure.__cause__)}"
    return f"{kinds}: {failure}{cause}"
