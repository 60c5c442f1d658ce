"""Finds the application that ``wsgi.app`` names."""

import importlib
import os
import sys
import traceback
from importlib.machinery import ExtensionFileLoader

from .. import directories, is_own
from .extensions import foreign_extension
from .interface import find_interface

__all__ = ["forget", "load", "reload", "require"]

_PYTHON = {"cpython": "CPython", "graalpy": "GraalPy"}.get(sys.implementation.name, "this Python")
_VERSION = ".".join(map(str, sys.version_info[:2]))
_DEFAULT_NAMES = ("application", "app")
_requirements = ""


class _Refused(Exception):
    """Carries the reason for which no application could be loaded, in the Java half's terms."""

    def __init__(self, reason, message):
        super().__init__(message)
        self.reason = reason


def load(target, interface, *hooks):
    """Return ``((application, hooks, interface), None, None, None)``, or ``(None, reason, message, traceback)``.

    ``target`` is ``module:attribute``, ``module:dotted.attribute``, ``module:factory()``, with
    literal arguments where needed, or ``module`` alone. ``interface`` is ``wsgi`` or ``asgi``, or
    ``auto`` to find it out. ``hooks`` are their source, the name of the worker and its age, or
    nothing.
    """
    try:
        found = _find(target)
        if _requirements:
            _check_functions()
        interface = _interface(found, target) if interface == "auto" else interface
        return (found, _hooks(*hooks) if hooks else None, interface), None, None, None
    except _Refused as refusal:
        cause = refusal.__cause__
        return None, refusal.reason, str(refusal), "" if cause is None else _trace(cause)


def require(functions):
    """Refuse to load an application, from now on, without functions that Java code calls."""
    global _requirements
    _requirements = functions


def reload(target, interface, *hooks):
    """Import the application anew, with all that it consists of; returns what :func:`load` does.

    Modules of the standard library and packages with native modules stay. When the import
    fails, everything is as it was before.
    """
    before = dict(sys.modules)
    for name in _reloadable():
        del sys.modules[name]
    importlib.invalidate_caches()
    result = load(target, interface, *hooks)
    if result[0] is None:
        # Never empty, because other threads go on importing
        for name in set(_reloadable()) - before.keys():
            sys.modules.pop(name, None)
        sys.modules.update(before)
    return result


def forget():
    """Forget the modules that :func:`reload` would import anew."""
    for name in _reloadable():
        sys.modules.pop(name, None)
    importlib.invalidate_caches()


def _check_functions():
    from ..bridge import functions

    try:
        functions.check(_requirements, _import)
    except LookupError as failure:
        raise _Refused("NO_SUCH_FUNCTION", str(failure)) from None


def _hooks(source, worker, age):
    from ..gateway.hooks import Hooks

    try:
        return Hooks(source, worker, age)
    except BaseException as failure:
        message = f"wsgi.hooks '{source}' failed with {type(failure).__name__}: {failure}"
        raise _Refused("HOOKS_FAILED", message) from failure


def _reloadable():
    pinned = {name.partition(".")[0] for name, module in list(sys.modules.items()) if _is_native(module)}
    library = os.path.dirname(os.__file__) + os.sep
    own = directories()
    names = []
    for name, module in list(sys.modules.items()):
        # A package without an __init__.py has no file
        path = getattr(module, "__file__", None) or next(iter(getattr(module, "__path__", ())), None)
        if path is None or name == "__main__":
            continue
        top = name.partition(".")[0]
        is_library = path.startswith(library) and "site-packages" not in path
        if not is_library and top not in pinned and not path.startswith(own):
            names.append(name)
    return names


def _is_native(module):
    return isinstance(getattr(module, "__loader__", None), ExtensionFileLoader)


def _find(target):
    module_name, _, expression = target.partition(":")
    module_name = module_name.strip()
    if os.sep in module_name:
        raise _Refused("BAD_EXPRESSION", _file(target, module_name))
    if not all(module_name.split(".")):
        raise _Refused("BAD_EXPRESSION", f"'{target}' does not begin with the name of a module")
    module = _import(module_name)
    expression = expression.strip()
    if not expression:
        return _callable(_default(module), target)
    path, parenthesis, _ = expression.partition("(")
    found = module
    for name in path.strip().split("."):
        try:
            found = getattr(found, name)
        except AttributeError as failure:
            raise _Refused("NO_SUCH_ATTRIBUTE", _missing(module, path, found, name)) from failure
        except BaseException as failure:
            message = f"reading '{path}' of '{module_name}' raised {type(failure).__name__}: {failure}"
            raise _Refused("IMPORT_FAILED", message) from failure
    if parenthesis:
        found = _call(_callable(found, path), expression)
    return _callable(found, target)


def _import(name):
    try:
        return importlib.import_module(name)
    except BaseException as failure:
        raise _refusal(name, failure) from failure


def _refusal(name, failure):
    file = foreign_extension(failure) if isinstance(failure, ImportError) else None
    if file is not None:
        return _Refused(
            "FOREIGN_EXTENSION",
            f"'{name}' needs an extension that was not built for {_PYTHON}, {file}",
        )
    if isinstance(failure, ModuleNotFoundError):
        missing = failure.name or ""
        if name == missing or name.startswith(missing + "."):
            hint = f": a module is named without '.py', as '{name[:-3]}'" if name.endswith(".py") else ""
            return _Refused("NO_SUCH_MODULE", f"there is no Python module '{name}'{hint}")
        return _Refused(
            "MISSING_DEPENDENCY",
            f"'{name}' needs the Python module '{missing}', which is not installed",
        )
    if isinstance(failure, SyntaxError):
        return _Refused(
            "SYNTAX_ERROR",
            f"'{name}' has a syntax error in {failure.filename}, line {failure.lineno}, as Python {_VERSION} reads it",
        )
    return _Refused(
        "IMPORT_FAILED", f"importing '{name}' raised {type(failure).__name__}: {failure}"
    )


def _file(target, path):
    directory, name = os.path.split(path)
    module = name.removesuffix(".py") + target.partition(":")[1] + target.partition(":")[2]
    return f"'{target}' names a file, not a module: it is '{module}', with the directory '{directory}' on the Python path"


def _default(module):
    for name in _DEFAULT_NAMES:
        if hasattr(module, name):
            return getattr(module, name)
    raise _Refused(
        "NO_SUCH_ATTRIBUTE", f"the module '{module.__name__}' has neither 'application' nor 'app'"
    )


def _missing(module, path, holder, name):
    if holder is module:
        return f"the module '{module.__name__}' has no attribute '{name}'"
    return f"'{path}' in the module '{module.__name__}' has no attribute '{name}'"


def _call(factory, expression):
    import ast

    try:
        call = ast.parse(expression, mode="eval").body
        if not isinstance(call, ast.Call) or not isinstance(call.func, (ast.Name, ast.Attribute)):
            raise ValueError(expression)
        arguments = [ast.literal_eval(argument) for argument in call.args]
        keywords = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}
        if None in keywords:
            raise ValueError(expression)
    except (SyntaxError, ValueError, TypeError) as failure:
        raise _Refused(
            "BAD_EXPRESSION", f"'{expression}' is not a call with literal arguments"
        ) from failure
    try:
        return factory(*arguments, **keywords)
    except BaseException as failure:
        raise _Refused(
            "FACTORY_FAILED", f"'{expression}' raised {type(failure).__name__}: {failure}"
        ) from failure


def _callable(found, name):
    if callable(found):
        return found
    raise _Refused(
        "NOT_CALLABLE", f"'{name}' is of type {type(found).__name__}, which cannot be called"
    )


def _interface(found, name):
    try:
        return find_interface(found)
    except TypeError as failure:
        message = f"'{name}' is not served: {failure}"
        raise _Refused("UNKNOWN_INTERFACE", message) from None


def _trace(failure):
    trace = failure.__traceback__
    while trace is not None and (
        is_own(trace.tb_frame) or trace.tb_frame.f_code.co_filename == _IMPORTLIB
    ):
        trace = trace.tb_next
    described = traceback.TracebackException(type(failure), failure, trace)
    _leave_out_own_frames(described, directories())
    return "".join(described.format()).rstrip()


def _leave_out_own_frames(described, own):
    """A module is executed through what corrects the runtime, which is not what is looked for."""
    while described is not None:
        described.stack[:] = [frame for frame in described.stack if not frame.filename.startswith(own)]
        described = described.__cause__ or described.__context__


_IMPORTLIB = importlib.__file__
