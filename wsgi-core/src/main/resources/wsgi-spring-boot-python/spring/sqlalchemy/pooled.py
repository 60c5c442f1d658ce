"""What the dialects have in common."""

from sqlalchemy.pool import NullPool

from spring import dbapi

__all__ = ["PooledDialect"]


class PooledDialect:
    """A dialect whose connections are of a pool of Spring, named where others have the host."""

    driver = "spring"
    supports_statement_cache = True
    supports_native_decimal = True
    supports_native_json_deserialization = False
    supports_server_side_cursors = False
    returns_native_bytes = True

    @classmethod
    def import_dbapi(cls):
        """Return the module of the driver."""
        return dbapi

    @classmethod
    def get_pool_class(cls, url):
        """Return the kind of pool: the one of Spring keeps connections."""
        return NullPool

    def create_connect_args(self, url):
        """Return the arguments of ``connect``."""
        paramstyle = "format" if self.paramstyle == "format" else "qmark"
        options = {"json_loads": None, "paramstyle": paramstyle}
        if "fetch_size" in url.query:
            options["fetch_size"] = int(url.query["fetch_size"])
        return [url.host or "dataSource"], options

    def is_disconnect(self, e, connection, cursor):
        """Tell whether an exception means that the connection is lost."""
        if not isinstance(e, dbapi.Error):
            return False
        return isinstance(e, dbapi.InterfaceError) or (e.sqlstate or "")[:2] == "08" or e.sqlstate == "57P01"

    def get_isolation_level_values(self, dbapi_connection):
        """Return what an engine can be told."""
        return ("AUTOCOMMIT", "READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE")

    def set_isolation_level(self, dbapi_connection, level):
        """Set how transactions are isolated."""
        dbapi_connection.autocommit = level == "AUTOCOMMIT"
        dbapi_connection.isolation_level = None if level == "AUTOCOMMIT" else level

    def reset_isolation_level(self, dbapi_connection):
        """Have what the pool has."""
        dbapi_connection.autocommit = False
        dbapi_connection.isolation_level = None

    def detect_autocommit_setting(self, dbapi_conn):
        """Tell whether each statement is a transaction."""
        return dbapi_conn.autocommit
