"""Functions that Java code calls."""

answer = 42


def find(name, limit=10):
    return [name] * limit


class Shelf:
    """Holds another one."""

    @staticmethod
    def count():
        return 3
