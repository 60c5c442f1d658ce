"""Installs and builds what a run needs."""

import platform
import shutil
import sqlite3
import subprocess
import sys

from .cases import FILE_CONTENT
from .paths import CEILING, PACKAGES, ROOT, SAMPLE, SERVER, VENV

DEBIAN_PACKAGES = ("gcc", "libev-dev", "python3-dev", "python3-venv", "wrk")
FRAMEWORKS = ("flask==3.1.3", "django==5.2.*")
ASGI_FRAMEWORKS = ("starlette==1.10.0", "fastapi==0.165.0", "pydantic==2.14.4")
REPORT = ("matplotlib",)


def debian_packages():
    """Install with apt, which needs root."""
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", *DEBIAN_PACKAGES], check=True)


def python_packages(servers, upgrade):
    """Install the servers, current from PyPI, for CPython, and the frameworks also for GraalPy."""
    wanted = sorted({package for server in servers for package in server.packages} | set(REPORT))
    _pip(*(["--upgrade"] if upgrade else []), *wanted, *FRAMEWORKS, *ASGI_FRAMEWORKS)
    installed, chosen = PACKAGES / "installed.txt", "\n".join((*FRAMEWORKS, *ASGI_FRAMEWORKS))
    if upgrade or not installed.exists() or installed.read_text() != chosen:
        shutil.rmtree(PACKAGES, ignore_errors=True)
        # CPython's wheels: GraalPy cannot load their native speedups (MarkupSafe's) and takes pure Python instead
        _pip_for_graalpy(*FRAMEWORKS, "--implementation=cp")
        # pydantic-core is native and needed, and has a wheel for GraalPy
        _pip_for_graalpy(*ASGI_FRAMEWORKS, "--implementation=graalpy", "--abi=graalpy250_312_native",
                         f"--platform=manylinux2014_{platform.machine()}")
        installed.write_text(chosen)


def _pip_for_graalpy(*arguments):
    _pip("--target", str(PACKAGES), "--only-binary=:all:", "--python-version=3.12", *arguments)


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
