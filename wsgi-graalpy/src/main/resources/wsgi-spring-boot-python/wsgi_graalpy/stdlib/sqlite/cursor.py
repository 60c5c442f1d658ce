"""``sqlite3.Cursor``."""

from . import errors
from .conversion import convert, undecodable
from .errors import ProgrammingError, error_of

__all__ = ["Cursor"]

# How many rows may be read before they are asked for
_FIRST_ROWS = 20
_AHEAD = 100
_ALL = 1 << 30
_MORE, _DONE = 0, 1


class Cursor:
    """SQLite database cursor class."""

    __module__ = "sqlite3"
    __slots__ = (
        "__weakref__", "_closed", "_connection", "_converters", "_description", "_encoded", "_end", "_lastrowid", "_locked",
        "_next", "_rowcount", "_rows", "_statement", "arraysize", "row_factory",
    )

    connection = property(lambda self: self._connection)
    description = property(lambda self: self._description)
    lastrowid = property(lambda self: self._lastrowid)
    rowcount = property(lambda self: self._rowcount)

    def __new__(cls, *args, **kwargs):
        cursor = super().__new__(cls)
        cursor._connection = cursor._statement = cursor._lastrowid = cursor._description = cursor.row_factory = None
        cursor._closed = cursor._locked = False
        cursor._rowcount = 0
        cursor.arraysize = 0
        cursor._forget()
        return cursor

    def __init__(self, connection, /):
        _check_connection(connection)
        if self._locked:
            raise ProgrammingError("Recursive use of cursors not allowed.")
        self._release()
        self._connection = connection
        self._description = self._lastrowid = self.row_factory = None
        self._closed = False
        self._rowcount = -1
        self.arraysize = 1
        connection._check_thread()

    def __iter__(self):
        return self

    def __next__(self):
        self._check()
        index = self._next
        if index >= len(self._rows):
            if not self._fetch(1):
                raise StopIteration
            index = 0
        row = self._rows[index]
        if self._converters is not None or self._encoded or self._connection.text_factory is not str:
            row = self._convert(row)
        self._next = index + 1
        factory = self.row_factory
        return row if factory is None else factory(self, row)

    def execute(self, sql, parameters=(), /):
        """Executes a SQL statement."""
        if not isinstance(sql, str):
            raise TypeError(f"execute() argument 1 must be str, not {type(sql).__name__}")
        self._check()
        self._locked = True
        try:
            connection = self._connection
            self._release()
            self._description = None
            statement = self._take(sql)
            if statement is not None:
                result = self._run(statement, parameters, _FIRST_ROWS)
                self._rowcount = 0 if statement.is_dml else -1
                self._receive(*result)
            else:
                self._rowcount = -1
        except BaseException:
            self._rowcount = -1
            self._release()
            raise
        finally:
            self._locked = False
        return self

    def executemany(self, sql, seq_of_parameters, /):
        """Repeatedly executes a SQL statement."""
        if not isinstance(sql, str):
            raise TypeError(f"executemany() argument 1 must be str, not {type(sql).__name__}")
        self._check()
        self._locked = True
        try:
            several = iter(seq_of_parameters)
            self._release()
            self._description = None
            statement = self._take(sql)
            if statement is None or statement.readonly:
                raise ProgrammingError("executemany() can only execute DML statements.")
            self._rowcount = 0 if statement.is_dml else -1
            for parameters in several:
                _, end, changes, _, version = self._run(statement, parameters, 0)
                if type(end) is tuple:
                    raise error_of(end)
                if self._description is None:
                    self._describe(statement, version)
                if statement.is_dml and end == _DONE:
                    self._rowcount += changes
            self._release()
        except BaseException:
            self._rowcount = -1
            self._release()
            raise
        finally:
            self._locked = False
        return self

    def executescript(self, sql_script, /):
        """Executes multiple SQL statements at once."""
        if not isinstance(sql_script, str):
            raise TypeError(f"executescript() argument must be str, not {type(sql_script).__name__}")
        if "\0" in sql_script:
            raise ValueError("embedded null character")
        script = sql_script.encode()
        self._check()
        connection = self._connection
        if len(script) > connection._door("limit", 1, -1):
            raise errors.DataError("query string is too large")
        connection._commit_legacy()
        errors.check(connection._door("script", script))
        return self

    def fetchone(self):
        """Fetches one row from the resultset."""
        return next(self, None)

    def fetchmany(self, size=None):
        """Fetches several rows from the resultset."""
        if size is None:
            size = self.arraysize
        rows = []
        for row in self:
            rows.append(row)
            if len(rows) == size:
                break
        return rows

    def fetchall(self):
        """Fetches all rows from the resultset."""
        self._check()
        if (
            self.row_factory is not None or self._converters is not None or self._encoded
            or self._connection.text_factory is not str
        ):
            return list(self)
        if self._end == _MORE and self._statement is not None:
            rows = self._rows[self._next :]
            self._next = len(self._rows)
            while self._fetch(_ALL):
                rows += self._rows
                self._next = len(self._rows)
            return rows
        rows = self._rows[self._next :] if self._next else self._rows
        self._rows = []
        self._next = 0
        return rows

    def setinputsizes(self, sizes, /):
        """Required by DB-API. Does nothing in sqlite3."""

    def setoutputsize(self, size, column=None, /):
        """Required by DB-API. Does nothing in sqlite3."""

    def close(self):
        """Closes the cursor."""
        if self._locked:
            raise ProgrammingError("Recursive use of cursors not allowed.")
        if self._connection is None:
            raise ProgrammingError("Base Cursor.__init__ not called.")
        self._connection._check()
        self._release()
        self._closed = True

    def _check(self):
        connection = self._connection
        if connection is None:
            raise ProgrammingError("Base Cursor.__init__ not called.")
        if self._closed:
            raise ProgrammingError("Cannot operate on a closed cursor.")
        if self._locked:
            raise ProgrammingError("Recursive use of cursors not allowed.")
        connection._check()

    def _forget(self):
        self._rows = []
        self._next = 0
        self._end = _DONE
        self._converters = None
        self._encoded = False

    def _release(self):
        """Give back the statement, which then holds no lock."""
        statement = self._statement
        self._statement = None
        self._forget()
        if statement is not None:
            self._connection._give_back(statement)

    def _take(self, sql):
        """Return a statement that no other cursor uses."""
        self._statement = self._connection._take(sql)
        return self._statement

    def _run(self, statement, parameters, ahead):
        connection = self._connection
        begin = connection._begin if statement.is_dml else ""
        try:
            values = statement.values(parameters)
        except BaseException:
            if begin:
                connection._begin_transaction()
            raise
        self._encoded = connection.text_factory is not str
        statement.prepare_casts(self._encoded)
        result = statement.run(statement.expected_version(), begin, ahead, *values)
        if len(result) == 3:
            raise error_of(result)
        end = result[1]
        if type(end) is tuple and end[0] == errors.TOO_LARGE:
            raise OverflowError("Python int too large to convert to SQLite INTEGER")
        return result

    def _receive(self, rows, end, changes, rowid, version):
        """Take what came of a statement that was run."""
        if type(end) is tuple and not rows:
            raise error_of(end)
        statement = self._statement
        if statement.version != version:
            statement.describe()
            statement.prepare_casts(self._encoded)
        self._description = statement.description
        self._converters = statement.converters
        self._rows = rows
        self._next = 0
        self._lastrowid = rowid
        self._finish(end, changes)

    def _describe(self, statement, version):
        if statement.version != version:
            statement.describe()
        self._description = statement.description

    def _finish(self, end, changes):
        self._end = end
        if end == _DONE:
            statement = self._statement
            if statement.is_dml:
                self._rowcount += changes
            self._statement = None
            self._connection._give_back(statement, at_end=True)

    def _fetch(self, wanted):
        """Get more rows, and return whether there are any."""
        statement = self._statement
        if statement is None or self._end != _MORE:
            return False
        result = statement.more(wanted, _AHEAD)
        if len(result) == 3:
            raise error_of(result)
        rows, end, changes, _, _ = result
        if type(end) is tuple:
            if end[0] == errors.UNDECODABLE:
                raise undecodable(self._description, *end[1:])
            self._release()
            raise error_of(end)
        self._rows = rows
        self._next = 0
        self._finish(end, changes)
        return bool(rows)

    def _convert(self, row):
        self._locked = True
        try:
            return convert(row, self._converters, self._connection.text_factory, self._description)
        finally:
            self._locked = False


def _check_connection(connection):
    from .connection import Connection

    if not issubclass(type(connection), Connection):
        raise TypeError(f"Cursor() argument 1 must be sqlite3.Connection, not {type(connection).__name__}")
