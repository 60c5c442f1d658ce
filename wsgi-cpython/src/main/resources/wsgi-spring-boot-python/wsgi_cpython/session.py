"""The time between the first application of a server and its end. One process may see several."""

import os
import sys
import threading

from wsgi_spring_boot.loading import loader, path_files, sources
from wsgi_spring_boot.runtime import ending, guards, logs

from . import processes

__all__ = ["begin", "connect_log", "end", "name_thread", "path", "report_sources"]

_open = 0
_begun = False
_publish = None
_report = None


def begin(directories, environment):
    """Prepare for an application.

    ``directories`` are the first ones of ``sys.path``, ``environment`` names and values in turn,
    each separated by NUL.
    """
    global _open, _begun
    if not _begun:
        _begun = True
        guards.install()
        processes.install()
    elif not _open:
        _start_again()
    _open += 1
    first = [directory for directory in directories.split("\0") if directory]
    sys.path[:] = first + [directory for directory in sys.path if directory not in first]
    path_files.install(first)
    pairs = environment.split("\0")
    os.environ.update(zip(pairs[::2], pairs[1::2]))


def _start_again():
    """Forget the modules of the applications before, and let thread pools work again."""
    loader.forget()
    futures = sys.modules.get("concurrent.futures.thread")
    if futures is not None:
        futures._shutdown = False


def end(milliseconds):
    """End what the application has left, if it is the last one, with so much patience for its threads.

    As the interpreter does it, but so that another application may follow.
    """
    global _open
    _open -= 1
    if not _open:
        ending.end(milliseconds / 1000)


def connect_log(publish, levels):
    """Hand what is logged to ``publish``, from now on."""
    global _publish
    connected, _publish = _publish, publish
    if connected is None:
        logs.install(lambda *record: _publish(*record), levels)
    else:
        logs.set_levels(levels)


def report_sources(report):
    """Hand the path of each source file that is imported to ``report``, from now on."""
    global _report
    connected, _report = _report, report
    if connected is None:
        sources.install(lambda path: _report(path))


def name_thread(name):
    """Name this thread as Java does."""
    threading.current_thread().name = name


def path():
    """Return ``sys.path``, separated by NUL."""
    return "\0".join(sys.path)
