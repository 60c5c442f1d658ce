"""The locale ``C``, which GraalPy takes for English, and names of locales that are none.

Other locales are those of Java.
"""

import os
import re

from .builtin import Builtin

__all__ = ["correct"]

_CATEGORIES = (
    "LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES", "LC_PAPER", "LC_NAME", "LC_ADDRESS",
    "LC_TELEPHONE", "LC_MEASUREMENT", "LC_IDENTIFICATION",
)
_ALL = 6
_OF_C = {"C": "C", "POSIX": "C", "C.UTF-8": "C.UTF-8", "C.utf8": "C.UTF-8"}
_NAME = re.compile(r"[a-z]{2,3}_[A-Z]{2}(\.[\w-]+)?(@\w+)?")
_NUMBERS = {"decimal_point": ".", "thousands_sep": "", "grouping": []}
_MONEY = {
    "int_curr_symbol": "", "currency_symbol": "", "mon_decimal_point": "", "mon_thousands_sep": "", "mon_grouping": [],
    "positive_sign": "", "negative_sign": "", "int_frac_digits": 127, "frac_digits": 127, "p_cs_precedes": 127,
    "p_sep_by_space": 127, "n_cs_precedes": 127, "n_sep_by_space": 127, "p_sign_posn": 127, "n_sign_posn": 127,
}
_DAYS = "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)
_FIRST_OF_TIME = 0x20000
_INFORMATION = {
    "CODESET": (14, "UTF-8"), "RADIXCHAR": (0x10000, "."), "THOUSEP": (0x10001, ""), "AM_STR": (0x20026, "AM"),
    "PM_STR": (0x20027, "PM"), "D_T_FMT": (0x20028, "%a %b %e %H:%M:%S %Y"), "D_FMT": (0x20029, "%m/%d/%y"),
    "T_FMT": (0x2002A, "%H:%M:%S"), "T_FMT_AMPM": (0x2002B, "%I:%M:%S %p"), "ERA": (0x2002C, ""), "ERA_D_FMT": (0x2002E, ""),
    "ALT_DIGITS": (0x2002F, ""), "ERA_D_T_FMT": (0x20030, ""), "ERA_T_FMT": (0x20031, ""), "CRNCYSTR": (0x4000F, "-"),
    "YESEXPR": (0x50000, "^[yY]"), "NOEXPR": (0x50001, "^[nN]"),
}


def correct(module):
    """Correct the module ``locale``."""
    # There, it is ValueError
    module.Error = type("Error", (Exception,), {"__module__": "locale"})
    locales = _Locales(module)
    module._setlocale = Builtin(locales.set, "_locale")
    module._localeconv = Builtin(locales.conventions, "_locale")
    if not hasattr(module, "nl_langinfo"):
        module.nl_langinfo = Builtin(nl_langinfo, "_locale")
        for name, (number, _) in _all_information().items():
            setattr(module, name, number)


class _Locales:
    def __init__(self, module):
        self._error = module.Error
        self._set = module._setlocale
        self._conventions = module._localeconv
        # As when CPython starts
        self._names = dict.fromkeys(_CATEGORIES, "C")
        self._names["LC_CTYPE"] = self._checked(_from_environment("LC_CTYPE"), "C.UTF-8")

    def set(self, category, locale=None):
        """Activates/queries locale processing."""
        if not 0 <= category < _ALL + 1:
            raise self._error("unsupported locale setting")
        names = _CATEGORIES if category == _ALL else _CATEGORIES[category : category + 1]
        if locale is not None:
            if not isinstance(locale, str):
                raise TypeError(f"setlocale() argument 2 must be str or None, not {type(locale).__name__}")
            wanted = {name: self._checked(value) for name, value in self._wanted(names, locale).items()}
            for name, value in wanted.items():
                number = _CATEGORIES.index(name)
                if value not in _OF_C and number < _ALL:
                    self._set(number, value)
                self._names[name] = value
        values = [self._names[name] for name in names]
        if len(set(values)) == 1:
            return values[0]
        return ";".join(f"{name}={value}" for name, value in self._names.items())

    def _wanted(self, names, locale):
        if not locale:
            return {name: _from_environment(name) for name in names}
        if ";" in locale and len(names) > 1:
            return dict(pair.split("=", 1) for pair in locale.split(";") if pair.partition("=")[0] in names)
        return dict.fromkeys(names, locale)

    def _checked(self, name, otherwise=None):
        if name in _OF_C:
            return _OF_C[name]
        if _NAME.fullmatch(name):
            return name
        if otherwise is None:
            raise self._error("unsupported locale setting")
        return otherwise

    def conventions(self):
        """Returns numeric and monetary locale-specific parameters."""
        numbers, money = self._names["LC_NUMERIC"] in _OF_C, self._names["LC_MONETARY"] in _OF_C
        conventions = {} if numbers and money else self._conventions()
        if numbers:
            conventions.update(_NUMBERS, grouping=[])
        if money:
            conventions.update(_MONEY, mon_grouping=[])
        return conventions


def _from_environment(category):
    return os.environ.get("LC_ALL") or os.environ.get(category) or os.environ.get("LANG") or "C"


def nl_langinfo(key, /):
    """Return the value for the locale information associated with key, in the locale ``C``."""
    for number, value in _all_information().values():
        if number == key:
            return value
    raise ValueError("unsupported langinfo constant")


def _all_information():
    found = dict(_INFORMATION)
    names = (
        *((f"ABDAY_{number}", day[:3]) for number, day in enumerate(_DAYS, 1)),
        *((f"DAY_{number}", day) for number, day in enumerate(_DAYS, 1)),
        *((f"ABMON_{number}", month[:3]) for number, month in enumerate(_MONTHS, 1)),
        *((f"MON_{number}", month) for number, month in enumerate(_MONTHS, 1)),
    )
    found.update((name, (number, value)) for number, (name, value) in enumerate(names, _FIRST_OF_TIME))
    return found
