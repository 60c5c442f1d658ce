"""The one way from Python code to the Java application: text goes out, and text comes back."""

__all__ = ["ask", "open", "surround"]

_door = None


def open(door):
    """Let ``door`` answer, from now on."""
    global _door
    _door = door


def surround(surroundings):
    """Let ``surroundings``, a decorator, be around all requests from now on."""
    global _door
    if _door is not None:
        _door = surroundings(_door)


def ask(request):
    """Return the answer to ``request``. Other threads may run Python until it is there."""
    if _door is None:
        raise RuntimeError("there is no Spring application here")
    return _door(request)
