"""Installs and builds what a run needs."""

import shutil
import sqlite3
import subprocess
import sys

from .cases import FILE_CONTENT
from .paths import CEILING, PACKAGES, ROOT, SAMPLE, SERVER, VENV

DEBIAN_PACKAGES = ("gcc", "libev-dev", "python3-dev", "python3-venv", "wrk")
FRAMEWORKS = ("flask==3.1.3", "django==5.2.*")
REPORT = ("matplotlib",)


def debian_packages():
    """Install with apt, which needs root."""
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", *DEBIAN_PACKAGES], check=True)


def python_packages(servers, upgrade):
    """Install the servers, current from PyPI, for CPython, and the frameworks also for GraalPy."""
    wanted = sorted({package for server in servers for package in server.packages} | set(FRAMEWORKS) | set(REPORT))
    _pip(*(["--upgrade"] if upgrade else []), *wanted)
    if upgrade:
        shutil.rmtree(PACKAGES, ignore_errors=True)
    if not PACKAGES.exists():
        # CPython's wheels: GraalPy cannot load their native speedups (MarkupSafe's) and takes pure Python instead
        _pip("--target", str(PACKAGES), "--only-binary=:all:", "--implementation=cp", "--python-version=3.12",
             *FRAMEWORKS)


def _pip(*arguments):
    command = [str(VENV / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", *arguments]
    if subprocess.run(command).returncode:
        sys.exit("pip failed: uWSGI and bjoern need a C compiler, and bjoern libev; --install-packages installs them, "
                 "and --servers selects servers that need neither")


def ours():
    """Build the sample application, the ready server and the application without Python."""
    subprocess.run([str(ROOT / "mvnw"), "-B", "-ntp", "-q", "-DskipTests", "-pl",
                    "sample-app,wsgi-server,benchmarks", "-am", "package"], cwd=ROOT, check=True)


def is_built():
    return all(script.is_file() for script in (SAMPLE / "bin" / "sample-app", SERVER / "bin" / "wsgi-server",
                                               CEILING / "bin" / "sample-app"))


def data(directory):
    """Write the files that applications read."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "file.bin").write_bytes(FILE_CONTENT)
    database = directory / "books.sqlite3"
    database.unlink(missing_ok=True)
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE book (id INTEGER PRIMARY KEY, title VARCHAR(100), copies INTEGER)")
        connection.executemany("INSERT INTO book VALUES (?, ?, ?)",
                               [(number, f"Title {number}", number * 7) for number in range(1, 1001)])
    connection.close()
