"""The command ``wsgi-server``: starts the server on a Java, with the Python of this environment."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from . import java

FOLDER = Path(__file__).parent / "server"
# Whoever names one of these knows which Python is meant
NAMES_A_PYTHON = "--virtual-env", "--wsgi.virtual-env", "--wsgi.python-home"
NAMES_A_RUNTIME = "--runtime", "--wsgi.runtime"


def main() -> int:
    """Let the server take the place of this process, which keeps its ID and so gets its signals."""
    environ = dict(os.environ)
    folder = Path(environ.get("WSGI_SERVER_HOME") or FOLDER)
    script = folder / "bin" / "wsgi-server"
    if not script.is_file():
        print(f"wsgi-server: there is no {script}: set WSGI_SERVER_HOME to the folder of a server", file=sys.stderr)
        return 1
    try:
        environ["JAVA_HOME"] = str(java.find(environ))
    except java.NoJavaError as error:
        print(f"wsgi-server: {error}", file=sys.stderr)
        return 1
    command = ["sh", str(script), *arguments(sys.argv[1:], environ)]
    os.execve("/bin/sh", command, environ)


def arguments(given: list[str], environ: Mapping[str, str], prefix: str = sys.prefix,
              base_prefix: str = sys.base_prefix) -> list[str]:
    """Return the arguments for the server: those that are given, and which Python runs the application.

    :param given: the arguments of the command
    :param environ: the environment variables; with WSGI_SERVER_HOME, there may be a GraalPy
    :param prefix: the environment of this Python
    :param base_prefix: the installation of this Python
    """
    if given[:1] == ["checkpoint"]:
        return given
    added = []
    if not _has(given, NAMES_A_RUNTIME) and not environ.get("WSGI_SERVER_HOME"):
        added += ["--runtime", "cpython"]
    if not _has(given, NAMES_A_PYTHON) and not _has(given, NAMES_A_RUNTIME):
        added += ["--virtual-env", prefix] if prefix != base_prefix else [f"--wsgi.python-home={prefix}"]
    return added + given


def _has(given: list[str], names: tuple[str, ...]) -> bool:
    return any(argument.partition("=")[0] in names for argument in given)
