"""Suites of Django: modules in the folder ``tests`` of its sources, with SQLite."""

import os
import sys
import tempfile
import unittest

import unittest_suite

__all__ = ["run"]


def run(name, options, omit, record):
    """Run the tests of the modules that ``options`` names."""
    tests = os.path.join(name, "tests")
    os.chdir(tests)
    sys.path.insert(0, tests)
    os.environ["DJANGO_SETTINGS_MODULE"] = "test_sqlite"
    # Only the main thread can have handlers of signals
    unittest.installHandler = unittest.removeHandler = lambda *method: None
    import runtests
    from django.test.runner import DiscoverRunner

    class Runner(DiscoverRunner):
        def run_suite(self, suite, **kwargs):
            result = unittest_suite.Result(record)
            wanted = [test for test in unittest_suite.flat(suite) if unittest_suite.group(test) not in omit]
            unittest.TestSuite(wanted).run(result)
            return result

    with tempfile.TemporaryDirectory(prefix="django_") as directory:
        tempfile.tempdir = os.environ["TMPDIR"] = directory
        labels, state = runtests.setup_run_tests(0, None, None, options)
        try:
            Runner(verbosity=0, interactive=False, parallel=1).run_tests(labels)
        finally:
            runtests.teardown_run_tests(state)
