"""The dialect for SQLite."""

from types import ModuleType

from sqlalchemy.dialects.sqlite.base import SQLiteDialect as BaseDialect

from spring import dbapi

from .pooled import PooledDialect

__all__ = ["SQLiteDialect"]

# What SQLAlchemy asks the driver for, before there is a connection
_dbapi = ModuleType("spring.dbapi.sqlite", dbapi.__doc__)
vars(_dbapi).update({name: getattr(dbapi, name) for name in dbapi.__all__}, sqlite_version_info=(3, 45, 0))


class SQLiteDialect(PooledDialect, BaseDialect):
    """SQLite."""

    default_paramstyle = "qmark"

    @classmethod
    def import_dbapi(cls):
        """Return the module of the driver."""
        return _dbapi

    def _get_server_version_info(self, connection):
        version = connection.exec_driver_sql("select sqlite_version()").scalar()
        return tuple(int(part) for part in version.split("."))

    def set_isolation_level(self, dbapi_connection, level):
        """Set how transactions are isolated."""
        dbapi_connection.autocommit = level == "AUTOCOMMIT"
        if level != "AUTOCOMMIT":
            super(PooledDialect, self).set_isolation_level(dbapi_connection, level)

    def reset_isolation_level(self, dbapi_connection):
        """Have what a new connection has."""
        self.set_isolation_level(dbapi_connection, "SERIALIZABLE")

    def get_isolation_level_values(self, dbapi_connection):
        """Return what an engine can be told."""
        return ("AUTOCOMMIT", "READ UNCOMMITTED", "SERIALIZABLE")
