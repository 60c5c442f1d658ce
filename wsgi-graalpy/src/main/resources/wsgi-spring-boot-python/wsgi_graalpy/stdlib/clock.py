"""Local times of the zone that ``TZ`` names, changed by ``time.tzset``, in this interpreter only.

GraalPy keeps the zone that it was made with, and its ``tzset`` changes that of the whole JVM, to UTC when ``TZ`` is not set
or is no name that Java knows.
"""

import os
import time
from operator import index

from .builtin import Builtin
from .zones import days, load

__all__ = ["install"]

_NOW = object()
# In C, years are counted from 1900
_FIRST_YEAR = 1900 - (1 << 31)
_YEAR = (365 * 24 + 6) * 3600
_DAYS = "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"
_MONTHS = "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"


def install():
    """Replace the functions of ``time`` that have to do with calendars."""
    clock = _Clock(time.gmtime)
    for name in ("tzset", "gmtime", "localtime", "mktime", "asctime", "ctime", "strftime"):
        function = getattr(clock, name).__func__
        setattr(time, name, _Bound(function, clock, "time"))
    clock.tzset()


class _Bound(Builtin):
    def __init__(self, function, owner, module):
        super().__init__(function.__get__(owner), module)


class _Clock:
    def __init__(self, gmtime):
        self._gmtime = gmtime
        self._zone = None

    def tzset(self):
        """Initialize, or reinitialize, the local timezone to the value stored in os.environ['TZ']."""
        self._zone = zone = load(os.environ.get("TZ"))
        january = int(time.time()) // _YEAR * _YEAR
        winter, summer = zone.at(january), zone.at(january + _YEAR // 2)
        if winter.offset > summer.offset:
            winter, summer = summer, winter
        time.timezone = -winter.offset
        time.altzone = -summer.offset
        time.daylight = int(winter.offset != summer.offset)
        time.tzname = winter.name, summer.name

    def gmtime(self, seconds=None, /):
        """Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a. GMT)."""
        return time.struct_time((*self._fields(_whole(seconds), 0), "UTC", 0))

    def localtime(self, seconds=None, /):
        """Convert seconds since the Epoch to a time tuple expressing local time."""
        seconds = _whole(seconds)
        local = self._zone.at(seconds)
        fields = self._fields(seconds + local.offset, local.is_dst)
        return time.struct_time((*fields, local.name, local.offset))

    def _fields(self, seconds, is_dst):
        if not -67768040609740800 <= seconds <= 67768036191676799:
            raise OverflowError("timestamp out of range for platform time_t")
        return (*self._gmtime(seconds)[:8], is_dst)

    def mktime(self, seconds, /):
        """Convert a time tuple in local time to seconds since the Epoch."""
        year, month, day, hour, minute, second, _, _, is_dst = _numbers(seconds, "mktime")
        years, month = divmod(month - 1, 12)
        wanted = days(year + years, month + 1, 1) + day - 1
        wanted = wanted * 86400 + hour * 3600 + minute * 60 + second
        zone = self._zone
        # Both sides of a change that may be near
        before, after = zone.at(wanted - 86400), zone.at(wanted + 86400)
        candidates = []
        for local in (before, after):
            moment = wanted - local.offset
            if zone.at(moment).offset == local.offset:
                candidates.append((moment, zone.at(moment)))
        if is_dst >= 0:
            for moment, local in candidates:
                if bool(local.is_dst) == bool(is_dst):
                    return float(moment)
            other = self._other(wanted, bool(is_dst))
            if other is not None:
                return float(wanted - other.offset)
            if is_dst and candidates:
                return float(candidates[0][0] - 3600)
        if candidates:
            return float(candidates[0][0])
        # The clock jumped over it
        return float(wanted - before.offset)

    def _other(self, wanted, is_dst):
        for distance in range(0, 54 * 7, 7):
            for sign in (-1, 1):
                local = self._zone.at(wanted + sign * distance * 86400)
                if bool(local.is_dst) == is_dst:
                    return local
        return None

    def asctime(self, t=None, /):
        """Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'."""
        fields = self.localtime() if t is None else _checked(t, "asctime")
        return _asctime(fields)

    def ctime(self, seconds=None, /):
        """Convert a time in seconds since the Epoch to a string in local time."""
        return _asctime(self.localtime(seconds))

    def strftime(self, format, t=_NOW, /):
        """Convert a time tuple to a string according to a format specification."""
        if not isinstance(format, str):
            raise TypeError(f"strftime() argument 1 must be str, not {type(format).__name__}")
        if t is _NOW:
            t = self.localtime()
        fields = _checked(t, "strftime")
        if isinstance(t, time.struct_time):
            zone, offset = t.tm_zone, t.tm_gmtoff
        else:
            zone = offset = None
        from .time_format import formatted

        return formatted(format, fields, zone, offset or 0)


def _whole(seconds):
    if seconds is None:
        return int(time.time())
    if isinstance(seconds, float):
        if seconds != seconds:
            raise ValueError("Invalid value NaN (not a number)")
        if seconds in (float("inf"), float("-inf")):
            raise OverflowError("timestamp out of range for platform time_t")
        return int(seconds // 1)
    seconds = index(seconds)
    if not -(1 << 63) <= seconds < 1 << 63:
        raise OverflowError("timestamp out of range for platform time_t")
    return seconds


def _numbers(t, function):
    if not isinstance(t, tuple):
        raise TypeError("Tuple or struct_time argument required")
    if len(t) != 9 and not isinstance(t, time.struct_time):
        raise TypeError(f"{function}(): illegal time tuple argument")
    numbers = tuple(index(field) for field in t[:9])
    for number in numbers:
        if not -(1 << 31) <= number < 1 << 31:
            raise OverflowError("Python int too large to convert to C int")
    return numbers


def _checked(t, function):
    """Check a tuple as CPython does before the C library sees it."""
    year, month, day, hour, minute, second, weekday, yearday, is_dst = _numbers(t, function)
    if year < _FIRST_YEAR:
        raise OverflowError("year out of range")
    month = month or 1
    day = day or 1
    yearday = yearday or 1
    for value, low, high, name in (
        (month, 1, 12, "month"),
        (day, 1, 31, "day of month"),
        (hour, 0, 23, "hour"),
        (minute, 0, 59, "minute"),
        (second, 0, 61, "seconds"),
        (weekday, -1, None, "day of week"),
        (yearday, 1, 366, "day of year"),
    ):
        if value < low or high is not None and value > high:
            raise ValueError(f"{name} out of range")
    return year, month, day, hour, minute, second, weekday % 7, yearday, is_dst


def _asctime(fields):
    year, month, day, hour, minute, second, weekday = fields[:7]
    return f"{_DAYS[weekday]} {_MONTHS[month - 1]}{day:3d} {hour:02d}:{minute:02d}:{second:02d} {year}"
