"""Time zones as the C library reads them: from the files of the system, and from POSIX's notation."""

import bisect
import os
import re
import struct

__all__ = ["Local", "Zone", "days", "load"]

_DAY = 86400
_DIRECTORIES = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo")
_RULE = re.compile(
    r"(?P<std>[A-Za-z]{3,}|<[A-Za-z0-9+-]+>)(?P<offset>[+-]?\d{1,3}(?::\d\d?){0,2})"
    r"(?:(?P<dst>[A-Za-z]{3,}|<[A-Za-z0-9+-]+>)(?P<saving>[+-]?\d{1,3}(?::\d\d?){0,2})?"
    r"(?:,(?P<start>[^,]+),(?P<end>[^,]+))?)?\Z"
)
_CHANGE = re.compile(r"(?:M(\d+)\.(\d)\.(\d)|J(\d+)|(\d+))(?:/([+-]?\d{1,3}(?::\d\d?){0,2}))?\Z")


class Local:
    """What is in force at some time: seconds east of UTC, whether it is summer time, and its name."""

    __slots__ = ("is_dst", "name", "offset")

    def __init__(self, offset, is_dst, name):
        self.offset = offset
        self.is_dst = is_dst
        self.name = name


class Zone:
    """A time zone: its changes, and the rule for what comes after them."""

    def __init__(self, times, locals_, first, rule):
        self._times = times
        self._locals = locals_
        self._first = first
        self._rule = rule
        # The stretch of time that was asked for last
        self._last = 0, 0, first

    def at(self, seconds):
        """Return what is in force at a time since the epoch."""
        start, end, local = self._last
        if start <= seconds < end:
            return local
        times = self._times
        if not times or seconds >= times[-1]:
            if self._rule is not None:
                return self._rule.at(seconds)
            start, end = (times[-1] if times else -(1 << 62)), 1 << 62
            local = self._locals[-1] if times else self._first
        else:
            index = bisect.bisect_right(times, seconds)
            start = times[index - 1] if index else -(1 << 62)
            end = times[index]
            local = self._locals[index - 1] if index else self._first
        self._last = start, end, local
        return local


class _Rule:
    """POSIX's rule, such as ``CET-1CEST,M3.5.0,M10.5.0/3``."""

    def __init__(self, standard, summer, start, end):
        self._standard = standard
        self._summer = summer
        self._start = start
        self._end = end
        self._year = None

    def at(self, seconds):
        """Return what is in force at a time since the epoch."""
        if self._summer is None:
            return self._standard
        # The C library takes the changes of 1970 for earlier years
        year = max(_year((seconds + self._standard.offset) // _DAY), 1970)
        if year != self._year:
            start = _moment(self._start, year) - self._standard.offset
            end = _moment(self._end, year) - self._summer.offset
            self._changes = start, end
            self._year = year
        start, end = self._changes
        in_summer = start <= seconds < end if start < end else not end <= seconds < start
        return self._summer if in_summer else self._standard


def load(name):
    """Return the zone of an environment variable's value, or that of the system for ``None``."""
    if name is None:
        return _read("/etc/localtime") or _utc("UTC")
    name = name.removeprefix(":")
    if not name:
        return _read_first("Universal") or _utc("UTC")
    zone = _read(name) if name.startswith("/") else _read_first(name)
    if zone is None:
        rule = _parse(name)
        if rule is not None:
            return Zone([], [], rule.at(0), rule)
        # As the C library: what looks like a name of a zone is one, of UTC
        start = re.match(r"[A-Za-z]{3,}", name)
        zone = _utc(start[0] if start else "")
    return zone


def _utc(name):
    return Zone([], [], Local(0, 0, name), None)


def _read_first(name):
    if ".." in name.split("/"):
        return None
    for directory in filter(None, (os.environ.get("TZDIR"), *_DIRECTORIES)):
        zone = _read(os.path.join(directory, name))
        if zone is not None:
            return zone
    return None


def _read(path):
    try:
        with open(path, "rb") as file:
            data = file.read()
    except (OSError, ValueError):
        return None
    try:
        return _decode(data)
    except (struct.error, IndexError, ValueError):
        return None


def _decode(data):
    """Read RFC 9636's format."""
    if data[:4] != b"TZif":
        return None
    version = data[4:5]
    position, size = 0, 4
    if version >= b"2":
        utc, std, leaps, times, types, chars = struct.unpack_from(">6l", data, 20)
        position = 44 + times * 5 + types * 6 + chars + leaps * 8 + std + utc
        size = 8
    utc, std, leaps, times, types, chars = struct.unpack_from(">6l", data, position + 20)
    position += 44
    moments = list(struct.unpack_from(f">{times}{'q' if size == 8 else 'l'}", data, position))
    position += times * size
    indexes = data[position : position + times]
    position += times
    kinds = [struct.unpack_from(">lbB", data, position + 6 * i) for i in range(types)]
    position += 6 * types
    names = data[position : position + chars]
    position += chars + leaps * (size + 4) + std + utc
    locals_ = [Local(offset, dst, names[at : names.index(0, at)].decode("ascii")) for offset, dst, at in kinds]
    rule = None
    if size == 8:
        footer = data[position:].strip(b"\n").decode("ascii")
        rule = _parse(footer) if footer else None
    first = next((local for local in locals_ if not local.is_dst), locals_[0])
    return Zone(moments, [locals_[i] for i in indexes], first, rule)


def _parse(text):
    match = _RULE.match(text)
    if match is None:
        return None
    offset = -_duration(match["offset"])
    standard = Local(offset, 0, match["std"].strip("<>"))
    if match["dst"] is None:
        return _Rule(standard, None, None, None)
    saving = -_duration(match["saving"]) if match["saving"] else offset + 3600
    summer = Local(saving, 1, match["dst"].strip("<>"))
    start = _CHANGE.match(match["start"] or "M3.2.0")
    end = _CHANGE.match(match["end"] or "M11.1.0")
    if start is None or end is None:
        return None
    return _Rule(standard, summer, start.groups(), end.groups())


def _duration(text):
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds = [*map(int, text.lstrip("+-").split(":")), 0, 0][:3]
    return sign * (hours * 3600 + minutes * 60 + seconds)


def _moment(change, year):
    """Return the local time of a change since the epoch."""
    month, week, weekday, julian, day, time = change
    seconds = 7200 if time is None else _duration(time)
    if month is not None:
        month = int(month)
        first = days(year, month, 1)
        number = first + (int(weekday) - (first + 4)) % 7 + 7 * (int(week) - 1)
        following = days(year + month // 12, month % 12 + 1, 1)
        while number >= following:
            number -= 7
    elif julian is not None:
        number = days(year, 1, 1) + int(julian) - 1
        if int(julian) >= 60 and days(year, 3, 1) - days(year, 2, 1) == 29:
            number += 1
    else:
        number = days(year, 1, 1) + int(day)
    return number * _DAY + seconds


def days(year, month, day):
    """Return the number of a day since the epoch, in the Gregorian calendar."""
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


def _year(day):
    """Return the year of the number of a day since the epoch."""
    shifted = day + 719468
    era = shifted // 146097
    of_era = shifted - era * 146097
    of_400 = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * of_400 + of_400 // 4 - of_400 // 100)
    # Years of this count begin in March
    return of_400 + era * 400 + (of_year >= 306)
