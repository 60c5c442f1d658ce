"""What there is, in the database of the Spring application, on a connection of its pool."""

from dataclasses import dataclass
from decimal import Decimal

from spring import connect, publish

__all__ = ["Article", "SoldOut", "UnknownArticle", "add", "articles", "find", "take"]

LOW = 5
_SELECT = "select name, title, price, amount from articles join stock on article = name"


@dataclass
class Article:
    """Something to buy."""

    name: str
    title: str
    price: Decimal
    amount: int


class UnknownArticle(LookupError):
    """Raised when the shop does not have such an article."""


class SoldOut(Exception):
    """Raised when there is less of an article than is wanted."""


def articles() -> list[Article]:
    """Return everything there is to buy."""
    return _select(f"{_SELECT} order by title")


def find(name: str) -> Article:
    """Return one article."""
    found = _select(f"{_SELECT} where name = ?", name)
    if not found:
        raise UnknownArticle(f"There is no article {name!r}.")
    return found[0]


def _select(statement: str, *parameters: str) -> list[Article]:
    with connect() as connection:
        return [Article(*row) for row in connection.cursor().execute(statement, parameters)]


def take(name: str, amount: int) -> int:
    """Take so many out of the stock, and return how many are left."""
    if not _change("amount = amount - ? where article = ? and amount >= ?", amount, name, amount):
        raise SoldOut(f"There are only {find(name).amount} left of {name!r}.")
    left = find(name).amount
    if left < LOW:
        # Heard by Java before this goes on, and in its transaction
        publish("stock.low", {"article": name, "left": left})
    return left


def add(name: str, amount: int) -> None:
    """Put so many into the stock."""
    _change("amount = amount + ? where article = ?", amount, name)


def _change(change: str, *parameters: int | str) -> int:
    with connect() as connection:
        return connection.cursor().execute(f"update stock set {change}", parameters).rowcount
