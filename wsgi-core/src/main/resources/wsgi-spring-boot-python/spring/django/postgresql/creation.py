"""Databases for tests."""

from django.db.backends.postgresql import creation

__all__ = ["DatabaseCreation"]


class DatabaseCreation(creation.DatabaseCreation):
    """Tests use the database of the pool: have one for them, of Testcontainers for example."""

    def _get_test_db_name(self):
        return self.connection.settings_dict["NAME"]

    def _create_test_db(self, verbosity, autoclobber, keepdb=False):
        return self._get_test_db_name()

    def _destroy_test_db(self, test_database_name, verbosity):
        """Leave the database alone."""
