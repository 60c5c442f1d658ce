"""Listens to the events of Java."""

from dataclasses import dataclass
from decimal import Decimal

from spring import connect, listener

__all__ = ["Order", "OrderPlaced", "write_notice"]


@dataclass
class Order:
    """The record ``Order`` of Java."""

    number: int
    customer: str
    article: str
    amount: int
    total: Decimal


@dataclass
class OrderPlaced:
    """The record ``OrderPlaced`` of Java."""

    order: Order


@listener("io.wsgi.sample.shop.OrderPlaced")
def write_notice(event: OrderPlaced) -> None:
    """Leave a notice for those who pack. An order that was rolled back never comes here."""
    order = event.order
    with connect() as connection:
        connection.cursor().execute(
            "insert into notices (number, content) values (?, ?)",
            [order.number, f"Pack {order.amount} × {order.article} for {order.customer}"],
        )
