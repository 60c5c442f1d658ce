"""The suite of Django, which has a runner of its own."""

import os
import sys

from unittest_suite import Result, flat, group

__all__ = ["run"]


def run(name, options, omit, record):
    """Run applications of the tests of a source distribution, with SQLite."""
    tests, *labels = options
    os.chdir(os.path.join(name, tests))
    sys.path.insert(0, os.getcwd())
    os.environ["DJANGO_SETTINGS_MODULE"] = "test_sqlite"
    import runtests

    labels, state = runtests.setup_run_tests(0, None, None, labels)
    try:
        _runner(omit, record).run_tests(labels)
    finally:
        runtests.teardown_run_tests(state)


def _runner(omit, record):
    from django.test.runner import DiscoverRunner

    class Runner(DiscoverRunner):
        def build_suite(self, *args, **kwargs):
            suite = super().build_suite(*args, **kwargs)
            return type(suite)(test for test in flat(suite) if group(test) not in omit)

        def run_suite(self, suite, **kwargs):
            result = Result(record)
            suite.run(result)
            return result

    return Runner(verbosity=0, interactive=False)
