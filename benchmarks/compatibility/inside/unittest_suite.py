"""Suites of ``unittest``: CPython's own."""

import importlib
import sys
import traceback
import unittest

__all__ = ["run"]


def run(name, options, omit, record):
    """Run a module or a package of tests."""
    # Tests of the C API, whose module GraalPy has, and which end its process
    for module in ("_testcapi", "_testinternalcapi", "_testclinic", "_testmultiphase"):
        sys.modules[module] = None
    from test import support

    # As in CPython's own runs: nothing that takes a network, hours or gigabytes
    support.use_resources = []
    support.verbose = 0
    try:
        loaded = _load(name)
    except unittest.SkipTest as skipped:
        record.test(name, "skipped", str(skipped))
        return
    tests = [test for test in _flat(loaded) if _group(test) not in omit]
    unittest.TestSuite(tests).run(_Result(record))


def _load(name):
    loader = unittest.TestLoader()
    module = importlib.import_module(name)
    return loader.loadTestsFromModule(module)


def _flat(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from _flat(test)
        else:
            yield test


def _group(test):
    return f"{type(test).__module__}.{type(test).__qualname__}"


class _Result(unittest.TestResult):
    def __init__(self, record):
        super().__init__()
        self._record = record
        self._outcome = "passed"
        self._detail = ""

    def startTest(self, test):
        super().startTest(test)
        self._outcome, self._detail = "passed", ""
        self._record.group(_group(test))

    def stopTest(self, test):
        super().stopTest(test)
        self._record.test(test.id(), self._outcome, self._detail)

    def _fail(self, failure):
        self._outcome = "failed"
        self._detail = "".join(traceback.format_exception(*failure)[-6:])

    def addError(self, test, err):
        self._fail(err)
        if not isinstance(test, unittest.TestCase):
            # The preparation of a class or module
            self._record.test(test.id(), "failed", self._detail)

    def addFailure(self, test, err):
        self._fail(err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._fail(err)

    def addSkip(self, test, reason):
        if not isinstance(test, unittest.TestCase):
            self._record.test(test.id(), "skipped", reason)
        elif self._outcome == "passed":
            self._outcome, self._detail = "skipped", reason

    def addUnexpectedSuccess(self, test):
        self._outcome, self._detail = "failed", "unexpected success"
