"""The results, in a file for each suite and target."""

import json

__all__ = ["Results"]


class Results:
    """A directory of results."""

    def __init__(self, directory):
        self._directory = directory

    def keep(self, suite, target, outcome):
        """Keep the outcome of a suite."""
        self._directory.mkdir(parents=True, exist_ok=True)
        text = json.dumps(outcome, indent=1, sort_keys=True)
        (self._directory / f"{suite}.{target}.json").write_text(text, "utf-8")

    def read(self, suite, target):
        """Return the outcome of a suite, or ``None`` if it was not run there."""
        try:
            return json.loads((self._directory / f"{suite}.{target}.json").read_text("utf-8"))
        except FileNotFoundError:
            return None
