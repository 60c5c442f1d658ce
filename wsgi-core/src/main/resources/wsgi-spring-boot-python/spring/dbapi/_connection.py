"""Connections."""

import contextlib
import json
from itertools import count

from . import _errors
from ._closing import Closing
from ._cursor import Cursor
from ._errors import Error, InterfaceError, ProgrammingError
from ._rows import conversions
from ._wire import ask

__all__ = ["Connection", "connect"]

# java.sql.Connection
_ISOLATION = {
    None: -1,
    "READ UNCOMMITTED": 1,
    "READ COMMITTED": 2,
    "REPEATABLE READ": 4,
    "SERIALIZABLE": 8,
}


class Connection(Closing):
    """A connection of a pool of the Spring application.

    On a thread with a transaction of Spring it is that of the transaction: what is executed there is
    committed or rolled back with it. Otherwise it is taken from the pool when it is needed, and goes
    back when it is closed, or at the end of the request that has opened it.
    """

    Warning = _errors.Warning
    Error = _errors.Error
    InterfaceError = _errors.InterfaceError
    DatabaseError = _errors.DatabaseError
    DataError = _errors.DataError
    OperationalError = _errors.OperationalError
    IntegrityError = _errors.IntegrityError
    InternalError = _errors.InternalError
    ProgrammingError = _errors.ProgrammingError
    NotSupportedError = _errors.NotSupportedError

    _number = None

    def __init__(self, name, autocommit, isolation_level, fetch_size, paramstyle, json_loads):
        if paramstyle not in ("qmark", "format"):
            raise ProgrammingError(f"there is no paramstyle {paramstyle!r}")
        self.name = name
        #: How many rows come from the database at a time
        self.fetch_size = fetch_size
        self.paramstyle = paramstyle
        self._conversions = conversions() if json_loads is None else conversions(j=json_loads)
        self._cursors = count()
        self._autocommit = bool(autocommit)
        self._isolation_level = _named(isolation_level)
        self._number = ask("jdbc.connect", name, self._autocommit, _ISOLATION[self._isolation_level])

    def _session(self):
        if self._number is None:
            raise InterfaceError("the connection is closed")
        return self._number

    @property
    def closed(self):
        """Whether it was closed."""
        return self._number is None

    @property
    def autocommit(self):
        """Whether each statement is a transaction."""
        return self._autocommit

    @autocommit.setter
    def autocommit(self, value):
        ask("jdbc.autocommit", self._session(), bool(value))
        self._autocommit = bool(value)

    @property
    def isolation_level(self):
        """How far transactions are isolated, as SQL names it, or ``None`` for what the pool has."""
        return self._isolation_level

    @isolation_level.setter
    def isolation_level(self, value):
        name = _named(value)
        ask("jdbc.isolation", self._session(), _ISOLATION[name])
        self._isolation_level = name

    def cursor(self):
        """Return a new cursor."""
        self._session()
        return Cursor(self, next(self._cursors))

    def commit(self):
        """Commit, unless that is for a transaction of Spring to do."""
        ask("jdbc.end", self._session(), True)

    def rollback(self):
        """Roll back, or have a transaction of Spring rolled back that something was changed in."""
        ask("jdbc.end", self._session(), False)

    def close(self):
        """Give the connection back. What was not committed is rolled back."""
        number, self._number = self._number, None
        if number is not None:
            ask("jdbc.close", number)

    def describe(self):
        """Return the name and version of the database, and its major and minor number."""
        return tuple(ask("jdbc.describe", self._session()))

    def __exit__(self, kind, value, trace):
        try:
            if kind is None:
                self.commit()
            else:
                # A transaction of Spring is to know, too
                with contextlib.suppress(Error):
                    self.rollback()
        finally:
            self.close()


def _named(level):
    name = None if level is None else level.upper().replace("_", " ")
    if name not in _ISOLATION:
        raise ProgrammingError(f"there is no isolation level {level!r}")
    return name


def connect(
    name="dataSource",
    *,
    autocommit=False,
    isolation_level=None,
    fetch_size=1000,
    paramstyle="qmark",
    json_loads=json.loads,
):
    """Return a connection of the ``DataSource`` of that name, if ``wsgi.data-sources`` has it.

    ``isolation_level`` is as in SQL, such as ``"SERIALIZABLE"``. With the ``paramstyle`` ``"format"``
    parameters are ``%s``, or ``%(name)s`` for a dict. ``json_loads`` makes values of JSON, ``None``
    leaves it as text.
    """
    return Connection(name, autocommit, isolation_level, fetch_size, paramstyle, json_loads)
