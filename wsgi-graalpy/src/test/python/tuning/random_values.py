"""Values that JSON can have, by chance."""

__all__ = ["random_value"]


def random_value(source, depth, key):
    """Return a value of at most so many levels. ``key`` makes the keys of dictionaries, of a number."""
    kind = source.randrange(7 if depth else 5)
    if kind == 0:
        return source.choice([None, True, False])
    if kind == 1:
        return source.randrange(-(10**20), 10**20)
    if kind == 2:
        return source.uniform(-1e10, 1e10)
    if kind in (3, 4):
        return "".join(chr(source.choice([34, 92, 10, 65, 233, 8364, 128512])) for _ in range(5))
    if kind == 5:
        return [random_value(source, depth - 1, key) for _ in range(source.randrange(4))]
    return {key(number): random_value(source, depth - 1, key) for number in range(source.randrange(4))}
