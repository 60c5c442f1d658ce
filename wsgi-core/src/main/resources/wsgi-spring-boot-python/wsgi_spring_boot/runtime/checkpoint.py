"""Prepares an interpreter for a checkpoint of its process, and for another life after a restore.

Everything that the process holds is in the image of the checkpoint: connections, open files, the
state of random number generators, the environment. What is not good for a second life is closed
before, and made anew after.
"""

import gc
import importlib.util
import logging
import os
import random
import sys
import time
import weakref
from collections.abc import MutableMapping

__all__ = ["prepare", "restore", "resume", "watch"]

_LIBRARY = os.path.dirname(os.__file__) + os.sep
_OWN = os.path.dirname(os.path.dirname(__file__)) + os.sep
# CPython has these modules frozen, so that their code has no path
_MAPPINGS = {os.getenv.__code__.co_filename, MutableMapping.pop.__code__.co_filename, __file__}

_read = set()
_generators = weakref.WeakSet()
_engines = weakref.WeakSet()
_undo = []


def watch():
    """Take note, from now on, of what a restore has to do with: before anything is imported."""
    _watch_environ()
    _watch_generators()
    _watch_engines()


def _watch_environ():
    kind = type(os.environ)
    getitem, iterate = kind.__getitem__, kind.__iter__

    def recorded_getitem(self, key):
        if _asked_by_application():
            _read.add(os.fsdecode(key))
        return getitem(self, key)

    def recorded_iter(self):
        if _asked_by_application():
            _read.update(map(os.fsdecode, iterate(self)))
            _read.add("*")
        return iterate(self)

    kind.__getitem__, kind.__iter__ = recorded_getitem, recorded_iter

    def undo():
        kind.__getitem__, kind.__iter__ = getitem, iterate

    _undo.append(undo)


def _asked_by_application():
    # What the standard library reads, such as HOME, it reads again
    frame = sys._getframe(2)
    while frame is not None and frame.f_code.co_filename in _MAPPINGS:
        frame = frame.f_back
    if frame is None:
        return False
    file = frame.f_code.co_filename
    is_library = file.startswith(_LIBRARY) and "site-packages" not in file
    return not (is_library or file.startswith(_OWN) or file.startswith("<frozen"))


def _watch_generators():
    original = random.Random.seed

    def seed(self, a=None, version=2):
        original(self, a, version)
        # Those that were given a seed are to repeat themselves
        (_generators.add if a is None else _generators.discard)(self)

    random.Random.seed = seed

    def undo():
        random.Random.seed = original

    _undo.append(undo)


class _EngineFinder:
    """Finds ``sqlalchemy.engine.base`` as it is found without it, and watches its engines."""

    _NAME = "sqlalchemy.engine.base"

    def find_spec(self, name, path=None, target=None):
        if name != self._NAME or self not in sys.meta_path:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def exec_module(module):
                execute(module)
                _watch_engine_class(module.Engine)

            spec.loader.exec_module = exec_module
        return spec


def _watch_engines():
    sys.meta_path.insert(0, _EngineFinder())


def _watch_engine_class(engine_class):
    original = engine_class.__init__

    def __init__(self, *arguments, **keywords):
        original(self, *arguments, **keywords)
        _engines.add(self)

    engine_class.__init__ = __init__

    def undo():
        engine_class.__init__ = original

    _undo.append(undo)


def prepare():
    """Let go of what is outside of the process. No call is in flight."""
    _call_hook("pre_checkpoint")
    while _undo:
        _undo.pop()()
    database = sys.modules.get("django.db")
    if database is not None:
        database.connections.close_all()
    for engine in list(_engines):
        engine.dispose()
    for reference in list(logging._handlerList):
        handler = reference()
        if isinstance(handler, logging.FileHandler) and handler.stream is not None:
            handler.acquire()
            try:
                handler.flush()
                handler.stream.close()
                handler.mode = "a"  # opens it again for the next record
                handler.stream = None
            finally:
                handler.release()
    gc.collect()


def restore(changed, removed):
    """Begin another life: in another environment, with other random numbers.

    ``changed`` are the variables that were added or have another value, each name followed by
    its value, ``removed`` the names of those that are no more; all separated by NUL. Returns
    those among both that the application has read so far, in the same form.
    """
    before = set(os.environ)
    changed = changed.split("\0") if changed else []
    removed = removed.split("\0") if removed else []
    names = changed[::2]
    for name, value in zip(names, changed[1::2]):
        os.environ[name] = value
    for name in removed:
        os.environ.pop(name, None)
    _reseed()
    _forget_the_machine()
    read = [name for name in [*names, *removed] if name in _read or ("*" in _read and name in before)]
    return "\0".join(read)


def _reseed():
    random.seed()
    for generator in list(_generators):
        generator.seed()
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()
    tempfile = sys.modules.get("tempfile")
    if tempfile is not None:
        # Asks for the process's ID to find out whether it is a copy, and that is the same
        tempfile._name_sequence = None
    process = sys.modules.get("multiprocessing.process")
    if process is not None:
        process.current_process().authkey = os.urandom(32)


def _forget_the_machine():
    # TZ, or the machine's zone
    if hasattr(time, "tzset"):
        time.tzset()
    uuid = sys.modules.get("uuid")
    if uuid is not None:
        uuid._node = uuid._last_timestamp = None
    tempfile = sys.modules.get("tempfile")
    if tempfile is not None and "TMPDIR" in os.environ:
        tempfile.tempdir = None
    backend = sys.modules.get("spring.django.postgresql.base")
    if backend is not None:
        # The sessions of another database may have other ones
        backend.zones.clear()
    mail = sys.modules.get("django.core.mail.utils")
    if mail is not None:
        vars(mail.DNS_NAME).pop("_fqdn", None)


def resume():
    """The last thing before the first call of the new life."""
    _call_hook("post_restore")


def _call_hook(name):
    hooks = sys.modules.get("wsgi_spring_boot.gateway.hooks")
    if hooks is not None and hooks.current is not None:
        function = getattr(hooks.current, name)
        if function is not None:
            function(hooks.current.worker)
