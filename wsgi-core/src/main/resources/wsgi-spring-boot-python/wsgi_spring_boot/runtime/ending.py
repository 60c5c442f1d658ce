"""Ends the interpreter as CPython does when its main program is over."""

import atexit
import sys
import threading

__all__ = ["end"]


def end():
    """Finish what the application has left to be finished, in the order of gunicorn and CPython.

    First the hook ``worker_exit``; then what ``threading`` keeps for itself, such as the executors
    of ``concurrent.futures``, which do what is in their queues; then the other threads that are no
    daemons; then the functions of ``atexit``.
    """
    hooks = sys.modules.get("wsgi_spring_boot.gateway.hooks")
    if hooks is not None:
        hooks.exit_worker()
    try:
        threading._shutdown()
    finally:
        atexit._run_exitfuncs()
