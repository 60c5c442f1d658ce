"""Holds a connection in a pool of SQLAlchemy, without a database."""

import json

from sqlalchemy.engine import Engine
from sqlalchemy.pool import QueuePool

opened = []


class Connection:
    def __init__(self):
        self.open = True
        opened.append(self)

    def close(self):
        self.open = False

    def rollback(self):
        pass


engine = Engine(QueuePool(Connection), None, None)


def app(environ, start_response):
    if environ["PATH_INFO"] == "/connect":
        engine.pool.connect().close()  # gives it back to the pool
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps([connection.open for connection in opened]).encode()]
