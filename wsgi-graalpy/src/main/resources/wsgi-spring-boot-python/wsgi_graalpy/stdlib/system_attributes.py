"""Extended attributes of files, and random bytes of the kernel."""

import os

__all__ = ["functions"]

# Less than was asked for is allowed
_MOST = 1 << 20


def functions(call):
    """Return the functions by their names."""

    def of(path, follow_symlinks):
        """The beginning of a function's name, and what comes first among its arguments."""
        if isinstance(path, int):
            return "f", "i", path
        return "" if follow_symlinks else "l", "b", path

    def sized(name, kinds, *arguments, path):
        size = call(name, kinds + "ll", *arguments, 0, 0, path=path)
        count, data = call(name, kinds + "ol", *arguments, size, size, path=path)
        return data[:count]

    def getxattr(path, attribute, *, follow_symlinks=True):
        """Return the value of extended attribute attribute on path."""
        prefix, kind, target = of(path, follow_symlinks)
        return sized(f"{prefix}getxattr", kind + "b", target, attribute, path=path)

    def listxattr(path=None, *, follow_symlinks=True):
        """Return a list of extended attributes on path."""
        prefix, kind, target = of("." if path is None else path, follow_symlinks)
        names = sized(f"{prefix}listxattr", kind, target, path=path)
        return [os.fsdecode(name) for name in names.split(b"\0")[:-1]]

    def setxattr(path, attribute, value, flags=0, *, follow_symlinks=True):
        """Set extended attribute attribute on path to value."""
        prefix, kind, target = of(path, follow_symlinks)
        view = memoryview(value)
        call(f"{prefix}setxattr", kind + "bbli", target, attribute, view, view.nbytes, flags, path=path)

    def removexattr(path, attribute, *, follow_symlinks=True):
        """Remove extended attribute attribute on path."""
        prefix, kind, target = of(path, follow_symlinks)
        call(f"{prefix}removexattr", kind + "b", target, attribute, path=path)

    def getrandom(size, flags=0):
        """Obtain a series of random bytes."""
        count, data = call("getrandom", "oli", min(size, _MOST), min(size, _MOST), flags)
        return data[:count]

    return {function.__name__: function for function in (getxattr, listxattr, setxattr, removexattr, getrandom)}
