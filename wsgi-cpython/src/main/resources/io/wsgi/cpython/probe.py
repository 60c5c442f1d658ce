"""Tells what Python this is, a name and a value a line. Runs on any Python, to be able to say that it is too old."""

import platform
import struct
import sys
import sysconfig

found = {
    "implementation": platform.python_implementation(),
    "version": platform.python_version(),
    "executable": sys.executable,
    "prefix": sys.prefix,
    "base-prefix": getattr(sys, "base_prefix", sys.prefix),
    "pointer-size": struct.calcsize("P"),
    "machine": platform.machine(),
}
for name in ("INSTSONAME", "LDLIBRARY", "LDVERSION", "LIBDIR", "LIBPL", "MULTIARCH", "PYTHONFRAMEWORKPREFIX", "Py_GIL_DISABLED"):
    found[name] = sysconfig.get_config_var(name) or ""
for name in found:
    print("%s=%s" % (name, found[name]))
