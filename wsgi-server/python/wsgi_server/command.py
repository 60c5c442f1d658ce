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
    runtime = _value(given, NAMES_A_RUNTIME)
    if runtime is None and not environ.get("WSGI_SERVER_HOME"):
        added += ["--runtime", "cpython"]
    # GraalPy has packages of its own
    if _value(given, NAMES_A_PYTHON) is None and runtime in (None, "cpython"):
        added += ["--virtual-env", prefix] if prefix != base_prefix else [f"--wsgi.python-home={prefix}"]
    return added + given


def _value(given: list[str], names: tuple[str, ...]) -> str | None:
    """Return the last value that an option of these names has, or nothing if it is not there."""
    value = None
    for argument, following in zip(given, [*given[1:], ""]):
        name, sign, inline = argument.partition("=")
        if name in names:
            value = inline if sign else following
    return value
