"""Stand-ins for native modules of GraalPy's standard library, where one is possible.

A native module works in one context for the life of the JVM. An application that meets
only these stand-ins can be loaded in any number of contexts.
"""

import sys
import types
import unicodedata

__all__ = ["install"]


def install():
    """Put the stand-ins into place, before anything asks for the native modules."""
    if "ucd_3_2_0" not in vars(unicodedata):
        unicodedata.ucd_3_2_0 = _unicode_database()
    if "termios" not in sys.modules:
        sys.modules["termios"] = _termios()


def _unicode_database():
    # What GraalPy has in Java, of all that IDNA and stringprep ask of Unicode 3.2
    return types.SimpleNamespace(
        bidirectional=unicodedata.bidirectional,
        category=unicodedata.category,
        is_normalized=unicodedata.is_normalized,
        name=unicodedata.name,
        normalize=unicodedata.normalize,
        unidata_version="3.2.0",
    )


def _termios():
    module = types.ModuleType("termios", "There is no terminal to control inside the server.")

    def refuse(*_):
        raise module.error(25, "Inappropriate ioctl for device")

    module.error = type("error", (Exception,), {"__module__": "termios"})
    module.ECHO = 8
    module.ICANON = 2
    module.TCSANOW, module.TCSADRAIN, module.TCSAFLUSH = 0, 1, 2
    module.tcgetattr = module.tcsetattr = module.tcflush = refuse
    return module
