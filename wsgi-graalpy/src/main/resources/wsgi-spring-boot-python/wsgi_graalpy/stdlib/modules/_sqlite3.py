"""A stand-in for the native module of ``sqlite3``.

The native one runs CPython's C code through GraalPy's emulation of its C API: it works in one
interpreter only, is slow, never gives back what was not closed, and has damaged memory. This one
calls the same SQLite library from Java.
"""

from wsgi_graalpy.stdlib.sqlite.adapters import (
    PrepareProtocol, adapt, adapters, converters, register_adapter, register_converter,
)
from wsgi_graalpy.stdlib.sqlite.blob import Blob
from wsgi_graalpy.stdlib.sqlite.callbacks import enable_callback_tracebacks
from wsgi_graalpy.stdlib.sqlite.connection import Connection, connect
from wsgi_graalpy.stdlib.sqlite.constants import (
    CONSTANTS, LEGACY_TRANSACTION_CONTROL, PARSE_COLNAMES, PARSE_DECLTYPES,
)
from wsgi_graalpy.stdlib.sqlite.cursor import Cursor
from wsgi_graalpy.stdlib.sqlite.errors import (
    DatabaseError, DataError, Error, IntegrityError, InterfaceError, InternalError, NotSupportedError, OperationalError,
    ProgrammingError, Warning,
)
from wsgi_graalpy.stdlib.sqlite.library import Library
from wsgi_graalpy.stdlib.sqlite.row import Row

__all__ = [
    "Blob", "Connection", "Cursor", "DataError", "DatabaseError", "Error", "IntegrityError", "InterfaceError",
    "InternalError", "LEGACY_TRANSACTION_CONTROL", "NotSupportedError", "OperationalError", "PARSE_COLNAMES",
    "PARSE_DECLTYPES", "PrepareProtocol", "ProgrammingError", "Row", "Warning", "adapt", "adapters",
    "complete_statement", "connect", "converters", "enable_callback_tracebacks", "register_adapter",
    "register_converter", "sqlite_version", "threadsafety", *CONSTANTS,
]

globals().update(CONSTANTS)

sqlite_version = Library.version
# As PEP 249 has it, for how SQLite was built
threadsafety = {0: 0, 1: 3, 2: 1}[Library.threadsafe]
_deprecated_version = "2.6.0"


def complete_statement(statement):
    """Checks if a string contains a complete SQL statement."""
    if not isinstance(statement, str):
        raise TypeError(f"complete_statement() argument 'statement' must be str, not {type(statement).__name__}")
    if "\0" in statement:
        raise ValueError("embedded null character")
    return Library.complete(statement.encode()) != 0
