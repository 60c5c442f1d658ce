"""What ``except*`` (PEP 654) does, for the statement that :mod:`.syntax` writes in its place."""

__all__ = ["Star"]


class Star:
    """An exception that is being handled by clauses, each of which takes its part."""

    def __init__(self, exception):
        self._exception = exception
        self._rest = exception
        self._is_group = isinstance(exception, BaseExceptionGroup)
        self._raised = []
        self._unhandled = []
        self.matched = None
        self._before = None

    def match(self, kinds):
        """Find out whether there is something for a clause: then it is ``matched``."""
        _check(kinds)
        self.matched = None
        rest = self._rest
        if rest is None:
            return False
        if isinstance(rest, BaseExceptionGroup):
            self.matched, self._rest = rest.split(kinds)
        elif isinstance(rest, kinds):
            self.matched = BaseExceptionGroup("", (rest,))
            self.matched.__traceback__ = rest.__traceback__
            self._rest = None
        if self.matched is None:
            return False
        self._before = self.matched.__context__, self.matched.__traceback__
        return True

    def begin(self):
        """Undo what raising it here has done to the part of a clause."""
        self.matched.__context__, self.matched.__traceback__ = self._before

    def failed(self, exception):
        """Note what a clause has raised."""
        if exception is self.matched:
            self._unhandled.append(exception)
        else:
            self._raised.append(exception)

    def outcome(self):
        """Return what is to be raised in the end, or ``None``."""
        if not self._is_group:
            # There is one part only
            for group in self._unhandled:
                group.__context__ = self._exception.__context__
            left = self._raised or self._unhandled or ([] if self._rest is None else [self._rest])
            return left[0] if left else None
        if self._rest is not None:
            self._unhandled.append(self._rest)
        again = self._projection()
        if not self._raised:
            return again
        if again is not None:
            self._raised.append(again)
        return self._raised[0] if len(self._raised) == 1 else BaseExceptionGroup("", self._raised)

    def _projection(self):
        leaves = set()
        for group in self._unhandled:
            _collect(group, leaves)
        if not leaves:
            return None
        return self._exception.subgroup(lambda e: not isinstance(e, BaseExceptionGroup) and id(e) in leaves)


def _collect(exception, leaves):
    if isinstance(exception, BaseExceptionGroup):
        for each in exception.exceptions:
            _collect(each, leaves)
    else:
        leaves.add(id(exception))


def _check(kinds):
    for kind in kinds if isinstance(kinds, tuple) else (kinds,):
        if not isinstance(kind, type) or not issubclass(kind, BaseException):
            raise TypeError("catching classes that do not inherit from BaseException is not allowed")
        if issubclass(kind, BaseExceptionGroup):
            raise TypeError("catching ExceptionGroup with except* is not allowed. Use except instead.")
