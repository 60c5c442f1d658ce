"""The functions in Java that call SQLite, once they are there."""

__all__ = ["Library"]


class Library:
    """What was opened."""

    open = complete = None
    version = ""
    threadsafe = 0

    @classmethod
    def load(cls, open_library, module):
        """Load SQLite, which a native module contains; return whether that was possible."""
        door = open_library(module)
        if door is None:
            return False
        cls.open, cls.complete, cls.version, _, cls.threadsafe = door
        return True
