"""Cursors."""

import json
from collections.abc import Mapping
from itertools import islice

from ._closing import Closing
from ._errors import InterfaceError, ProgrammingError
from ._rows import Answer
from ._wire import ask

__all__ = ["Cursor"]

# How many executions go to Java at a time
_BATCH = 1000


class Cursor(Closing):
    """Executes statements, and has the rows of the last one."""

    #: How many rows ``fetchmany`` returns unless told
    arraysize = 1

    # For one that could not be made
    _closed = True

    def __init__(self, connection, number):
        self.connection = connection
        self.description = None
        self.rowcount = -1
        self.lastrowid = None
        #: How many rows come from the database at a time
        self.fetch_size = connection.fetch_size
        self._number = number
        self._rows = None
        self._next = 0
        self._more = False
        self._closed = False

    def execute(self, operation, parameters=None):
        """Execute a statement. ``parameters`` is a list, a dict for those with names, or ``None``."""
        self._begin()
        style = None if parameters is None else self._style(parameters)
        answer = self._answer(
            ask(
                "jdbc.execute",
                self.connection._session(),
                self._number,
                operation,
                style,
                None if style is None else _adapted(parameters),
                self.fetch_size,
            ),
            False,
        )
        self.description = answer.description
        self.rowcount = answer.rowcount
        self.lastrowid = answer.key
        if answer.description is not None:
            self._rows = answer.rows
        return self

    def executemany(self, operation, seq_of_parameters):
        """Execute a statement that returns no rows, once for each element, in batches."""
        self._begin()
        session = self.connection._session()
        elements = iter(seq_of_parameters)
        total = 0
        while batch := list(islice(elements, _BATCH)):
            style = self._style(batch[0])
            adapted = [_adapted(parameters) for parameters in batch]
            count = ask("jdbc.batch", session, self._number, operation, style, adapted, self.fetch_size)
            total = -1 if count < 0 or total < 0 else total + count
        self.rowcount = total
        return self

    @property
    def closed(self):
        """Whether it was closed."""
        return self._closed

    def _begin(self):
        self._check()
        self.description = None
        self.rowcount = -1
        self.lastrowid = None
        self._rows = None
        self._next = 0
        self._more = False

    def _check(self):
        if self._closed:
            raise InterfaceError("the cursor is closed")

    def _style(self, parameters):
        percent = self.connection.paramstyle == "format"
        if isinstance(parameters, Mapping):
            return "PYFORMAT" if percent else "NAMED"
        return "FORMAT" if percent else "QMARK"

    def _answer(self, text, described):
        answer = Answer(text, described, self.connection._conversions)
        self._more = answer.more
        return answer

    def _fill(self):
        """Have rows, if there are any more."""
        self._check()
        if self._rows is None:
            raise ProgrammingError("there are no rows: nothing was executed that returns some")
        while self._next >= len(self._rows) and self._more:
            text = ask("jdbc.fetch", self.connection._session(), self._number, self.fetch_size)
            self._rows = self._answer(text, True).rows
            self._next = 0
        return self._next < len(self._rows)

    def fetchone(self):
        """Return the next row, or ``None``."""
        if not self._fill():
            return None
        row = self._rows[self._next]
        self._next += 1
        return row

    def fetchmany(self, size=None):
        """Return the next rows: ``size`` of them, or ``arraysize``, or fewer at the end."""
        wanted = self.arraysize if size is None else size
        rows = []
        while len(rows) < wanted and self._fill():
            part = self._rows[self._next : self._next + wanted - len(rows)]
            self._next += len(part)
            rows += part
        return rows

    def fetchall(self):
        """Return the rows that are left."""
        rows = []
        while self._fill():
            rows += self._rows[self._next :] if self._next else self._rows
            self._next = len(self._rows)
        return rows

    def __iter__(self):
        return self

    def __next__(self):
        row = self.fetchone()
        if row is None:
            raise StopIteration
        return row

    def close(self):
        """Forget the rows. The cursor cannot be used any more."""
        if not self._closed:
            self._closed = True
            self._rows = None
            if self._more and not self.connection.closed:
                ask("jdbc.finish", self.connection._session(), self._number)
            self._more = False

    def setinputsizes(self, sizes):
        """Do nothing: sizes need not be known before."""

    def setoutputsize(self, size, column=None):
        """Do nothing: sizes need not be known before."""


def _adapted(parameters):
    if isinstance(parameters, Mapping):
        return {name: _json(value) for name, value in parameters.items()}
    return [_json(value) for value in parameters]


def _json(value):
    if isinstance(value, dict):
        return json.dumps(value)
    if isinstance(value, (list, tuple)):
        return [_json(each) for each in value]
    return value
