"""Stand-in for ``re.Scanner``, for which GraalPy uses a native module."""

import functools
import re

__all__ = ["Scanner"]


class Scanner:
    """Takes text apart: calls the action of the first pattern that matches, again and again.

    In contrast to CPython, patterns may have groups of their own.
    """

    __module__ = "re"

    def __init__(self, lexicon, flags=0):
        self.lexicon = lexicon
        # As CPython's, which does not look whether the patterns are text
        self._flags = flags if flags & (re.UNICODE | re.LOCALE) else flags | re.ASCII
        self._rules = [(re.compile(phrase, self._flags), action) for phrase, action in lexicon]

    @functools.cached_property
    def scanner(self):
        """The pattern that matches what any of the patterns does."""
        return re.compile("|".join(f"({phrase})" for phrase, _ in self.lexicon), self._flags)

    def scan(self, string):
        """Return the results of the actions, and the rest of the text, that nothing matches."""
        results = []
        position = 0
        while True:
            for pattern, action in self._rules:
                match = pattern.match(string, position)
                if match is not None:
                    break
            else:
                break
            if match.end() == position:
                break
            if callable(action):
                self.match = match
                action = action(self, match.group())
            if action is not None:
                results.append(action)
            position = match.end()
        return results, string[position:]
