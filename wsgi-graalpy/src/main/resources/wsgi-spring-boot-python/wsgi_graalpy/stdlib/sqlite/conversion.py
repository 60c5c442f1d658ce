"""What the columns of a row become."""

from .errors import OperationalError

__all__ = ["convert", "undecodable"]


def convert(row, converters, factory, description):
    """Convert what has a converter, and text with the factory for text."""
    cells = []
    for index, cell in enumerate(row):
        converter = converters[index] if converters is not None else None
        if converter is not None:
            cell = None if cell is None else converter(cell)
        elif type(cell) is tuple:
            cell = _text(description, index, cell[0]) if factory is str else factory(cell[0])
        elif type(cell) is str and factory is not str:
            cell = factory(cell.encode())
        cells.append(cell)
    return tuple(cells)


def _text(description, column, encoded):
    try:
        return encoded.decode()
    except UnicodeDecodeError:
        raise undecodable(description, column, encoded) from None


def undecodable(description, column, text):
    """Return the error for text that is not UTF-8."""
    name = description[column][0].encode()
    message = b"Could not decode to UTF-8 column '%s' with text '%s'" % (name, text.split(b"\0")[0])
    return OperationalError(message[:198].decode("ascii", "replace"))
