"""Ends the interpreter as CPython does when its main program is over."""

import atexit
import threading

__all__ = ["end"]


def end():
    """Wait for the threads that are no daemons, and call what is registered for the end.

    In CPython's order: first what ``threading`` keeps for itself, such as the executors of
    ``concurrent.futures``, which finish what is in their queues; then the other threads; then
    the functions of ``atexit``.
    """
    try:
        threading._shutdown()
    finally:
        atexit._run_exitfuncs()
