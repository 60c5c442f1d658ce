"""File descriptors as arguments of functions that are written in C."""

__all__ = ["descriptor_of"]


def descriptor_of(file):
    """Return the descriptor of a file, or the descriptor that was handed in itself."""
    if isinstance(file, int):
        descriptor = file
    else:
        try:
            fileno = file.fileno
        except AttributeError:
            raise TypeError("argument must be an int, or have a fileno() method.") from None
        descriptor = fileno()
        if not isinstance(descriptor, int):
            raise TypeError("fileno() returned a non-integer")
    if descriptor < 0:
        raise ValueError(f"file descriptor cannot be a negative integer ({descriptor})")
    if descriptor >= 1 << 31:
        raise OverflowError("Python int too large to convert to C int")
    return descriptor
