"""The suites: what they are of, and where they come from."""

import subprocess
from dataclasses import dataclass

from .frameworks import FRAMEWORKS
from .jobs import Job

__all__ = ["ALL", "CPYTHON", "FRAMEWORKS", "batches"]


@dataclass
class _OfCPython:
    """A module of CPython's package ``test``, or of a package in it: ``asyncio.tasks``."""

    name: str
    # Whether what is tested is starting programs, whatever they are: that they are CPython saves minutes
    starts_programs: bool = False

    def prepare(self, places, packages):
        """Make the package available, and nothing else of CPython's library."""
        source = subprocess.run(
            [places.python, "-c", "import test; print(test.__path__[0])"], stdout=subprocess.PIPE, text=True, check=True
        )
        path = places.directory / "path"
        if not path.is_dir():
            path.mkdir()
            (path / "test").symlink_to(source.stdout.strip())
        executable = subprocess.run(
            [places.python, "-c", "import sys; print(sys.executable)"], stdout=subprocess.PIPE, text=True, check=True
        )
        options = [executable.stdout.strip()] if self.starts_programs else []
        return Job("unittest", f"test.test_{self.name.replace('.', '.test_')}", [str(path)], options)


_OF_ASYNCIO = (
    "base_events", "buffered_proto", "context", "eager_task_factory", "events", "futures", "futures2", "locks", "pep492",
    "protocols", "queues", "runners", "selector_events", "sendfile", "server", "sock_lowlevel", "ssl", "sslproto", "streams",
    "subprocess", "taskgroups", "tasks", "threads", "timeouts", "transports", "unix_events", "waitfor",
)
_OF_IMPORTLIB = (
    "abc", "api", "lazy", "locks", "main", "metadata_api", "namespace_pkgs", "pkg_import", "spec", "threaded_import", "util",
    "zip",
)
CPYTHON = {
    name: _OfCPython(name, name.partition(".")[0] in ("asyncio", "json", "subprocess"))
    for name in (
        "json", "datetime", "time", "strftime", "format", "float", "unicode", "bytes", "codecs", "socket", "subprocess", "fcntl",
        "os", "posix", "tempfile", "shutil", "pathlib", "mmap", "zlib", "gzip", "zoneinfo", "urllib", "urllib_response",
        "urllib2", "urlparse", "http_cookies", "http_cookiejar", "email", "logging", "threading", "thread", "context",
        "asyncio", "sqlite3", "typing", "type_params", "type_aliases", "importlib", "hashlib", "hmac", "secrets", "decimal",
        "re", "unicodedata", "except_star", "file", "fileio", "io", "stat", "selectors", "poll", "select", "uuid", "base64",
        "binascii", "csv", "struct", "pickle", "copy", "collections", "functools", "itertools", "contextlib", "random", "math",
        "statistics", "fractions", "string", "textwrap", "html", "mimetypes", "queue", "tarfile", "zipfile", "xml_etree",
        "contextlib_async", "fnmatch", "gc", "glob", "httplib", "httpservers", "sched", "urllib2_localnet", "weakref", "weakset",
        "strptime", "dataclasses", "enum", "configparser", "ipaddress",
        *(f"asyncio.{part}" for part in _OF_ASYNCIO),
        *(f"importlib.{part}" for part in _OF_IMPORTLIB),
    )
}
ALL = {**CPYTHON, **FRAMEWORKS}


def batches(names):
    """Return lists of the suites that can be run in one process: those of CPython, and each framework for itself."""
    of_cpython = [name for name in names if name in CPYTHON]
    return [*([of_cpython] if of_cpython else []), *([name] for name in names if name in FRAMEWORKS)]
