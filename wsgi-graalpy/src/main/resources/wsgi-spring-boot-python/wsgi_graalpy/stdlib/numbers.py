"""Functions of ``math`` that GraalPy lacks."""

import math

from .builtin import Builtin

__all__ = ["install"]


def install():
    """Fill in what is missing."""
    for function in (cbrt, exp2):
        if not hasattr(math, function.__name__):
            setattr(math, function.__name__, Builtin(function, "math"))


def cbrt(x, /):
    """Return the cube root of x."""
    x = _real(x)
    if x == 0 or not math.isfinite(x):
        return x
    # Between 1 and 8, where nothing can overflow
    mantissa, exponent = math.frexp(abs(x))
    shift = (exponent - 1) // 3
    scaled = math.ldexp(mantissa, exponent - 3 * shift)
    root = scaled ** (1 / 3)
    root -= (root * root * root - scaled) / (3 * root * root)
    return math.copysign(math.ldexp(root, shift), x)


def exp2(x, /):
    """Return 2 raised to the power of x."""
    x = _real(x)
    power = 2.0 ** x
    # GraalPy's powers do not overflow
    if math.isinf(power) and not math.isinf(x):
        raise OverflowError("math range error")
    return power


def _real(x):
    if not hasattr(type(x), "__float__") and not hasattr(type(x), "__index__"):
        raise TypeError(f"must be real number, not {type(x).__name__}")
    return float(x)
