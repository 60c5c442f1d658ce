"""The connection pools of the Spring application: the Python Database API, version 2.0 (PEP 249).

    from spring import connect

    with connect() as connection:
        cursor = connection.cursor()
        cursor.execute("select name from authors where id = ?", [7])
        print(cursor.fetchone())
"""

from . import _errors, _types
from ._connection import Connection, connect
from ._cursor import Cursor
from ._errors import *  # noqa: F403
from ._types import *  # noqa: F403

__all__ = ["Connection", "Cursor", "apilevel", "connect", "paramstyle", "threadsafety"]
__all__ += _errors.__all__
__all__ += _types.__all__

apilevel = "2.0"

#: Threads may share the module, but not connections
threadsafety = 1

#: Question marks for a list of parameters; ``:name`` for a dict
paramstyle = "qmark"
