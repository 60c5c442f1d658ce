"""Says in its own words that its extension is missing, as some packages do."""

try:
    from . import _speed
except ImportError as failure:
    raise ImportError("this package is not installed properly") from failure
