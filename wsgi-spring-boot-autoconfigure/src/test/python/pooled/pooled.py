"""Uses the connection pools of Spring: runs what it is sent, and tells what ``result`` is then."""

import threading
import time
import uuid
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from spring import bean, connect, dbapi, transaction

# One that is opened while the application is loaded stays
lasting = connect()


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    if environ["PATH_INFO"] == "/stream":
        return stream(environ["QUERY_STRING"])
    code = environ["wsgi.input"].read().decode()
    scope = dict(globals())
    try:
        exec(code, scope)
        told = repr(scope["result"])
    except Exception as failure:
        told = tell(failure)
    return [told.encode()]


def stream(how):
    cursor = connect(fetch_size=10).cursor()
    cursor.execute("select x from system_range(1, 1000)")
    for (number,) in cursor:
        yield b"%d " % number
        if number == 500 and how == "fails":
            raise ValueError(how)


def rows(statement, parameters=None, **options):
    with connect(**options) as connection:
        return connection.cursor().execute(statement, parameters).fetchall()


def change(statement, parameters=None):
    with connect() as connection:
        return connection.cursor().execute(statement, parameters).rowcount


def tell(failure):
    kinds = "/".join(kind.__name__ for kind in type(failure).__mro__[:2])
    return f"{kinds} {getattr(failure, 'sqlstate', None)}: {failure}"
