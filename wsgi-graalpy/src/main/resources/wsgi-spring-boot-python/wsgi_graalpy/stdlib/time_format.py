"""``strftime`` with all that the GNU C library knows, in the C locale."""

import re
import time

from .zones import days

__all__ = ["formatted"]

_CODE = re.compile(r"%(?P<flags>[_0^#-]*)(?P<width>\d*)(?P<modifier>[EO]?)(?P<code>.)", re.DOTALL)
_DAYS = "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# The code, what is padded with, and to which width
_NUMBERS = {
    "C": ("0", 1), "d": ("0", 2), "e": (" ", 2), "g": ("0", 2), "G": ("0", 1), "H": ("0", 2), "I": ("0", 2), "j": ("0", 3),
    "k": (" ", 2), "l": (" ", 2), "m": ("0", 2), "M": ("0", 2), "s": ("0", 1), "S": ("0", 2), "u": ("0", 1), "U": ("0", 2),
    "V": ("0", 2), "w": ("0", 1), "W": ("0", 2), "y": ("0", 2), "Y": ("0", 1),
}
# What the C library does not take the modifiers for
_WITHOUT_MODIFIER = {"": "", "E": "aAbBdDeFgGhHIjklmMSUVwW", "O": "aAcDFxXY"}
_COMPOSED = {
    "c": "%a %b %e %H:%M:%S %Y", "D": "%m/%d/%y", "F": "%Y-%m-%d", "r": "%I:%M:%S %p", "R": "%H:%M", "T": "%H:%M:%S",
    "x": "%m/%d/%y", "X": "%H:%M:%S"
}


def formatted(format, fields, zone, offset):
    """Return the text for checked fields."""
    if "\0" in format:
        raise ValueError("embedded null character")
    moment = _Moment(fields, zone, offset)
    return _CODE.sub(lambda match: _one(match, moment), format)


def _one(match, moment):
    flags, width, code = match["flags"], int(match["width"] or 0), match["code"]
    if code in _WITHOUT_MODIFIER[match["modifier"]]:
        return match[0]
    if code in _NUMBERS:
        padding, least = _NUMBERS[code]
        for flag in flags:
            if flag in "_0-":
                padding = {"_": " ", "0": "0", "-": ""}[flag]
        number = moment.number(code)
        if not padding:
            return str(number).rjust(width)
        least = max(least, width)
        if padding == " ":
            return str(number).rjust(least)
        return str(number).zfill(least)
    if code == "z":
        return moment.offset_text(flags, width)
    text = moment.text(code)
    if text is None:
        unknown = match[0].upper() if "^" in flags else match[0]
        return unknown.rjust(width, "0" if "0" in flags else " ")
    if code == "P":
        pass
    elif "^" in flags or ("#" in flags and code in "aAbBh"):
        text = text.upper()
    elif "#" in flags and code in "pZ":
        text = text.lower()
    if "-" in flags and not width:
        return text
    return text.rjust(width, "0" if "0" in flags else " ")


class _Moment:
    """The fields of a time, and what follows from them."""

    def __init__(self, fields, zone, offset):
        (self.year, self.month, self.day, self.hour, self.minute, self.second) = fields[:6]
        self.weekday, self.yearday, self.is_dst = fields[6:9]
        self.zone = zone
        self.offset = offset

    def number(self, code):
        """Return what a code stands for that is a number."""
        year, sunday_first = self.year, (self.weekday + 1) % 7
        day = self.yearday - 1
        return {
            "C": lambda: year // 100 if year >= 0 else -(-year // 100),
            "d": lambda: self.day,
            "e": lambda: self.day,
            "g": lambda: self._week()[0] % 100,
            "G": lambda: self._week()[0],
            "H": lambda: self.hour,
            "I": lambda: (self.hour + 11) % 12 + 1,
            "j": lambda: self.yearday,
            "k": lambda: self.hour,
            "l": lambda: (self.hour + 11) % 12 + 1,
            "m": lambda: self.month,
            "M": lambda: self.minute,
            "s": self._epoch,
            "S": lambda: self.second,
            "u": lambda: self.weekday + 1,
            "U": lambda: (day + 7 - sunday_first) // 7,
            "V": lambda: self._week()[1],
            "w": lambda: sunday_first,
            "W": lambda: (day + 7 - self.weekday) // 7,
            "y": lambda: year % 100,
            "Y": lambda: year,
        }[code]()

    def text(self, code):
        """Return what a code stands for that is a text, or ``None`` if it is none."""
        if code in _COMPOSED:
            return _CODE.sub(lambda match: _one(match, self), _COMPOSED[code])
        if code in "aA":
            return _DAYS[self.weekday][: 3 if code == "a" else None]
        if code in "bBh":
            return _MONTHS[self.month - 1][: None if code == "B" else 3]
        if code in "pP":
            half = "AM" if self.hour < 12 else "PM"
            return half if code == "p" else half.lower()
        if code == "Z":
            if self.zone is not None:
                return self.zone
            return time.tzname[self.is_dst > 0] if self.is_dst >= 0 else ""
        return {"n": "\n", "t": "\t", "%": "%"}.get(code)

    def offset_text(self, flags, width):
        """Return the offset from UTC."""
        if self.is_dst < 0:
            return ""
        sign = ("-" if self.offset < 0 else "+").rjust(width, "0" if "0" in flags else " ")
        minutes = abs(self.offset) // 60
        number = f"{minutes // 60 * 100 + minutes % 60}"
        if "-" in flags:
            return sign + number.rjust(width)
        return sign + number.rjust(max(4, width), " " if "_" in flags else "0")

    def _epoch(self):
        moment = (self.year, self.month, self.day, self.hour, self.minute, self.second, 0, 0, self.is_dst)
        return int(time.mktime(moment))

    def _week(self):
        """Return the year and the number of the week of ISO 8601."""
        year, day = self.year, self.yearday - 1
        week = (day - self.weekday + 10) // 7
        if week < 1:
            year -= 1
            return year, _weeks(year)
        if week > _weeks(year):
            return year + 1, 1
        return year, week


def _weeks(year):
    """Return how many weeks a year has: 53 if it begins or ends on a Thursday."""
    first = (days(year, 1, 1) + 3) % 7
    last = (days(year, 12, 31) + 3) % 7
    return 53 if 3 in (first, last) else 52
