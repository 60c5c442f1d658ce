"""Files of certificates and keys that are relative to the working directory of the process, as all other files are.

GraalPy looks for them in the directory that the JVM was started in, also after ``os.chdir``.
"""

import os

__all__ = ["correct"]


def correct(module):
    """Correct the module ``ssl``."""
    kind = module.SSLContext
    original = module._SSLContext

    def load_cert_chain(self, certfile, keyfile=None, password=None):
        """Load a certificate, and the private key that belongs to it."""
        return original.load_cert_chain(self, _absolute(certfile), _absolute(keyfile), password)

    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        """Load certificates of authorities that peers are verified by."""
        return original.load_verify_locations(self, _absolute(cafile), _absolute(capath), cadata)

    for function in load_cert_chain, load_verify_locations:
        function.__qualname__ = f"SSLContext.{function.__name__}"
        setattr(kind, function.__name__, function)


def _absolute(path):
    if isinstance(path, os.PathLike):
        path = os.fspath(path)
    # What is no path is told by GraalPy
    if not path or not isinstance(path, str | bytes):
        return path
    return os.path.join(os.getcwd() if isinstance(path, str) else os.getcwdb(), path)
