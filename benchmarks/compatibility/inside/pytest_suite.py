"""Suites of pytest: those of frameworks."""

import os
import re

import pytest

__all__ = ["run"]

# SQLAlchemy has it in the names of its tests
_VERSION_OF_SQLITE = re.compile(r"(?<=\+pysqlite)(?:_\d+)+")


def run(name, options, omit, record):
    """Run the tests of a directory."""
    os.chdir(name)
    own = "-q", "-p", "no:cacheprovider", "--continue-on-collection-errors"
    status = pytest.main([*own, *options], plugins=[_Plugin(omit, record)])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise RuntimeError(f"pytest ended with {status!r}")


class _Plugin:
    def __init__(self, omit, record):
        self._omit = omit
        self._record = record

    def pytest_ignore_collect(self, collection_path):
        return True if _file(str(collection_path)) in self._omit else None

    def pytest_collectreport(self, report):
        # That it goes on: collecting takes as long as running
        self._record.write("collected", report.nodeid)
        if report.failed:
            self._record.test(_name(report), "failed", str(report.longrepr))

    def pytest_runtest_logstart(self, nodeid):
        self._record.group(nodeid.partition("::")[0])

    def pytest_runtest_logreport(self, report):
        if report.when == "call" or not report.passed:
            self._record.test(_name(report), report.outcome, str(report.longrepr or ""))


def _file(path):
    return os.path.relpath(path)


def _name(report):
    return _VERSION_OF_SQLITE.sub("", report.nodeid)
