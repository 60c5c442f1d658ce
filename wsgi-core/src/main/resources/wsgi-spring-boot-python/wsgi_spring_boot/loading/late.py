"""Corrects modules when they are imported, so that those that are not cost nothing."""

import sys
from importlib.util import find_spec

__all__ = ["LateCorrections"]


class LateCorrections:
    """A finder that comes before all others, and lets them find."""

    def __init__(self):
        self._corrections = {}

    def add(self, name, correct):
        """Have ``correct`` called with the module of that name, now or when it is imported."""
        if name in sys.modules:
            correct(sys.modules[name])
        else:
            self._corrections[name] = correct

    def find_spec(self, name, path=None, target=None):
        """Return the module's own spec, with a loader that corrects what it has loaded."""
        correct = self._corrections.pop(name, None)
        if correct is None:
            return None
        spec = find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, correct)
        return spec


class _Loader:
    def __init__(self, loader, correct):
        self._loader = loader
        self._correct = correct

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        module.__loader__ = module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._correct(module)
