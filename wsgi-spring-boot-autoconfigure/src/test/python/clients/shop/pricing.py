"""Functions that Java code calls."""

import dataclasses
import enum
import logging
import threading
import time
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from spring import bean, principal, publish

notes = []
gates = {"released": threading.Event()}


class Size(enum.Enum):
    SMALL = "s"
    LARGE = "l"


@dataclasses.dataclass
class Line:
    article_name: str
    amount: int


@dataclasses.dataclass
class Order:
    number: int
    lines: list[Line]
    placed: date
    size: Size | None = None


@dataclasses.dataclass
class Quote:
    order_number: int
    total: Decimal
    valid_until: date
    article_names: list[str]
    size: Size | None = None
    reason: str = "not known to Java"


class NoPrice(LookupError):
    """There is no price."""


def quote(order: Order, currency: str = "EUR") -> Quote:
    prices = {"nail": Decimal("0.10"), "screw": Decimal("0.25")}
    try:
        total = sum(prices[line.article_name] * line.amount for line in order.lines)
    except KeyError as failure:
        raise NoPrice(f"no price for {failure.args[0]}") from failure
    names = [f"{line.article_name} in {currency}" for line in order.lines]
    return Quote(order.number, total, order.placed.replace(year=order.placed.year + 1), names, order.size)


def same(value):
    return value


def kind(value):
    return f"{type(value).__module__}.{type(value).__qualname__}"


def kinds(lines: Sequence[Line], by_name: dict[str, Line], sizes: set[Size]) -> list[str]:
    return [repr(lines), repr(by_name), repr(sorted(sizes, key=str))]


def net_price(*, gross: Decimal, rate_of_tax: Decimal = Decimal("0.19")) -> Decimal:
    return round(gross / (1 + rate_of_tax), 2)


def divide(dividend, /, divisor):
    return dividend / divisor


def default(first, second="second"):
    return f"{first}, {second}"


def find(name):
    return {"name": name} if name == "nail" else None


def numbers(count):
    notes.append("begun")
    try:
        for number in range(count):
            if number == 100:
                raise NoPrice("too many")
            yield number
    finally:
        notes.append("closed")


async def later(value):
    import asyncio

    await asyncio.sleep(0)
    return value


class Shelf:
    @staticmethod
    def count():
        return 3


def sleep(seconds):
    notes.append("asleep")
    try:
        time.sleep(seconds)
    finally:
        notes.append("woken")
    return "slept"


def note(text):
    notes.append(text)


def take_notes():
    taken = notes.copy()
    notes.clear()
    return taken


def wait_for_release():
    return gates["released"].wait(60)


def release():
    gates["released"].set()


def reverse_through_java(text):
    return bean("mirror").reverse(text)


def thread():
    return threading.get_ident()


def numbers_through_java():
    return bean("mirror").numbers(), bean("mirror").python_thread() == thread()


def tell(text):
    publish("told", text)
    return text


def user():
    return (principal() or {}).get("name")


def counted(_name, counts=[]):
    counts.append(1)
    return len(counts)


def log(text):
    logging.getLogger("shop.pricing").warning(text)


def strange():
    return object()
