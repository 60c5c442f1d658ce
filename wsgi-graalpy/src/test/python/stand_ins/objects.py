"""Questions about objects that others refer to."""

import decimal
import fractions
import io
import operator
import pickle
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


class _Refusing(pickle.Unpickler):
    """Loads what is listed, as the documentation of ``pickle`` has it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = []

    def find_class(self, module, name):
        self.asked.append((module, name))
        if module == "fractions":
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is refused")

    def persistent_load(self, key):
        return key, "kept"


class _Renaming(pickle.Unpickler):
    def find_class(self, module, name):
        return super().find_class(module, name) if module != "gone" else decimal.Decimal


class _Listed:
    def __reduce__(self):
        return print, ("loaded",)


class _Keeping(pickle.Pickler):
    def persistent_id(self, value):
        return "key" if value == "secret" else None


def _loaded(kind, data, **arguments):
    unpickler = kind(io.BytesIO(data), **arguments)
    result = answer(unpickler.load)
    return f"{result} {getattr(unpickler, 'asked', None)}"


@topic
def unpickling():
    """What an unpickler loads is for ``find_class`` to say."""
    half = fractions.Fraction(1, 2)
    values = half, decimal.Decimal("1.5"), _Listed(), [half, {half: decimal.Decimal}], _Number, print, {"a": [1, 2.5, "b", b"c", None, True]}
    for protocol in range(6):
        for value in values:
            data = pickle.dumps(value, protocol)
            yield _loaded(_Refusing, data)
            yield answer(lambda: pickle.Unpickler(io.BytesIO(data)).load()) if not isinstance(value, _Listed) else ""
        file = io.BytesIO()
        pickler = _Keeping(file, protocol)
        pickler.dump(["secret", half])
        pickler.dump("secret")
        file.seek(0)
        unpickler = _Refusing(file)
        yield f"{unpickler.load()} {unpickler.load()} {unpickler.asked} {answer(unpickler.load)}"
    yield _loaded(_Renaming, b"cgone\nThing\n(S'1.25'\ntR.")
    yield _loaded(_Renaming, b"\x80\x04\x8c\x04gone\x8c\x05Thing\x93\x8c\x041.25\x85R.")
    yield _loaded(pickle.Unpickler, b"c__builtin__\nxrange\n(I3\ntR.")
    yield _loaded(pickle.Unpickler, b"c__builtin__\nxrange\n(I3\ntR.", fix_imports=False).partition("(")[0]
    yield _loaded(pickle.Unpickler, b"U\x02\xe9\xe8.", encoding="latin-1") + _loaded(pickle.Unpickler, b"U\x02\xe9\xe8.", encoding="bytes")
    yield _loaded(pickle.Unpickler, pickle.dumps(pickle.PickleBuffer(b"abc"), 5, buffer_callback=lambda buffer: None), buffers=[b"xyz"])
    for broken in b"", b"\x80\x04", b"\xff", b"\x01", b"\x80\x09.", b"I5\n", b"cno_such\nx\n.", b"cos\nno_such\n.":
        yield _loaded(pickle.Unpickler, broken).partition("(")[0]
    yield f"{pickle.Unpickler.__name__} {pickle.Unpickler.__module__} {issubclass(_Refusing, pickle.Unpickler)} {answer(pickle.Unpickler)[:18]}"
