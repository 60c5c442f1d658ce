"""``sqlite3.Row``."""

from .cursor import Cursor

__all__ = ["Row"]


class Row:
    """A row whose values can be had by the names of their columns."""

    __module__ = "sqlite3"
    __slots__ = ("_data", "_description")

    def __new__(cls, cursor, data, /):
        if not issubclass(type(cursor), Cursor):
            raise TypeError(f"Row() argument 1 must be sqlite3.Cursor, not {type(cursor).__name__}")
        if not isinstance(data, tuple):
            raise TypeError(f"Row() argument 2 must be tuple, not {type(data).__name__}")
        row = super().__new__(cls)
        row._data = data
        row._description = cursor.description
        return row

    def keys(self):
        """Returns the keys of the row."""
        return [] if self._description is None else [column[0] for column in self._description]

    def __len__(self):
        return len(self._data)

    def __iter__(self):
        return iter(self._data)

    def __getitem__(self, key):
        if isinstance(key, (int, slice)):
            return self._data[key]
        if not isinstance(key, str):
            raise IndexError("Index must be int or string")
        columns = self._description or ()
        for index, column in enumerate(columns):
            if column[0] == key:
                # An earlier one may differ in case only
                return self._data[self._index(key, columns, index)]
        return self._data[self._index(key, columns, None)]

    @staticmethod
    def _index(key, columns, found):
        if key.isascii():
            lowered = key.lower()
            for index, column in enumerate(columns):
                if column[0].isascii() and column[0].lower() == lowered:
                    return index
        if found is None:
            raise IndexError("No item with that key")
        return found

    def __hash__(self):
        return hash(self._description) ^ hash(self._data)

    def __eq__(self, other):
        if not isinstance(other, Row):
            return NotImplemented
        return self._description == other._description and self._data == other._data
