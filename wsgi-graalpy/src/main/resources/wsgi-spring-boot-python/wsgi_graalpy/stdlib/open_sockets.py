"""Tells which sockets are open, for whoever closes them when the interpreter ends, and fills in ``socket.timeout``.

``SOCK_NONBLOCK`` and ``SOCK_CLOEXEC`` are no part of a socket's type: GraalPy keeps them there, and passes over the first.
"""

__all__ = ["correct"]

_NON_BLOCKING, _CLOSE_ON_EXEC = 0o4000, 0o2000000
_FLAGS = _NON_BLOCKING | _CLOSE_ON_EXEC


def correct(module, note):
    """Correct the module ``socket``. ``note`` is told of each socket that is opened, and closed."""
    kind = module.socket
    begin, end, give_away = kind.__init__, kind._real_close, kind.detach

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if isinstance(type, int) and type >= _NON_BLOCKING:
            begin(self, family, type & ~_FLAGS, proto, fileno)
            if type & _NON_BLOCKING:
                self.setblocking(False)
        else:
            begin(self, family, type, proto, fileno)
        note(self.fileno(), True)

    def _real_close(self, *args):
        descriptor = self.fileno()
        if descriptor >= 0:
            note(descriptor, False)
        end(self, *args)

    def detach(self):
        descriptor = give_away(self)
        if descriptor >= 0:
            note(descriptor, False)
        return descriptor

    detach.__doc__ = give_away.__doc__
    if not hasattr(kind, "timeout"):
        kind.timeout = property(kind.gettimeout, doc="the socket timeout")
    kind.__init__, kind._real_close, kind.detach = __init__, _real_close, detach
