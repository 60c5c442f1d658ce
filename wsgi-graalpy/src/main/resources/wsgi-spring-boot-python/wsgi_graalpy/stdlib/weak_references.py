"""Completes weak references.

Weak dictionaries forget values that were collected: GraalPy's function for it removes nothing. Proxies pass keywords on,
stand on the right of operators, and can be called only if their objects can.
"""

import operator

from .builtin import Builtin

__all__ = ["correct"]

_ON_THE_RIGHT = "sub", "mul", "matmul", "truediv", "floordiv", "mod", "lshift", "rshift", "and", "xor", "or"


def correct(module):
    """Correct the module ``weakref``."""
    module._remove_dead_weakref = Builtin(_remove_dead_weakref, "_weakref")
    plain = module.ProxyType
    for name in _ON_THE_RIGHT:
        setattr(plain, f"__r{name}__", _on_the_right(getattr(operator, f"__{name}__")))
    plain.__rdivmod__ = _on_the_right(divmod)
    plain.__rpow__ = _on_the_right(pow)
    del plain.__call__
    members = {name: value for name, value in vars(plain).items() if name not in ("__dict__", "__weakref__")}
    called = type("CallableProxyType", (), {**members, "__call__": _call})
    plain.__module__ = called.__module__ = "weakref"

    def proxy(object, callback=None, /):
        """Create a proxy object that weakly references 'object'."""
        return (called if callable(object) else plain)(object, callback)

    module.proxy = Builtin(proxy, "_weakref")
    module.CallableProxyType = called
    module.ProxyTypes = plain, called


def _remove_dead_weakref(dct, key):
    """Atomically remove key from dict if it points to a dead weakref."""
    reference = dct.pop(key, None)
    # Another thread has put a new value there
    if reference is not None and reference() is not None:
        dct.setdefault(key, reference)


def _on_the_right(operation):
    def method(self, other):
        return operation(other, _referent(self))

    return method


def _call(self, /, *args, **kwargs):
    return _referent(self)(*args, **kwargs)


def _referent(proxy):
    found = object.__getattribute__(proxy, "_weakref")()
    if found is None:
        raise ReferenceError("weakly-referenced object no longer exists")
    return found
