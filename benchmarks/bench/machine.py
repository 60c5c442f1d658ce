"""On what, with what and when a run was made."""

import datetime
import importlib.metadata
import os
import platform
import re
import subprocess
from pathlib import Path

from .install import ASGI_FRAMEWORKS, FRAMEWORKS
from .paths import PACKAGES, ROOT


def describe(servers, server_cores, load_cores):
    return {
        "date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "processor": _first_match(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo")) or platform.machine(),
        "cores": os.cpu_count(),
        "server_cores": sorted(server_cores),
        "load_cores": sorted(load_cores),
        "memory_gb": round(int(_first_match(r"MemTotal:\s*(\d+)", Path("/proc/meminfo"))) / 1024 ** 2, 1),
        "load_average_at_start": os.getloadavg()[0],
        "system": f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {platform.release()}",
        "commit": _output("git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12"),
        "versions": {"CPython": platform.python_version(), "wrk": _wrk(),
                     **{name: importlib.metadata.version(name) for name in _packages(servers)}},
        "frameworks_on_graalpy": sorted(folder.name.removesuffix(".dist-info").replace("-", " ")
                                        for folder in PACKAGES.glob("*.dist-info")),
    }


def java(pid):
    """The JDK, or whatever else has a release file, that a process runs on."""
    release = Path(os.readlink(f"/proc/{pid}/exe")).parent.parent / "release"
    if not release.exists():
        return None
    names = (_first_match(rf'{key}="([^"]*)"', release) for key in ("IMPLEMENTOR", "JAVA_RUNTIME_VERSION"))
    return " ".join(filter(None, names))


def _packages(servers):
    return sorted({package for server in servers for package in server.packages}
                  | {framework.partition("==")[0] for framework in FRAMEWORKS + ASGI_FRAMEWORKS})


def _wrk():
    return re.search(r"wrk (?:debian/)?(\S+)", subprocess.run(["wrk", "-v"], capture_output=True, text=True).stdout)[1]


def _output(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip() or None


def _first_match(pattern, file):
    match = re.search(pattern, file.read_text()) if file.exists() else None
    return match and match[1]
