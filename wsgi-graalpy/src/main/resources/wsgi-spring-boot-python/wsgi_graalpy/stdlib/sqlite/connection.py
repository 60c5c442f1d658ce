"""``sqlite3.Connection``."""

import os
import sys
import time
from _thread import get_ident

from . import arguments, errors
from .arguments import c_int, option, text
from .blob import Blob
from .constants import LEGACY_TRANSACTION_CONTROL
from .cursor import Cursor
from .errors import OperationalError, ProgrammingError, check, error_of
from .functions import Functions
from .library import Library
from .statement import prepare
from .transactions import Transactions

__all__ = ["Connection", "connect"]

_READ_WRITE, _CREATE, _URI = 2, 4, 0x40
_BUSY, _LOCKED = 5, 6


def connect(database, *args, **kwargs):
    """Open a connection to the SQLite database file 'database'."""
    factory = args[4] if len(args) > 4 else kwargs.get("factory", Connection)
    return factory(database, *args, **kwargs)


class Connection(Transactions, Functions):
    """SQLite database connection object."""

    __module__ = "sqlite3"
    __slots__ = (
        "_autocommit", "_begin", "_cache", "_cache_size", "_check_same_thread", "_detect_types", "_door", "_id",
        "_isolation_level", "_thread", "row_factory", "text_factory",
    )

    Warning = errors.Warning
    Error = errors.Error
    InterfaceError = errors.InterfaceError
    DatabaseError = errors.DatabaseError
    DataError = errors.DataError
    OperationalError = errors.OperationalError
    IntegrityError = errors.IntegrityError
    InternalError = errors.InternalError
    ProgrammingError = errors.ProgrammingError
    NotSupportedError = errors.NotSupportedError

    def __new__(cls, *args, **kwargs):
        connection = super().__new__(cls)
        connection._thread = connection._door = None
        return connection

    def __init__(
        self, database, timeout=5.0, detect_types=0, isolation_level="", check_same_thread=True, factory=None,
        cached_statements=128, uri=False, *, autocommit=LEGACY_TRANSACTION_CONTROL,
    ):
        path = os.fsencode(database)
        if b"\0" in path:
            raise ValueError("embedded null byte")
        level = arguments.isolation_level(isolation_level)
        autocommit = arguments.autocommit(autocommit)
        timeout = arguments.milliseconds(timeout)
        sys.audit("sqlite3.connect", database)
        if self._door is not None:
            # What cursors still read stays open
            self._door("retire")
        self._thread = self._door = None
        door = check(Library.open(path, _READ_WRITE | _CREATE | (_URI if uri else 0), timeout))
        self._door, self._id = door
        self._thread = get_ident()
        self._check_same_thread = bool(check_same_thread)
        self._detect_types = detect_types
        self._cache = {}
        self._cache_size = cached_statements
        self._isolation_level = level
        self._autocommit = autocommit
        self._set_begin()
        self.row_factory = None
        self.text_factory = str
        if autocommit is False:
            self._execute("BEGIN")
        sys.audit("sqlite3.connect/handle", self)

    def __call__(self, *args, **kwargs):
        if kwargs:
            raise TypeError("sqlite3.Connection() takes no keyword arguments")
        self._check()
        (sql,) = args
        if not isinstance(sql, str):
            raise TypeError(f"argument 1 must be str, not {type(sql).__name__}")
        return prepare(self._door, sql, self._detect_types)

    # What each method asks first

    def _check_thread(self):
        if self._thread is not None and self._check_same_thread and self._thread != get_ident():
            raise ProgrammingError(
                "SQLite objects created in a thread can only be used in that same thread. "
                f"The object was created in thread id {self._thread} and this is thread id {get_ident()}."
            )

    def _check_open(self):
        if self._thread is None:
            raise ProgrammingError("Base Connection.__init__ not called.")
        if self._door is None:
            raise ProgrammingError("Cannot operate on a closed database.")

    def _check(self):
        thread = self._thread
        if thread is None or self._door is None or self._check_same_thread and thread != get_ident():
            self._check_thread()
            self._check_open()

    # Statements

    def _take(self, sql):
        """Return a statement that nothing else uses, or ``None`` if there is nothing in it."""
        statement = self._cache.pop(sql, None)
        return prepare(self._door, sql, self._detect_types) if statement is None else statement

    def _give_back(self, statement, at_end=False):
        """Take back a statement, which was reset if it came to its end."""
        if self._door is not statement.door:
            statement.close()
            return
        if not at_end:
            statement.reset()
        if self._cache_size <= 0 or statement.sql in self._cache:
            statement.close()
            return
        self._cache[statement.sql] = statement
        if len(self._cache) > self._cache_size:
            oldest = self._cache.pop(next(iter(self._cache)), None)
            if oldest is not None:
                oldest.close()

    def _execute(self, sql):
        check(self._door("execute", sql))

    def close(self):
        """Close the database connection."""
        self._check_thread()
        if self._thread is None:
            raise ProgrammingError("Base Connection.__init__ not called.")
        door = self._door
        if door is None:
            return
        if self._autocommit is False and door("in_transaction"):
            self._execute("ROLLBACK")
        self._door = None
        self._cache = {}
        door("close")

    # Cursors

    def cursor(self, factory=Cursor):
        """Return a cursor for the connection."""
        self._check()
        cursor = factory(self)
        if not issubclass(type(cursor), Cursor):
            raise TypeError(f"factory must return a cursor, not {type(cursor).__name__}")
        if self.row_factory is not None:
            cursor.row_factory = self.row_factory
        return cursor

    def execute(self, *args):
        """Executes an SQL statement."""
        return self.cursor().execute(*args)

    def executemany(self, *args):
        """Repeatedly executes an SQL statement."""
        return self.cursor().executemany(*args)

    def executescript(self, *args):
        """Executes multiple SQL statements at once."""
        return self.cursor().executescript(*args)

    # The rest

    def interrupt(self):
        """Abort any pending database operation."""
        self._check_open()
        self._door("interrupt")

    def iterdump(self):
        """Returns iterator to the dump of the database in an SQL text format."""
        self._check_open()
        from sqlite3.dump import _iterdump

        return _iterdump(self)

    def backup(self, target, *, pages=-1, progress=None, name="main", sleep=0.25):
        """Makes a backup of the database."""
        if not isinstance(target, Connection):
            raise TypeError(f"backup() argument 1 must be sqlite3.Connection, not {type(target).__name__}")
        self._check()
        if target is self:
            raise ValueError("target cannot be the same connection instance")
        target._check()
        if progress is not None and not callable(progress):
            raise TypeError("progress argument must be a callable")
        pages = c_int(pages) or -1
        step, remaining, size, finish = check(self._door("backup", target._id, b"main", text(name).encode()))
        try:
            code = _BUSY
            while code in (0, _BUSY, _LOCKED):
                code = check(step(pages))
                if progress is not None:
                    progress(code, remaining(), size())
                if code in (_BUSY, _LOCKED):
                    time.sleep(sleep)
        finally:
            failure = finish()
        if failure[0]:
            raise error_of(failure)

    def blobopen(self, table, column, row, /, *, readonly=False, name="main"):
        """Open and return a BLOB object."""
        names = [text(part).encode() for part in (name, table, column)]
        if not -(1 << 63) <= row < 1 << 63:
            raise OverflowError("Python int too large to convert to SQLite INTEGER")
        self._check()
        return Blob._open(self, check(self._door("blob", *names, row, 0 if readonly else 1)))

    def setlimit(self, category, limit, /):
        """Set connection run-time limits."""
        self._check()
        before = self._door("limit", c_int(category), c_int(limit))
        if before < 0:
            raise ProgrammingError("'category' is out of bounds")
        return before

    def getlimit(self, category, /):
        """Get connection run-time limits."""
        return self.setlimit(category, -1)

    def setconfig(self, op, enable=True, /):
        """Set a boolean connection configuration option."""
        self._check()
        enable = bool(enable)
        if check(self._door("config", option(op), 1 if enable else 0)) != enable:
            raise OperationalError("Unable to set config")

    def getconfig(self, op, /):
        """Query a boolean connection configuration option."""
        self._check()
        return bool(check(self._door("config", option(op), -1)))

    def serialize(self, *, name="main"):
        """Serialize a database into a byte string."""
        self._check()
        return check(self._door("serialize", text(name)))

    def deserialize(self, data, /, *, name="main"):
        """Load a serialized database."""
        if isinstance(data, str):
            data = data.encode()
        data = bytes(memoryview(data))
        self._check()
        check(self._door("deserialize", text(name), data))
