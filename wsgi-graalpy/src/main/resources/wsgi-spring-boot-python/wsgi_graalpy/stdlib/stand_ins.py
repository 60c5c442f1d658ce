"""Stand-ins for native modules of GraalPy's standard library, and for what it lacks, where one is possible.

A native module works in one interpreter for the life of the JVM. An application that meets
only these stand-ins can be loaded in any number of interpreters.
"""

import _hashlib
import _json
import binascii
import datetime
import os
import re
import sys
import unicodedata
from importlib import import_module
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, PathFinder, SourceFileLoader

from wsgi_spring_boot.loading.late import LateCorrections

from . import (
    async_next,
    base_64,
    bytecode,
    clock,
    codec_names,
    date_checks,
    files,
    json_writer,
    name_errors,
    numbers,
    observation,
    process,
    scrypt,
    syntax,
    system_constants,
    system_functions,
    text_faults,
    written_codecs,
)
from .builtin import Builtin
from .scanner import Scanner

__all__ = ["install"]

_MODULES = os.path.join(os.path.dirname(__file__), "modules")

# Where CPython looks
_TIME_ZONES = "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"

_BINASCII = {
    "a2b_qp": "quoted_printable",
    "b2a_qp": "quoted_printable",
    "a2b_uu": "uuencoding",
    "b2a_uu": "uuencoding",
}

_UNICODE_DATA = {
    "UCD": "unicode_3_2",
    "combining": "unicode_data",
    "decimal": "unicode_data",
    "decomposition": "unicode_data",
    "digit": "unicode_data",
    "east_asian_width": "unicode_data",
    "lookup": "unicode_data",
    "mirrored": "unicode_data",
    "numeric": "unicode_data",
    "ucd_3_2_0": "unicode_3_2",
}


def install(derive, calls, note_socket, executable, open_sqlite, native_compression):
    """Put the stand-ins into place, before anything asks for what they stand for.

    ``derive`` is scrypt (RFC 7914), with bytes as characters of the same numbers.
    ``calls`` are ``fcntl``, ``flock``, locks by ``fcntl``, ``poll``, ``socketpair`` and any other function of the C library,
    or ``None`` where it cannot be called. ``note_socket`` is told of sockets. ``executable`` is a program that runs Python, or ``""``.
    ``open_sqlite`` opens the SQLite library, which a native module contains. ``native_compression`` tells whether GraalPy
    calls the C libraries of compression.
    """
    unicodedata.__getattr__ = _unicode_data
    binascii.__getattr__ = _encoding
    re.Scanner = Scanner
    files.install()
    # Those who go by qualified names, such as psycopg, look for the module of CPython
    for name in ("date", "datetime", "time", "timedelta", "timezone", "tzinfo"):
        getattr(datetime, name).__module__ = "datetime"
    date_checks.install()
    # From here, hashlib takes it
    _hashlib.scrypt = Builtin(scrypt.function(derive), "_hashlib")
    if isinstance(_json.make_encoder, type):
        # Otherwise the tuning has replaced it. It is called for each document.
        _json.make_encoder = json_writer.make_correct_encoder
        _json.make_encoder.__module__ = "_json"
    process.install(executable)
    async_next.install()
    syntax.install()
    name_errors.install()
    numbers.install()
    bytecode.install()
    observation.install()
    # First, since it has codecs made again, which are then corrected
    codec_names.install()
    text_faults.install()
    written_codecs.install()
    base_64.install()
    if os.name == "posix":
        # Without it, GraalPy does not look for the time zones of the system at all
        os.environ.setdefault("PYTHONTZPATH", _TIME_ZONES)
        clock.install()
        sys.meta_path.insert(0, _Finder("pyexpat", "termios", "grp"))
        sys.meta_path.insert(0, _SqliteFinder(open_sqlite))
        late = LateCorrections()
        sys.meta_path.insert(0, late)
        late.add("_posixsubprocess", _by("children"))
        late.add("multiprocessing.resource_tracker", _by("resource_tracking"))
        late.add("asyncio.coroutines", _by("coroutine_texts"))
        late.add("weakref", _by("weak_references"))
        late.add("pickle", _by("unpickling"))
        late.add("mmap", _by("memory_maps"))
        late.add("ssl", _by("certificate_files"))
        late.add("signal", _by("signals"))
        late.add("locale", _by("locales"))
        late.add("resource", system_constants.fill_in)
        late.add("_tracemalloc", observation.correct_memory_tracing)
        late.add("_blake2", _by("blake2"))
        late.add("_sha3", _by("shake"))
        if not native_compression:
            late.add("zlib", _by("gzip_streams"))
            late.add("_lzma", _by("lzma_streams"))
            # Asking for it ends in an internal error; importing bz2 is an ImportError now, which tarfile and shutil expect
            sys.modules["_bz2"] = None
        if calls is not None:
            fcntl, flock, lock, poll, socketpair, call = calls
            system_functions.install(sys.modules["posix"], call)
            observation.install_clocks(call)
            late.add("fcntl", _by("file_control", fcntl, flock, lock, call))
            late.add("select", _by("polling", poll))
            late.add("socket", _by("open_sockets", note_socket))
            late.add("_socket", _by("sockets", socketpair))
        # Not native, but asking GraalPy for it ends in an internal error that nothing catches.
        # With None, importing it is an ImportError.
        sys.modules["_crypt"] = None


def _by(name, *functions):
    """Return what corrects a module by one of those here, which is loaded then."""

    def correct(module):
        import_module(f".{name}", __package__).correct(module, *functions)

    return correct


def _unicode_data(name):
    """Load what GraalPy's ``unicodedata`` lacks when it is first asked for it."""
    if name not in _UNICODE_DATA:
        raise AttributeError(f"module 'unicodedata' has no attribute {name!r}")
    value = getattr(import_module(f".{_UNICODE_DATA[name]}", __package__), name)
    setattr(unicodedata, name, value)
    return value


def _encoding(name):
    """Load what GraalPy's ``binascii`` lacks when it is first asked for it."""
    if name not in _BINASCII:
        raise AttributeError(f"module 'binascii' has no attribute {name!r}")
    value = Builtin(getattr(import_module(f".{_BINASCII[name]}", __package__), name), "binascii")
    setattr(binascii, name, value)
    return value


class _Finder:
    """Finds modules here before GraalPy's own."""

    def __init__(self, *names):
        self._names = names
        self._files = FileFinder(_MODULES, (SourceFileLoader, SOURCE_SUFFIXES))

    def find_spec(self, name, path=None, target=None):
        """Return where the module is, or None if there is no stand-in for it."""
        return self._files.find_spec(name) if name in self._names else None


class _SqliteFinder(_Finder):
    """Finds the stand-in for SQLite's module where the library itself can be loaded."""

    def __init__(self, open_sqlite):
        super().__init__("_sqlite3")
        self._open = open_sqlite

    def find_spec(self, name, path=None, target=None):
        """Return where the module is, or None for GraalPy's own."""
        spec = super().find_spec(name)
        if spec is None:
            return None
        native = PathFinder.find_spec(name)
        library = import_module(".sqlite.library", __package__).Library
        return spec if library.load(self._open, native.origin if native is not None else "") else None
