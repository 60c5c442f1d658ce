"""Fails as ctypes does when a library of the system is missing.

It does not call ctypes: that loads what a JVM can load only once.
"""

raise OSError("libnot_there.so.5: cannot open shared object file: No such file or directory")
