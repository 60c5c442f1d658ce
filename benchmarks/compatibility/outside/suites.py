"""The suites: what they are of, and where they come from."""

import pathlib
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field

__all__ = ["ALL", "CPYTHON", "FRAMEWORKS", "batches"]


@dataclass
class _Job:
    """A suite that is ready to be run."""

    kind: str
    name: str
    path: list
    options: list = field(default_factory=list)

    def description(self):
        """Return what the runner wants to know."""
        return {"kind": self.kind, "name": self.name, "options": self.options}


@dataclass
class _OfCPython:
    """A module of CPython's package ``test``."""

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
        return _Job("unittest", f"test.test_{self.name}", [str(path)], options)


@dataclass
class _OfFramework:
    """The tests in the source distribution of a framework, which are for pytest."""

    name: str
    version: str
    needs: tuple = ()
    tests: str = "tests"
    options: tuple = ()

    def prepare(self, places, packages):
        """Fetch the source distribution, and install the framework with what its tests need, once."""
        home = packages / f"{self.name}-{self.version}"
        installed = home / "installed"
        if not installed.is_dir():
            pip = [places.python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
            wanted = f"{self.name}=={self.version}"
            subprocess.run([*pip, "download", "--no-deps", "--no-binary", ":all:", "--dest", home, wanted], check=True)
            with tarfile.open(next(home.glob("*.tar.gz"))) as archive:
                archive.extractall(home / "source", filter="data")
            subprocess.run([*pip, "install", "--target", home / "unfinished", "pytest", wanted, *self.needs], check=True)
            (home / "unfinished").rename(installed)
        source = next((home / "source").iterdir())
        return _Job("pytest", str(source), [str(installed)], [self.tests, *self.options])


CPYTHON = {
    name: _OfCPython(name, name in ("asyncio", "subprocess"))
    for name in (
        "json", "datetime", "time", "strftime", "format", "float", "unicode", "bytes", "codecs", "socket", "subprocess", "fcntl",
        "os", "posix", "tempfile", "shutil", "pathlib", "mmap", "zlib", "gzip", "zoneinfo", "urllib", "urllib_response",
        "urllib2", "urlparse", "http_cookies", "http_cookiejar", "email", "logging", "threading", "thread", "context",
        "asyncio", "sqlite3", "typing", "type_params", "type_aliases", "importlib", "hashlib", "hmac", "secrets", "decimal",
        "re", "unicodedata", "except_star", "file", "fileio", "io", "stat", "selectors", "poll", "select", "uuid", "base64",
        "binascii", "csv", "struct", "pickle", "copy", "collections", "functools", "itertools", "contextlib", "random", "math",
        "statistics", "fractions", "string", "textwrap", "html", "mimetypes", "queue", "tarfile", "zipfile", "xml_etree",
    )
}
FRAMEWORKS = {
    suite.name: suite
    for suite in (
        _OfFramework("flask", "3.1.3", ("asgiref", "pytest<9", "python-dotenv")),
        _OfFramework("click", "8.3.1", ("pytest<9",)),
        _OfFramework("itsdangerous", "2.2.0", ("freezegun",)),
        _OfFramework("webob", "1.8.11"),
    )
}
ALL = {**CPYTHON, **FRAMEWORKS}


def batches(names):
    """Return lists of the suites that can be run in one process: those of CPython, and each framework for itself."""
    of_cpython = [name for name in names if name in CPYTHON]
    return [*([of_cpython] if of_cpython else []), *([name] for name in names if name in FRAMEWORKS)]
