"""What Django's backend for PostgreSQL needs of a driver, made of ``spring.dbapi``.

Django knows psycopg only. While its backend is imported, this stands for the module ``psycopg2``.
"""

import contextlib
import importlib
import sys
from types import ModuleType

from django.core.exceptions import ImproperlyConfigured
from spring import dbapi

from .connections import Cursor
from .literals import Inet, Json, Range, quote

__all__ = ["backend"]

_BACKEND = "django.db.backends.postgresql.base"


def backend():
    """Return the module of Django's backend."""
    imported = sys.modules.get(_BACKEND)
    if imported is None:
        with _standing_for_psycopg():
            imported = importlib.import_module(_BACKEND)
            importlib.import_module("django.contrib.postgres.signals")
    elif not hasattr(imported.Database, "is_of_spring"):
        raise ImproperlyConfigured(
            "spring.django.postgresql and django.db.backends.postgresql cannot both be used: "
            "give all databases of PostgreSQL the same ENGINE."
        )
    return imported


@contextlib.contextmanager
def _standing_for_psycopg():
    replaced = {name: sys.modules.get(name) for name in ("psycopg", *_MODULES)}
    # An import of that raises an ImportError
    sys.modules["psycopg"] = None
    sys.modules.update(_MODULES)
    try:
        yield
    finally:
        for name, module in replaced.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


def _connect(**options):
    raise ImproperlyConfigured(
        "django.db.backends.postgresql has no driver beside spring.django.postgresql: "
        "give all databases of PostgreSQL the same ENGINE."
    )


class _Adapted:
    """A value that is to be a literal."""

    def __init__(self, value):
        self._value = value

    def getquoted(self):
        return quote(self._value).encode()


class _DateRange(Range):
    pass


class _DateTimeRange(Range):
    pass


class _DateTimeTZRange(Range):
    pass


class _NumericRange(Range):
    pass


class _DuplicateDatabase(dbapi.ProgrammingError):
    pass


def _nothing(*arguments, **keywords):
    """Registering types is for drivers that do not know them."""


def _module(name, **content):
    module = ModuleType(name, __doc__)
    vars(module).update(content)
    return module


_extensions = _module(
    "psycopg2.extensions",
    ISOLATION_LEVEL_READ_COMMITTED=1,
    ISOLATION_LEVEL_READ_UNCOMMITTED=4,
    ISOLATION_LEVEL_REPEATABLE_READ=2,
    ISOLATION_LEVEL_SERIALIZABLE=3,
    QuotedString=_Adapted,
    UNICODE=dbapi.STRING,
    adapt=_Adapted,
    cursor=Cursor,
    new_array_type=_nothing,
    register_adapter=_nothing,
    register_type=_nothing,
)
_extras = _module(
    "psycopg2.extras",
    DateRange=_DateRange,
    DateTimeRange=_DateTimeRange,
    DateTimeTZRange=_DateTimeTZRange,
    Inet=Inet,
    Json=Json,
    NumericRange=_NumericRange,
    Range=Range,
    register_default_jsonb=_nothing,
    register_hstore=_nothing,
    register_uuid=_nothing,
)
_errors = _module("psycopg2.errors", DuplicateDatabase=_DuplicateDatabase)
_sql = _module("psycopg2.sql")
_psycopg2 = _module(
    "psycopg2",
    __path__=[],
    __version__="2.9",
    is_of_spring=True,
    connect=_connect,
    errors=_errors,
    extensions=_extensions,
    extras=_extras,
    sql=_sql,
    **{name: getattr(dbapi, name) for name in dbapi.__all__ if name != "connect"},
)
_MODULES = {
    module.__name__: module for module in (_psycopg2, _extensions, _extras, _errors, _sql)
}
