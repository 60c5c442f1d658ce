"""Runs suites of tests in the interpreter that it is in, and writes down what became of each test.

A suite is run in groups: classes of ``unittest``, files of pytest. Groups that are to be left out are those that were
run before, by a process that has hung or died.
"""

import importlib
import json
import sys
import threading

__all__ = ["main", "run"]


def main():
    """Run what the arguments say, in a thread that is not the main one, as in a server."""
    thread = threading.Thread(target=run, args=(json.loads(sys.argv[1]),))
    thread.start()
    thread.join()


def run(job):
    """Run suites, each of which has a ``kind``, a ``name``, ``options``, and groups to ``omit``, and write to ``output``."""
    with open(job["output"], "a", encoding="utf-8") as file:
        record = Record(file)
        for suite in job["suites"]:
            record.suite(suite["name"])
            try:
                kind = importlib.import_module(f"{suite['kind']}_suite")
                kind.run(suite["name"], suite["options"], frozenset(suite["omit"]), record)
            except BaseException as failure:
                record.write("broken", f"{type(failure).__name__}: {failure}")
            record.write("end", None)


class Record:
    """A file with a line for each event, written at once."""

    def __init__(self, file):
        self._file = file
        self._group = None

    def suite(self, name):
        """Note that a suite begins."""
        self._group = None
        self.write("suite", name)

    def group(self, name):
        """Note that a group begins, if it does."""
        if name != self._group:
            self._group = name
            self.write("group", name)

    def test(self, name, outcome, detail=""):
        """Note that a test has ``passed``, ``failed`` or was ``skipped``."""
        self.write("test", [name, outcome, detail[-2000:]])

    def write(self, event, value):
        """Write an event."""
        self._file.write(json.dumps([event, value]) + "\n")
        self._file.flush()


if __name__ == "__main__":
    main()
