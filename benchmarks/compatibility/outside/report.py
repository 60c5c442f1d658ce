"""Tables of results."""

from . import suites

__all__ = ["write"]

_HEADS = ("CPython", "skipped here", "run", "passed with GraalPy alone", "passed here")


def write(results, file, names=None):
    """Write a table for CPython's own tests, and one for frameworks."""
    for title, table in (("Module", suites.CPYTHON), ("Framework", suites.FRAMEWORKS)):
        rows = [row for name in names or table if name in table and (row := _row(results, name))]
        if rows:
            print(f"| {title} |", " | ".join(_HEADS), "|", file=file)
            print("|---|" + "---:|" * len(_HEADS), file=file)
            for row in rows:
                print("|", " | ".join(map(str, row)), "|", file=file)
            print(file=file)
    file.flush()


def _row(results, name):
    reference = results.read(name, "cpython")
    if reference is None:
        return None
    expected = _of(reference, "passed")
    here, alone = results.read(name, "here"), results.read(name, "graalpy")
    skipped = expected & _of(here, "skipped")
    run = expected - skipped
    places = ("on CPython", reference), ("with GraalPy alone", alone), ("here", here)
    unfinished = "".join(f", not all {place}" for place, result in places if result and not result["finished"])
    return (
        f"`{name}`" + (f" {suites.FRAMEWORKS[name].version}" if name in suites.FRAMEWORKS else "") + unfinished,
        len(expected),
        len(skipped),
        len(run),
        "" if alone is None else len(run & _of(alone, "passed")),
        "" if here is None else len(run & _of(here, "passed")),
    )


def _of(result, outcome):
    if result is None:
        return frozenset()
    return frozenset(name for name, test in result["tests"].items() if test["outcome"] == outcome)
