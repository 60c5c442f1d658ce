"""Questions about objects that others refer to."""

import operator
import weakref

from answers import answer

TOPICS = {}


def topic(function):
    """Have the lines of a function recorded."""
    TOPICS[function.__name__] = function
    return function


class _Number(float):
    """A number that can be referred to weakly, and called."""

    def __call__(self, /, *args, **kwargs):
        return float(self), args, kwargs

    def __index__(self):
        return int(float(self))


def _operand(name):
    def left(self, other):
        return name, float(other)

    def right(self, other):
        return float(other), name

    setattr(_Number, f"__{name}__", left)
    setattr(_Number, f"__r{name}__", right)


for _name in "matmul", "lshift", "rshift", "and", "or", "xor":
    _operand(_name)


class _Plain(list):
    """What cannot be called."""


@topic
def proxies():
    """A proxy does what the object does that it stands for."""
    seven, some = _Number(7), _Plain("abc")
    proxy, plain = weakref.proxy(seven), weakref.proxy(some)
    yield f"{callable(proxy)} {callable(plain)} {[kind.__name__ for kind in weakref.ProxyTypes]} {type(plain).__module__}"
    yield f"{type(proxy) is weakref.CallableProxyType} {type(plain) is weakref.ProxyType} {isinstance(proxy, _Number)} {isinstance(plain, _Number)}"
    yield answer(lambda: proxy(1, two=2, self=3))
    yield answer(lambda: plain()).partition("(")[0]
    for operation in (
        operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, operator.lshift, operator.rshift,
        operator.and_, operator.or_, operator.xor, operator.matmul, divmod, pow, operator.lt, operator.eq,
    ):
        yield f"{answer(operation, proxy, 3)} {answer(operation, 30, proxy)} {answer(operation, proxy, proxy)} {answer(operation, None, proxy).partition('(')[0]}"
    yield f"{len(plain)} {plain[1]} {list(plain)} {'b' in plain} {plain + ['d']} {2 * plain} {plain == list('abc')} {bool(plain)}"
    plain.append("e")
    plain[0] = "z"
    yield f"{some} {plain} {proxy!s} {operator.index(proxy)} {float(proxy)} {-proxy}"
    yield answer(weakref.proxy, 5)
    yield answer(weakref.proxy, some, None, None).partition("(")[0]
    yield answer(lambda: weakref.proxy(some, print)[0])
