"""The backend."""

from datetime import timezone

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .connections import Connection
from .driver import backend

_django = backend()

from .creation import DatabaseCreation  # noqa: E402
from .introspection import DatabaseIntrospection  # noqa: E402

# The time zones of the sessions of each pool, which all have the same
zones = {}


class DatabaseWrapper(_django.DatabaseWrapper):
    """Django's backend for PostgreSQL, with connections of a pool of Spring.

    ``NAME`` is the name of the bean, ``dataSource`` unless it is set.
    """

    creation_class = DatabaseCreation
    introspection_class = DatabaseIntrospection

    def get_connection_params(self):
        """Return what a connection is made with."""
        options = dict(self.settings_dict["OPTIONS"])
        unknown = sorted(options.keys() - {"isolation_level", "fetch_size"})
        if unknown:
            raise ImproperlyConfigured(
                f"spring.django.postgresql has no OPTIONS {', '.join(unknown)}: set them for the DataSource."
            )
        return {"name": self.settings_dict["NAME"] or "dataSource", **options}

    def get_new_connection(self, conn_params):
        """Return a connection."""
        return Connection(zone=self._zone(), is_aware=settings.USE_TZ, **conn_params)

    def _zone(self):
        return timezone.utc if self.timezone_name == "UTC" else self.timezone

    def create_cursor(self, name=None):
        """Return a cursor, one of the database if it has a name."""
        if name is None:
            return self.connection.cursor()
        return self.connection.cursor(name, withhold=self.connection.autocommit)

    def connect(self):
        """Connect. The pool keeps connections, so Django never does."""
        super().connect()
        self.close_at = 0

    def _configure_connection(self, connection):
        wanted = self.timezone_name
        found = zones.get(connection.name)
        if found is None:
            found = connection.parameter_status("TimeZone")
            zones[connection.name] = found
        if found not in (wanted, _SAME.get(wanted)):
            raise ImproperlyConfigured(
                f"The sessions of {connection.name!r} are in the time zone {found}, and Django wants {wanted}: "
                f"let the pool execute SET TIME ZONE '{wanted}' for new connections, with "
                "spring.datasource.hikari.connection-init-sql, or set TIME_ZONE of the database."
            )
        return False

    def ensure_timezone(self):
        """Change the time zone of the connection, when settings change."""
        if self.connection is None:
            return False
        self.connection.change_zone(self._zone(), settings.USE_TZ)
        return self._configure_timezone(self.connection)


_SAME = {"UTC": "Etc/UTC"}
