"""Questions about objects that others refer to."""

import collections
import decimal
import fractions
import functools
import io
import json
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


class _Kept(collections.UserList, list):
    """Keeps its items elsewhere, as the lists of errors of Django."""


class _OtherItems(list):
    def __iter__(self):
        return iter("abc")


class _OtherTuple(tuple):
    def __iter__(self):
        return iter("abc")


class _NoLength(list):
    def __len__(self):
        return 0


class _False(list):
    def __bool__(self):
        return False


class _OtherIndex(list):
    def __getitem__(self, index):
        return 9


class _OtherMembers(dict):
    def items(self):
        return [("x", _Kept([1])), ("x", 2)]


class _OtherText(str):
    def __str__(self):
        return "other"

    __repr__ = __str__


class _OtherNumber(int):
    def __repr__(self):
        return "other"


class _OtherFloat(float):
    def __repr__(self):
        return "other"


class _Lists(json.JSONEncoder):
    def default(self, o):
        return list(o)


_Pair = collections.namedtuple("_Pair", "first second")


@topic
def json_of_classes():
    """Return the JSON of instances of classes of what JSON has."""
    values = [
        _Kept(), _Kept("ab"), _Kept([_Kept([1])]), _OtherItems(), _OtherItems([1]), _OtherTuple(), _OtherTuple([1]), _NoLength([1]),
        _NoLength(), _False([1]), _OtherIndex([1]), _OtherMembers(), _OtherMembers(y=2), collections.OrderedDict(b=_Kept("a"), a=[]),
        collections.Counter("aab"), _OtherText("x"), _OtherNumber(3), _OtherFloat(1.5), _Pair(_Kept("a"), []), {1: _Kept("a"), None: ()},
    ]
    circular = _Kept("a")
    circular.append([[], circular])
    deep = _Kept("a")
    for _ in range(30):
        deep = [deep]
    values += [circular, deep, [[], object(), _Kept("a")], {(): [], "a": _Kept("a")}]
    for value in values:
        for options in {}, {"indent": 1}, {"separators": (",", ":")}, {"skipkeys": True}, {"check_circular": False}:
            if value is circular and options:
                continue
            yield answer(functools.partial(json.dumps, **options), value)
            yield answer(functools.partial(json.dumps, **options), {"b": [value, value], "a": "[]"})
        if value is not circular:
            yield answer(lambda: "".join(json.JSONEncoder().iterencode([value])))
        file = io.StringIO()
        yield answer(json.dump, value, file)
        yield file.getvalue()
        yield answer(lambda: json.dumps([iter("ab"), [], value], cls=_Lists))
    for value in _Kept("ba"), _OtherTuple(), {"b": _Kept("a"), "a": []}:
        yield json.dumps({"b": value, "a": []}, sort_keys=True)
