"""The books, kept in memory."""

from dataclasses import asdict, dataclass
from threading import Lock

from flask import current_app


@dataclass(frozen=True, slots=True)
class Book:
    """One book on the shelf."""

    id: int
    title: str
    author: str
    year: int

    def as_dict(self) -> dict[str, int | str]:
        """Return the book as JSON-ready fields."""
        return asdict(self)


class ShelfFullError(Exception):
    """Raised when a book is added to a shelf that has no room left."""


class Bookshelf:
    """A bounded collection of books that any number of threads may share.

    Every worker imports the application for itself and so has its own shelf. A real
    application would keep its books in a database.
    """

    def __init__(self, capacity: int = 1000) -> None:
        """Create an empty shelf that holds at most ``capacity`` books."""
        self._capacity = capacity
        self._books: dict[int, Book] = {}
        self._last_id = 0
        self._lock = Lock()

    @classmethod
    def stocked(cls) -> "Bookshelf":
        """Return a shelf that holds a few classics."""
        shelf = cls()
        for title, author, year in (
            ("Don Quijote de la Mancha", "Miguel de Cervantes", 1605),
            ("Pride and Prejudice", "Jane Austen", 1813),
            ("Frankenstein", "Mary Shelley", 1818),
            ("Moby-Dick", "Herman Melville", 1851),
            ("Les Misérables", "Victor Hugo", 1862),
            ("Преступление и наказание", "Фёдор Достоевский", 1866),
            ("Middlemarch", "George Eliot", 1871),
            ("The Time Machine", "H. G. Wells", 1895),
            ("Η Φόνισσα", "Αλέξανδρος Παπαδιαμάντης", 1903),
            ("吾輩は猫である", "夏目漱石", 1905),
        ):
            shelf.add(title, author, year)
        return shelf

    def books(self) -> list[Book]:
        """Return all books in the order in which they were added."""
        with self._lock:
            return list(self._books.values())

    def get(self, book_id: int) -> Book | None:
        """Return the book with this id, if there is one."""
        with self._lock:
            return self._books.get(book_id)

    def add(self, title: str, author: str, year: int) -> Book:
        """Add a book and return it with the id it was given."""
        with self._lock:
            if len(self._books) >= self._capacity:
                raise ShelfFullError
            self._last_id += 1
            book = Book(self._last_id, title, author, year)
            self._books[book.id] = book
            return book

    def remove(self, book_id: int) -> bool:
        """Remove a book and tell whether it was there."""
        with self._lock:
            return self._books.pop(book_id, None) is not None

    def search(self, query: str) -> list[Book]:
        """Return the books whose title or author contains the query, in any case."""
        needle = query.casefold()
        return [
            book
            for book in self.books()
            if needle in book.title.casefold() or needle in book.author.casefold()
        ]


def bookshelf() -> Bookshelf:
    """Return the current application's shelf."""
    shelf: Bookshelf = current_app.extensions["bookshelf"]
    return shelf
