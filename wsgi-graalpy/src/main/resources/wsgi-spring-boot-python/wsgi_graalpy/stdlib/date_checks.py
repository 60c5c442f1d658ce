"""What is told of dates and times that there are not, as by the variant of ``datetime`` in C: one text, not a text and a number."""

import _pydatetime
from operator import index

__all__ = ["install"]

_DAYS_OF_ALL_MONTHS = 28


def install():
    """Replace the checks of ``datetime``."""
    _pydatetime._check_date_fields = check_date
    _pydatetime._check_time_fields = check_time


def check_date(year, month, day):
    """Return a year, a month and a day as integers."""
    year, month, day = index(year), index(month), index(day)
    if not 1 <= year <= 9999:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if day < 1 or day > _DAYS_OF_ALL_MONTHS and day > _pydatetime._days_in_month(year, month):
        raise ValueError("day is out of range for month")
    return year, month, day


def check_time(hour, minute, second, microsecond, fold):
    """Return the parts of a time as integers."""
    hour, minute, second, microsecond = index(hour), index(minute), index(second), index(microsecond)
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")
    return hour, minute, second, microsecond, fold
