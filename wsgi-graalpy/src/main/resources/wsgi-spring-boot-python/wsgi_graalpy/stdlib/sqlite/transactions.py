"""How a connection begins and ends transactions."""

from . import arguments
from .constants import LEGACY_TRANSACTION_CONTROL
from .errors import check

__all__ = ["Transactions"]


class Transactions:
    """The part of a connection that controls transactions, implicitly or as it is told."""

    __slots__ = ()

    def _set_begin(self):
        legacy = self._autocommit == LEGACY_TRANSACTION_CONTROL and self._isolation_level is not None
        self._begin = f"BEGIN {self._isolation_level}" if legacy else ""

    def _begin_transaction(self):
        if not self._door("in_transaction"):
            self._execute(self._begin)

    def _commit_legacy(self):
        if self._autocommit == LEGACY_TRANSACTION_CONTROL and self._door("in_transaction"):
            self._execute("COMMIT")

    @property
    def isolation_level(self):
        self._check_open()
        return self._isolation_level

    @isolation_level.setter
    def isolation_level(self, level):
        self._check_open()
        level = arguments.isolation_level(level)
        self._isolation_level = level
        self._set_begin()
        if level is None:
            self._commit_legacy()

    @isolation_level.deleter
    def isolation_level(self):
        raise AttributeError("cannot delete attribute")

    @property
    def autocommit(self):
        self._check()
        return self._autocommit

    @autocommit.setter
    def autocommit(self, value):
        self._check()
        value = arguments.autocommit(value)
        if value is False:
            if not self._door("in_transaction"):
                self._execute("BEGIN")
        elif value is True and self._door("in_transaction"):
            self._execute("COMMIT")
        self._autocommit = value
        self._set_begin()

    @property
    def in_transaction(self):
        self._check_open()
        return check(self._door("in_transaction"))

    @property
    def total_changes(self):
        self._check_open()
        return check(self._door("total_changes"))

    def commit(self):
        """Commit any pending transaction to the database."""
        self._check()
        self._end("COMMIT")

    def rollback(self):
        """Roll back to the start of any pending transaction."""
        self._check()
        self._end("ROLLBACK")

    def _end(self, sql):
        if self._autocommit is False:
            self._execute(sql)
            self._execute("BEGIN")
        elif self._autocommit is not True and self._door("in_transaction"):
            self._execute(sql)

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, type, value, traceback, /):
        if type is not None:
            self.rollback()
            return False
        try:
            self.commit()
        except BaseException:
            self.rollback()
            raise
        return False
