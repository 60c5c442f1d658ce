"""Unpicklers that ask ``find_class``, by which an application says what may be loaded.

GraalPy's own does not call the method of a subclass, and so loads what was to be refused. ``pickle`` has another one in Python.
"""

__all__ = ["correct"]


def correct(module):
    """Replace ``pickle.Unpickler``, also where it comes from."""

    class Unpickler(module._Unpickler):
        __doc__ = module.Unpickler.__doc__
        __module__ = "_pickle"
        __qualname__ = "Unpickler"

        dispatch = _Dispatch(module._Unpickler.dispatch, module.UnpicklingError)

        def load(self):
            """Load a pickle, and return the reconstituted object hierarchy."""
            try:
                return super().load()
            except EOFError as end:
                raise end if end.args else EOFError("Ran out of input") from None

    import _pickle

    module.Unpickler = _pickle.Unpickler = Unpickler


class _Dispatch(dict):
    """Functions for codes, which tells of those that there are none for."""

    def __init__(self, functions, error):
        super().__init__(functions)
        self._error = error

    def __missing__(self, code):
        raise self._error(f"invalid load key, '{_shown(code)}'.")


def _shown(code):
    return chr(code) if 0x20 <= code < 0x7F and chr(code) not in "'\\" else f"\\x{code:02x}"
