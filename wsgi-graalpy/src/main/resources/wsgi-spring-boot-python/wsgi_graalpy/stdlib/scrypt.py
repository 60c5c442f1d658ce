"""``hashlib.scrypt``, which GraalPy lacks: the passwords of Werkzeug, and of Django if it is told to, need it."""

from operator import index

__all__ = ["function"]

_MAX_INT = 2**31 - 1
# OpenSSL's limit when none is given
_MEMORY = 32 * 1024 * 1024


def function(derive):
    """Return the function, which checks its arguments as CPython does and leaves the work to ``derive``."""

    def scrypt(password, *, salt=None, n=None, r=None, p=None, maxmem=0, dklen=64):
        """scrypt password-based key derivation function."""
        if salt is None:
            raise TypeError("salt is required")
        for name, value in (("n", n), ("r", r), ("p", p)):
            if value is None or index(value) < 0:
                raise TypeError(f"{name} is required and must be an unsigned int")
        if n < 2 or n & (n - 1):
            raise ValueError("n must be a power of 2.")
        if not 0 <= maxmem <= _MAX_INT:
            raise ValueError(f"maxmem must be positive and smaller than {_MAX_INT}")
        if not 1 <= dklen <= _MAX_INT:
            raise ValueError(f"dklen must be greater than 0 and smaller than {_MAX_INT}")
        if r < 1 or p < 1:
            raise ValueError("Invalid parameter combination for n, r, p, maxmem.")
        if n >= 1 << 16 * r or 128 * r * (p + n + 2) > (maxmem or _MEMORY):
            raise ValueError("memory limit exceeded")
        key = derive(_characters(password), _characters(salt), n, r, p, dklen)
        return key.encode("latin-1")

    return scrypt


def _characters(data):
    return str(memoryview(data), "latin-1")
