"""How an answer is written down."""

__all__ = ["answer"]


def answer(function, *arguments):
    """Return what the function returns or raises, as text."""
    try:
        return ascii(function(*arguments))
    except Exception as failure:
        return f"{type(failure).__module__}.{type(failure).__qualname__}{ascii(failure.args)}"
