"""What things cost. Java calls this, as the interface ``Pricing``."""

from dataclasses import dataclass
from decimal import Decimal

from .stock import find

__all__ = ["Quote", "quote"]


@dataclass
class Quote:
    """A price, with the discount in percent that is in it."""

    article: str
    amount: int
    discount: int
    total: Decimal


def quote(article: str, amount: int) -> Quote:
    """Tell what so many of an article cost."""
    if amount < 1:
        raise ValueError("An order is for one at least.")
    discount = 10 if amount >= 100 else 5 if amount >= 10 else 0
    total = find(article).price * amount * (100 - discount) / 100
    return Quote(article, amount, discount, total.quantize(Decimal("0.01")))
