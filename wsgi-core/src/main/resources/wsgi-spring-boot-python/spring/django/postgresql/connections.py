"""Connections and cursors as Django's backend for PostgreSQL has them of psycopg."""

import functools
from collections import namedtuple
from datetime import datetime, timezone

from spring import dbapi
from spring.dbapi._rows import conversions

from .literals import quote, with_parameters

__all__ = ["Connection", "Cursor", "NamedCursor"]

Column = namedtuple(
    "Column", "name type_code display_size internal_size precision scale null_ok"
)


class Connection(dbapi.Connection):
    """A connection of the pool, with what Django asks psycopg for."""

    def __init__(self, name, zone, is_aware, isolation_level=None, fetch_size=1000):
        super().__init__(name, False, isolation_level, fetch_size, "format", None)
        self.change_zone(zone, is_aware)

    def change_zone(self, zone, is_aware):
        """Have times of a zone in this one, or without one."""
        self._conversions = conversions(Z=_in_zone(zone, is_aware))

    def cursor(self, name=None, scrollable=None, withhold=False):
        """Return a cursor, which the database keeps the rows for if it has a name."""
        number = super().cursor()._number
        if name is None:
            return Cursor(self, number)
        return NamedCursor(self, number, name, withhold)

    @property
    def info(self):
        """What the session is like."""
        return self

    def parameter_status(self, name):
        """Return a parameter of the session."""
        with self.cursor() as cursor:
            cursor.execute("select current_setting(%s)", [name])
            return cursor.fetchone()[0]

    @property
    def server_version(self):
        """The version of the server as a number, such as 170002."""
        return int(self.parameter_status("server_version_num"))


@functools.lru_cache(maxsize=32)
def _in_zone(zone, is_aware):
    if is_aware and zone is timezone.utc:
        return datetime.fromisoformat

    def convert(text):
        local = datetime.fromisoformat(text).astimezone(zone)
        return local if is_aware else local.replace(tzinfo=None)

    return convert


class Cursor(dbapi.Cursor):
    """A cursor that puts parameters into the statement."""

    query = None
    tzinfo_factory = None

    def execute(self, operation, parameters=None):
        """Execute a statement."""
        statement = self.mogrify(operation, parameters).decode()
        self.query = statement.encode()
        super().execute(statement)
        if self.description is not None:
            self.description = [Column(*each) for each in self.description]

    def executemany(self, operation, seq_of_parameters):
        """Execute a statement for each element."""
        total = 0
        for parameters in seq_of_parameters:
            self.execute(operation, parameters)
            total += self.rowcount
        self.rowcount = total

    def mogrify(self, operation, parameters=None):
        """Return the statement that would be executed."""
        if parameters is not None:
            operation = with_parameters(operation, parameters)
        return operation.encode()

    def callproc(self, name, parameters=()):
        """Call a function."""
        arguments = ", ".join(map(quote, parameters or ()))
        self.execute(f"select * from {_identifier(name)}({arguments})")
        return parameters


class NamedCursor(Cursor):
    """A cursor of the database: large results stay there, also after a commit if it is held."""

    _declared = False

    def __init__(self, connection, number, name, withhold):
        super().__init__(connection, number)
        self.name = name
        self.arraysize = connection.fetch_size
        self._hold = " with hold" if withhold else ""

    def execute(self, operation, parameters=None):
        """Declare the cursor."""
        statement = self.mogrify(operation, parameters).decode()
        super().execute(f"declare {_identifier(self.name)} no scroll cursor{self._hold} for {statement}")
        self._declared = True

    def fetchone(self):
        """Return the next row, or ``None``."""
        return next(iter(self._forward("1")), None)

    def fetchmany(self, size=None):
        """Return the next rows."""
        return self._forward(str(self.arraysize if size is None else size))

    def fetchall(self):
        """Return the rows that are left."""
        return self._forward("all")

    def _forward(self, count):
        super().execute(f"fetch forward {count} from {_identifier(self.name)}")
        return super().fetchall()

    def close(self):
        """Forget the rows."""
        if self._declared and not self._closed and not self.connection.closed:
            self._declared = False
            super().execute(f"close {_identifier(self.name)}")
        super().close()


def _identifier(name):
    return '"' + name.replace('"', '""') + '"'
