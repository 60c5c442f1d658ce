"""The handlers of faults in encoded texts, as codecs that are written in Python ask them (PEP 293)."""

import codecs

__all__ = ["handle_decoding", "handle_encoding"]


def handle_decoding(errors, encoding, data, start, end, reason):
    """Return the text that stands for a fault, where to go on, and the data, which the handler may have replaced."""
    fault = UnicodeDecodeError(encoding, data, start, end, reason)
    answer = codecs.lookup_error(errors)(fault)
    if not isinstance(answer, tuple) or len(answer) != 2 or not isinstance(answer[0], str):
        raise TypeError("decoding error handler must return (str, int) tuple")
    data = fault.object
    return answer[0], _position(answer[1], len(data)), data


def handle_encoding(errors, encoding, text, start, end, reason):
    """Return the text or the bytes that stand for a fault, and where to go on."""
    answer = codecs.lookup_error(errors)(UnicodeEncodeError(encoding, text, start, end, reason))
    if not isinstance(answer, tuple) or len(answer) != 2 or not isinstance(answer[0], (str, bytes)):
        raise TypeError("encoding error handler must return (str/bytes, int) tuple")
    return answer[0], _position(answer[1], len(text))


def _position(position, size):
    real = position + size if position < 0 else position
    if not 0 <= real <= size:
        raise IndexError(f"position {real} from error handler out of bounds")
    return real
