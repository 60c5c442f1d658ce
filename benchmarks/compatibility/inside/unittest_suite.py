"""Suites of ``unittest``: CPython's own."""

import importlib
import logging
import os
import sys
import traceback
import types
import unittest

__all__ = ["Result", "flat", "group", "run"]

# Take hours where a search may take as many steps as the product of the lengths. They count as failed
_ENDLESS = ("test_adaptive_find", "test_find_many_lengths")
_LIMITS = {"PY_SSIZE_T_MAX": sys.maxsize, "PY_SSIZE_T_MIN": -sys.maxsize - 1}
for _name, _bits in ("CHAR", 8), ("SHRT", 16), ("INT", 32), ("LONG", 64), ("LLONG", 64):
    _LIMITS |= {f"{_name}_MAX": (1 << _bits - 1) - 1, f"{_name}_MIN": -1 << _bits - 1, f"U{_name}_MAX": (1 << _bits) - 1}
_OF_C = ("_testcapi", "_testinternalcapi", "_testclinic", "_testmultiphase")


def run(name, options, omit, record):
    """Run a module or a package of tests. ``options`` may have a program to start in the place of this Python."""
    executable = sys.executable
    sys.executable = next(iter(options), executable)
    try:
        _run(name, omit, record, bool(options))
    finally:
        sys.executable = executable


def _run(name, omit, record, starts_programs):
    # Tests of the C API, whose module GraalPy has, and which end its process
    for module in _OF_C:
        sys.modules[module] = None
    # As in a new process, where nothing is set up. Tests of logging ask for that
    logging.root.handlers.clear()
    logging.root.setLevel(logging.WARNING)
    import test

    # Here, code and warnings name the real path of a file, and tests compare that with __file__
    test.__path__[:] = map(os.path.realpath, test.__path__)
    from test import support
    from test.support import script_helper

    # As in CPython's own runs: nothing that takes a network, hours or gigabytes
    support.use_resources = []
    support.verbose = 0
    if not starts_programs:
        for function in ("_assert_python", "run_python_until_end", "spawn_python"):
            setattr(script_helper, function, _skip)
    try:
        loaded = _load(name)
    except unittest.SkipTest as skipped:
        if not any(module in str(skipped) for module in _OF_C):
            record.test(name, "skipped", str(skipped))
            return
        loaded = _load_with_module_of_c(name)
    if any(_lacks_module_of_c(test) for test in flat(loaded)):
        loaded = _load_with_module_of_c(name)
    tests = [test for test in flat(loaded) if group(test) not in omit and _method(test) not in _ENDLESS]
    unittest.TestSuite(tests).run(Result(record))


def _load_with_module_of_c(name):
    """Load tests of which few need the module, or numbers from it alone."""
    for module in _OF_C:
        sys.modules[module] = types.ModuleType(module)
    vars(sys.modules["_testcapi"]).update(_LIMITS)
    for module in [module for module in sys.modules if f"{module}.".startswith(f"{name}.")]:
        del sys.modules[module]
    return _load(name)


def _lacks_module_of_c(test):
    failure = str(getattr(test, "_exception", ""))
    return isinstance(test, unittest.loader._FailedTest) and any(module in failure for module in _OF_C)


def _skip(*args, **kwargs):
    raise unittest.SkipTest("is about another Python, which it starts")


def _load(name):
    loader = unittest.TestLoader()
    module = importlib.import_module(name)
    return loader.loadTestsFromModule(module)


def flat(suite):
    """Return the tests of a suite of suites."""
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flat(test)
        else:
            yield test


def _method(test):
    return test.id().rpartition(".")[2]


def group(test):
    """Return the name of the group that a test is in: its class."""
    return f"{type(test).__module__}.{type(test).__qualname__}"


class Result(unittest.TestResult):
    """Writes down what becomes of tests."""

    def __init__(self, record):
        super().__init__()
        self._record = record
        self._outcome = "passed"
        self._detail = ""

    def startTest(self, test):
        super().startTest(test)
        self._outcome, self._detail = "passed", ""
        self._record.group(group(test))

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
