"""An application whose process is dumped and restored."""

import os
import sqlite3

PATH = os.environ["DATABASE"]
kept = []


def app(environ, start_response):
    """Do what the path says."""
    answer = globals()[environ["PATH_INFO"][1:]]()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(answer).encode()]


def random():
    """Draw random numbers of SQLite."""
    connection = sqlite3.connect(":memory:")
    drawn = connection.execute("select hex(randomblob(32))").fetchone()[0]
    connection.close()
    return drawn


def connect(path=PATH):
    """Open a database, and keep the connection."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("create table if not exists t (n)")
        connection.execute("insert into t values (1)")
    kept.append(connection)
    return "connected"


def connect_in_memory():
    """Open a database that is in no file."""
    return connect(":memory:")


def attach():
    """Open a database as a further one of a connection."""
    connect(":memory:")
    kept[-1].execute("attach ? as other", (PATH,))
    return "connected"


def read():
    """Read what was written."""
    return kept[-1].execute("select n from t").fetchone()


def disconnect():
    """Close all that are kept."""
    while kept:
        kept.pop().close()
    return "closed"


def abandon():
    """Leave a connection open."""
    sqlite3.connect(PATH).execute("select 1").fetchone()
