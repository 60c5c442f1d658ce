"""The one way from Python code to the Java application: text goes out, and text comes back."""

__all__ = ["ask", "open"]

_door = None


def open(door):
    """Let ``door`` answer, from now on."""
    global _door
    _door = door


def ask(request):
    """Return the answer to ``request``. Other threads may run Python until it is there."""
    if _door is None:
        raise RuntimeError("there is no Spring application here")
    return _door(request)
