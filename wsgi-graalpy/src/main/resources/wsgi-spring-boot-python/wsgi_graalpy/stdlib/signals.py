"""``signal.strsignal``, which GraalPy lacks, and names of signals."""
import _signal

from .builtin import Builtin
from .system_constants import CONSTANTS, fill_in

__all__ = ["correct"]

_NAMES = (
    "Hangup", "Interrupt", "Quit", "Illegal instruction", "Trace/breakpoint trap", "Aborted", "Bus error",
    "Floating point exception", "Killed", "User defined signal 1", "Segmentation fault", "User defined signal 2",
    "Broken pipe", "Alarm clock", "Terminated", "Stack fault", "Child exited", "Continued", "Stopped (signal)", "Stopped",
    "Stopped (tty input)", "Stopped (tty output)", "Urgent I/O condition", "CPU time limit exceeded",
    "File size limit exceeded", "Virtual timer expired", "Profiling timer expired", "Window changed", "I/O possible",
    "Power failure", "Bad system call",
)
_REAL_TIME, _END = 34, 65


def correct(module):
    """Correct the module ``signal``."""

    def strsignal(signalnum, /):
        """Return the system description of the given signal."""
        if not 1 <= signalnum < _END:
            raise ValueError("signal number out of range")
        if signalnum <= len(_NAMES):
            return _NAMES[signalnum - 1]
        return f"Real-time signal {signalnum - _REAL_TIME}" if signalnum >= _REAL_TIME else None

    fill_in(_signal)
    for name in CONSTANTS["_signal"]:
        if not hasattr(module, name):
            setattr(module, name, getattr(_signal, name))
    if not hasattr(module, "strsignal"):
        module.strsignal = Builtin(strsignal, "signal")
