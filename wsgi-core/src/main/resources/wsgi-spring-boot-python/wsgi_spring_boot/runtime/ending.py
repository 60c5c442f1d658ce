"""Ends the interpreter as CPython does when its main program is over."""

import atexit
import sys
import threading
import time

__all__ = ["end"]


def end(patience):
    """Finish what the application has left to be finished, in the order of gunicorn and CPython.

    First the hook ``worker_exit``; then what ``threading`` keeps for itself, such as the executors
    of ``concurrent.futures``, which do what is in their queues; then the other threads that are no
    daemons; then the functions of ``atexit``. CPython waits for threads without end, here they are
    waited for ``patience`` seconds.
    """
    hooks = sys.modules.get("wsgi_spring_boot.gateway.hooks")
    if hooks is not None:
        hooks.exit_worker()
    try:
        _end_threads(time.monotonic() + patience)
    finally:
        atexit._run_exitfuncs()


def _end_threads(deadline):
    executors = threading.Thread(target=_end_executors, daemon=True)
    executors.start()
    executors.join(_left(deadline))
    spared = (threading.current_thread(), threading.main_thread())
    for thread in threading.enumerate():
        if not thread.daemon and thread not in spared:
            thread.join(_left(deadline))


def _left(deadline):
    return max(deadline - time.monotonic(), 0)


def _end_executors():
    for function in reversed(getattr(threading, "_threading_atexits", ())):
        function()
