"""More questions: to the operating system, the clock and the compiler."""

import array
import asyncio
import binascii
import contextlib
import datetime
import email
import fcntl
import grp
import gzip
import hashlib
import io
import lzma
import math
import multiprocessing
import os
import pathlib
import pickle
import re
import select
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import typing
import zlib

from answers import answer

TOPICS = {}

_ZONES = (
    "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC", "CET-1CEST,M3.5.0,M10.5.0/3",
    "UTC-3", "<+0330>-3:30", "Africa/Casablanca", "Pacific/Apia", "Europe/Dublin", ":Europe/Paris", "Nonsense/Zone", "",
    "NZST-12NZDT,M9.5.0,M4.1.0/3", "AAA3BBB,J60,J300/2:30",
)
_MOMENTS = (0, -1, 1e9, 1751371200, 1761440400, 1761447600.9, 1743296399, 1743296400, 4102444800, 2**33, -5e9)
_CODES = "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ+%EfQ"
_DAYS = (
    (2025, 1, 5, 3, 4, 5, 6, 5, 0), (999, 12, 31, 23, 59, 59, 1, 365, 0), (2024, 12, 30, 0, 0, 61, 0, 365, 0),
    (2021, 1, 3, 11, 0, 0, 6, 3, 0), (2020, 2, 29, 12, 0, 0, 5, 60, 1),
)


def topic(function):
    """Have the lines of a function recorded."""
    TOPICS[function.__name__] = function
    return function


@contextlib.contextmanager
def _directory():
    directory = tempfile.mkdtemp()
    try:
        yield directory
    finally:
        shutil.rmtree(directory)


@contextlib.contextmanager
def _zone(name):
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


@topic
def file_locks():
    """Locks belong to the open file, or to the process, and end with it."""
    with _directory() as directory:
        path = os.path.join(directory, "lock")
        with open(path, "w") as one, open(path, "w") as other:
            fcntl.flock(one, fcntl.LOCK_SH)
            yield answer(fcntl.flock, other, fcntl.LOCK_SH | fcntl.LOCK_NB)
            yield answer(fcntl.flock, other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(one, fcntl.LOCK_UN)
            yield answer(fcntl.flock, other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield answer(fcntl.flock, one, fcntl.LOCK_SH | fcntl.LOCK_NB)
            yield answer(subprocess.call, ["flock", "-n", path, "true"])
            fcntl.flock(other, fcntl.LOCK_UN)
            yield answer(subprocess.call, ["flock", "-n", path, "true"])
        with open(path, "w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
        with open(path, "w") as again:
            yield answer(fcntl.flock, again, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield answer(fcntl.lockf, again, fcntl.LOCK_EX | fcntl.LOCK_NB, 10, 5)
            yield answer(fcntl.flock, 12345, fcntl.LOCK_EX)
        yield str(_counted(directory))


def _counted(directory):
    counter, lock = os.path.join(directory, "count"), os.path.join(directory, "guard")
    with open(counter, "w") as file:
        file.write("0")

    def count():
        for _ in range(10):
            with open(lock, "a") as guard:
                fcntl.flock(guard, fcntl.LOCK_EX)
                with open(counter) as file:
                    number = int(file.read())
                time.sleep(0.001)
                with open(counter, "w") as file:
                    file.write(str(number + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open(counter) as file:
        return int(file.read())


@topic
def modes_of_files():
    """The mask counts for whatever is made."""
    before = os.umask(0o027)
    try:
        with _directory() as directory:
            yield from _modes(directory)
    finally:
        os.umask(before)


def _modes(directory):
    def mode(path):
        return oct(os.stat(path).st_mode)

    yield mode(directory)
    for mask in (0o027, 0o077, 0):
        yield oct(os.umask(mask))
        name = os.path.join(directory, oct(mask))
        with open(name + "file", "w") as file:
            file.write("content")
        os.mkdir(name + "directory")
        os.mkdir(name + "mode", 0o711)
        os.makedirs(name + "deep/er")
        os.close(os.open(name + "low", os.O_CREAT | os.O_WRONLY, 0o640))
        shutil.copy(name + "file", name + "copy")
        for made in ("file", "directory", "mode", "deep", "deep/er", "low", "copy"):
            yield f"{made} {mode(name + made)}"
        with tempfile.NamedTemporaryFile(dir=directory) as file:
            yield mode(file.name)
    os.chmod(name + "file", 0o4755)
    yield mode(name + "file")
    with open(name + "copy") as file:
        os.fchmod(file.fileno(), 0o600)
        yield mode(name + "copy")


@topic
def sizes_of_files():
    """Files shrink and grow, and have several names."""
    with _directory() as directory:
        path = os.path.join(directory, "file")
        with open(path, "wb+") as file:
            file.write(b"abcdef")
            yield answer(file.truncate, 1000)
            yield str(os.path.getsize(path))
            yield answer(file.tell)
            file.seek(2)
            yield answer(file.truncate)
        yield str(os.path.getsize(path))
        os.truncate(path, 300)
        with open(path, "rb") as file:
            yield answer(file.read, 5)
        yield answer(os.truncate, path, -1)
        yield answer(os.link, path, path + "2")
        yield str(os.stat(path).st_nlink)
        yield answer(os.path.samefile, path, path + "2")
        try:
            os.link(path, path + "2")
        except FileExistsError as failure:
            yield str(failure.errno)
        os.symlink("file", path + "3")
        yield os.readlink(path + "3")


@topic
def programs():
    """Programs get what they are given, and only that."""
    run = subprocess.run
    with _directory() as directory:
        path = os.path.join(directory, "out")
        with open(path, "wb+") as file:
            file.write(b"before ")
            file.flush()
            run(["echo", "to a file"], stdout=file, check=True)
            file.seek(0)
            yield answer(file.read)
        with open(path, "rb") as file:
            yield answer(lambda: run(["cat"], stdin=file, capture_output=True).stdout)
    first = subprocess.Popen(["printf", "b\\na\\n"], stdout=subprocess.PIPE)
    yield answer(lambda: run(["sort"], stdin=first.stdout, capture_output=True).stdout)
    first.stdout.close()
    yield str(first.wait())
    yield answer(run, ["no-such-program"])
    yield answer(lambda: run(["cat"], input=b"x" * 300000, capture_output=True).stdout.count(b"x"))
    yield answer(lambda: run("echo out; echo err >&2; exit 3", shell=True, capture_output=True))
    yield answer(lambda: run("echo both >&2", shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout)
    yield answer(lambda: run(["sh", "-c", "echo $A"], env={"A": "\xfc"}, capture_output=True).stdout)
    yield answer(lambda: run(["pwd"], cwd="/usr", capture_output=True).stdout)
    own_group = ["sh", "-c", "test $(ps -o pgid= -p $$) = $$ && echo own"]
    yield answer(lambda: run(own_group, process_group=0, capture_output=True).stdout)
    yield answer(lambda: run(own_group, start_new_session=True, capture_output=True).stdout)
    yield answer(lambda: run(own_group, capture_output=True).stdout)
    sleeper = subprocess.Popen(["sleep", "3600"])
    yield str(sleeper.poll())
    yield answer(run, ["no-such-program"])
    yield answer(sleeper.wait, 0.01)
    sleeper.send_signal(signal.SIGTERM)
    yield str(sleeper.wait())
    reader, writer = os.pipe()
    yield answer(lambda: run(["sh", "-c", f"echo passed >/proc/self/fd/{writer}"], pass_fds=[writer]).returncode)
    yield answer(os.read, reader, 100)
    yield answer(lambda: run(["sh", "-c", f"echo closed >/proc/self/fd/{writer}"], stderr=subprocess.DEVNULL).returncode != 0)
    os.close(reader)
    os.close(writer)
    yield str(os.waitstatus_to_exitcode(os.system("exit 4")))
    with os.popen("echo popen") as file:
        yield ascii(file.read())


@topic
def certificate_files():
    """Where files of certificates are looked for. There is nothing in them, which is another fault than that there are none."""
    with _directory() as directory, contextlib.chdir(directory):
        os.mkdir("directory")
        for name in "certificates", "directory/keys":
            with open(name, "w") as file:
                file.write("nothing")
        for make in str, os.fsencode, pathlib.Path:
            for name in "certificates", "directory/keys", "missing", os.path.abspath("certificates"), os.path.abspath("missing"):
                yield f"{make.__name__} {os.path.basename(name)} {[_kind(method, make(name)) for method in _loading()]}"
            with contextlib.chdir("directory"):
                yield f"{[_kind(method, make(name)) for method in _loading() for name in ('keys', '../certificates', 'certificates')]}"
        for wrong in 5, b"", "", None, 1.5:
            yield f"{wrong!r} {[_kind(method, wrong) for method in _loading()]}"
        context = ssl.create_default_context()
        yield f"{_kind(lambda: context.load_cert_chain(certfile='certificates', keyfile='certificates', password='x'))}"
        yield f"{_kind(lambda: context.load_verify_locations(cafile='missing'))} {_kind(lambda: ssl.create_default_context(cafile='certificates'))}"


def _loading():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    return context.load_cert_chain, context.load_verify_locations


def _kind(function, *arguments):
    return answer(function, *arguments).partition("(")[0].rpartition(".")[2]


@topic
def unix_sockets():
    """Sockets with paths for names, and pairs of sockets."""
    one, other = socket.socketpair()
    with one, other:
        yield f"{one.family.name} {one.type.name} {os.get_inheritable(one.fileno())} {one.getsockname()!a}"
        one.sendall(b"stream")
        yield answer(other.recv, 100)
        yield ascii(select.select([one, other], [one], [], 0) == ([], [one], []))
        one.shutdown(socket.SHUT_WR)
        yield ascii(select.select([other], [], [], 10) == ([other], [], []))
        yield answer(other.recv, 100)
        poll = select.poll()
        poll.register(one, select.POLLIN | select.POLLOUT)
        yield ascii([events for _, events in poll.poll(10)])
    one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with one, other:
        one.send(b"first")
        one.send(b"second")
        yield answer(lambda: (other.recv(3), other.recv(100)))
    with _directory() as directory:
        path = os.path.join(directory, "socket")
        with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
            server.bind(path)
            server.listen()
            client.connect(path)
            accepted, name = server.accept()
            with accepted:
                client.sendall(b"hello")
                yield answer(accepted.recv, 100)
                yield ascii((name, accepted.getsockname() == path, client.getpeername() == path))
            yield answer(socket.socket(socket.AF_UNIX).bind, path)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
            log.bind(path + "2")
            s.sendto(b"logged", path + "2")
            yield answer(log.recv, 100)
    yield answer(select.select, [], [], [], -1)
    yield answer(select.select, [-1], [], [], 0)
    yield answer(select.select, ["x"], [], [], 0)
    yield answer(socket.getprotobyname, "udp")
    yield answer(socket.getprotobyname, "no-such-protocol")
    yield answer(socket.if_nametoindex, "lo")
    yield answer(socket.if_nametoindex, "no-such-interface")
    yield ascii(grp.getgrgid(0).gr_name)
    yield answer(grp.getgrnam, "no-such-group")


@topic
def descriptors():
    """The flags of descriptors, and memory that is shared."""
    reader, writer = os.pipe()
    yield answer(fcntl.fcntl, reader, fcntl.F_GETFD)
    yield answer(fcntl.fcntl, reader, fcntl.F_SETFD, 0)
    yield str(os.get_inheritable(reader))
    yield str(fcntl.fcntl(reader, fcntl.F_DUPFD_CLOEXEC, 100) >= 100)
    flags = fcntl.fcntl(reader, fcntl.F_GETFL)
    yield answer(fcntl.fcntl, reader, fcntl.F_SETFL, flags | os.O_NONBLOCK)
    yield answer(os.read, reader, 1)
    yield answer(fcntl.fcntl, 9999, fcntl.F_GETFD)
    os.close(reader)
    os.close(writer)
    value = multiprocessing.Value("i", 5)
    with value.get_lock():
        value.value += 1
    yield str(value.value)
    array = multiprocessing.Array("b", b"abc")
    yield ascii(bytes(array[:]))


@topic
def local_times():
    """The zone is that of TZ, whatever kind of name that is."""
    for zone in _ZONES:
        with _zone(zone):
            yield ascii((zone, time.tzname, time.timezone, time.altzone, time.daylight))
            for moment in _MOMENTS:
                local = time.localtime(moment)
                yield ascii((tuple(local), local.tm_zone, local.tm_gmtoff, time.ctime(moment)))
                yield datetime.datetime.fromtimestamp(moment).astimezone().isoformat()
            for fields in (
                (2025, 7, 1, 14, 0, 0, 0, 0, -1), (2025, 1, 1, 0, 0, 0, 0, 1, -1), (2025, 7, 1, 14, 0, 0, 0, 0, 0),
                (2025, 10, 26, 2, 30, 0, 0, 0, 1), (2025, 14, 35, 25, 61, 61, 0, 0, -1), (2040, 7, 1, 0, 0, 0, 0, 0, -1),
            ):
                yield answer(time.mktime, fields)
            name = "Tue Jul  1 14:00:00 %s 2025" % time.tzname[0]
            yield answer(lambda: time.strptime(name, "%a %b %d %H:%M:%S %Z %Y").tm_isdst)
            yield time.strftime("%Z %z", time.localtime(0))
    for function in (time.localtime, time.gmtime, time.ctime):
        for value in (float("nan"), 1e20, 2**70, "text", True, -1.5):
            try:
                yield ascii(function(value))
            except Exception as failure:
                yield type(failure).__name__


@topic
def time_formats():
    """All codes that the C library knows, and how it takes flags and widths."""
    with _zone("Europe/Berlin"):
        for fields in _DAYS:
            for code in _CODES:
                if code == "Z" and fields[0] < 1000:
                    continue  # the name of a local mean time, which is not known here
                forms = "", "-", "_", "0", "^", "#", "E", "O", "10", "_6"
                yield " ".join(ascii(time.strftime(f"%{form}{code}", fields)) for form in forms)
        for arguments in (
            ("%",), ("a%",), ("\xe9%Y", time.gmtime(0)), ("%Y", (1, 2)), ("%Y", [1]), (5,), ("%Y", ("a",) * 9),
            ("%d", (2025, 1, 32, 0, 0, 0, 0, 0, 0)), ("%m", (2025, 13, 1, 0, 0, 0, 0, 0, 0)),
            ("%m %d %j", (2025, 0, 0, 0, 0, 0, 0, 0, 0)), ("%a", (2025, 1, 1, 0, 0, 0, -2, 1, 0)),
        ):
            try:
                yield ascii(time.strftime(*arguments))
            except Exception as failure:
                yield type(failure).__name__


_STAR = """
def run(exception, *kinds):
    log = []
    try:
        try:
            raise exception
        except* ValueError as caught:
            log.append(sorted(type(each).__name__ for each in caught.exceptions))
            if "again" in kinds:
                raise
            if "new" in kinds:
                raise RuntimeError("new")
        except* (KeyError, OSError) as caught:
            log.append(caught.message)
            if "from" in kinds:
                raise IndexError("from") from caught
        else:
            log.append("else")
        finally:
            log.append("finally")
    except BaseException as left:
        log.append(shape(left))
        log.append(type(left.__cause__).__name__)
    return log

def nothing():
    log = []
    try:
        log.append("body")
    except* ValueError:
        log.append("handler")
    else:
        log.append("else")
    return log
"""


def _shape(exception):
    if isinstance(exception, BaseExceptionGroup):
        return exception.message, [_shape(each) for each in exception.exceptions]
    return repr(exception)


@topic
def except_star():
    """Groups are divided among the clauses, and what is left is raised."""
    namespace = {"shape": _shape}
    exec(_STAR, namespace)
    exceptions = (
        ValueError(1), KeyError(2), TypeError(3), ExceptionGroup("g", [ValueError(1), KeyError(2), TypeError(3)]),
        ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [ValueError(2), OSError(3)])]),
        BaseExceptionGroup("b", [KeyboardInterrupt(), ValueError(1)]),
    )
    for exception in exceptions:
        for kinds in ((), ("again",), ("new",), ("from",), ("new", "from"), ("again", "from")):
            yield ascii(namespace["run"](exception, *kinds))
    yield ascii(namespace["nothing"]())
    for source in (
        "try:\n raise ValueError\nexcept* ExceptionGroup:\n pass",
        "try:\n raise ValueError\nexcept* 5:\n pass",
        "def f():\n try:\n  pass\n except* ValueError:\n  return",
        "for i in []:\n try:\n  pass\n except* ValueError:\n  break",
        "try:\n raise ExceptionGroup('', [ValueError()])\nexcept* ValueError:\n for i in [1]:\n  break",
    ):
        try:
            exec(source, {})
            yield "passed"
        except Exception as failure:
            yield f"{type(failure).__name__} {failure.args[0]}"


_GENERIC = """
class Plain:
    class Inner: pass
    def method[T](self, value: T, other: int = 3, *rest: str, key: Inner = None) -> int: ...
    def bounded[T: (int, str), U: float](self, value: T) -> "U": return value
    type Alias[T] = list[T] | dict[str, int]
class Generic[K]:
    def method[T](self, key: K, value: T) -> dict[K, T]: return {key: value}
    async def later[T](self, value: T) -> T: return value
    class Nested[V](list[V]):
        pass
def function[T: int](value: T) -> T: return value
"""


@topic
def generic_methods():
    """Whatever has parameters can be made again and again."""
    for _ in range(3):
        namespace = {}
        exec(_GENERIC, namespace)
        plain, generic = namespace["Plain"], namespace["Generic"]
        yield ascii([str(each) for each in plain.method.__type_params__ + plain.bounded.__type_params__])
        yield ascii([parameter.__constraints__ or parameter.__bound__ for parameter in plain.bounded.__type_params__])
        yield ascii(plain.bounded(None, 5))
        yield ascii((generic().method(1, 2), str(generic[int]), sorted(generic.method.__annotations__)))
        yield ascii((str(plain.Alias[int]), plain.Alias.__value__, generic.Nested.__orig_bases__[0]))
        yield ascii((plain.method.__annotations__["other"], plain.method.__annotations__["rest"]))
        yield ascii(namespace["function"].__type_params__[0].__bound__)
        yield ascii(asyncio.run(generic().later(7)))
    namespace = {}
    exec("class Outer:\n class Base: pass\n class Nested[T](Base): pass", namespace)
    yield ascii([kind.__name__ for kind in namespace["Outer"].Nested.__mro__])


_FUTURE = """
from __future__ import annotations
exec("def executed(value: Missing) -> 'Text': ...")
exec(compile("def compiled(value: Missing): ...", "source", "exec"))
exec(b"def own(value: Missing): ...", {}, namespace := {})
try:
    exec(compile("def alone(value: Missing): ...", "source", "exec", 0, True))
except NameError as failure:
    message = str(failure)
"""


@topic
def future_features():
    """Code inherits them from the code that compiles it."""
    scope = {}
    exec(_FUTURE, scope)
    yield ascii([scope[name].__annotations__ for name in ("executed", "compiled")])
    yield ascii(scope["namespace"]["own"].__annotations__)
    yield scope["message"]
    try:
        exec("def executed(value: Missing): ...")
    except NameError as failure:
        yield str(failure)


@topic
def asynchronous():
    """What asyncio needs of the language and of the system."""

    async def numbers():
        yield 1

    async def defaults():
        source = numbers()
        return [await (lambda: anext(source, 42))() for _ in range(2)]

    async def program():
        process = await asyncio.create_subprocess_exec(
            "cat", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        output, _ = await process.communicate(b"through cat")
        return output, process.returncode

    async def without_default():
        return await anext(numbers())

    yield answer(lambda: asyncio.run(defaults()))
    yield answer(lambda: asyncio.run(program()))
    yield answer(lambda: asyncio.run(without_default()))
    yield answer(anext, 5, 6)


async def _waiting(future):
    await future


@topic
def texts_of_tasks():
    """How logs name a task."""

    async def texts():
        future = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(_waiting(future), name="begun later")
        yield repr(task)
        await asyncio.sleep(0)
        yield repr(task)
        future.set_result(None)
        await task
        yield repr(task)

    async def collected():
        return [text async for text in texts()]

    for text in asyncio.run(collected()):
        yield re.sub("/[^ ]*/", "", text).partition(" wait_for")[0]


@topic
def lzma_streams():
    """What is no compressed data, as whole and in pieces, and what is."""

    def decompressed(kind, data, step):
        decompressor = lzma.LZMADecompressor(kind)
        pieces = [decompressor.decompress(data[i : i + step]) for i in range(0, len(data), step)]
        return b"".join(pieces), decompressor.eof, decompressor.needs_input, decompressor.unused_data

    def read_in_pieces(kind, data, step, size):
        decompressor = lzma.LZMADecompressor(kind)
        read, position = b"", 0
        while not decompressor.eof:
            piece = data[position : position + step] if decompressor.needs_input else b""
            position += len(piece)
            got = decompressor.decompress(piece, size)
            read += got
            if position >= len(data) and not got and not decompressor.eof:
                raise EOFError
        return hashlib.sha256(read).hexdigest(), b"more".startswith(decompressor.unused_data), decompressor.check

    compressed = lzma.compress(b"text" * 9)
    alone = lzma.compress(b"text" * 9, format=lzma.FORMAT_ALONE)
    unlikely = [alone[:1] + size.to_bytes(4, "little") + alone[5:13] for size in (1, 3, 5 << 16, 3 << 16, 1 << 31)]
    large = [alone[:5] + size.to_bytes(8, "little") for size in ((1 << 38) - 1, 1 << 38, 1 << 63)]
    for data in (
        compressed, alone, *unlikely, *large, compressed[:11], compressed[:4], alone[:4], alone[:10], b"", b"ab", b"\xe1" * 20,
        b"text" * 300, b"\x1f\x8b\x08" + bytes(20), b"\xfd7zXZ" + bytes(20), compressed[:6] + b"\1" + compressed[7:], b"\xff" * 9,
    ):
        for kind in lzma.FORMAT_AUTO, lzma.FORMAT_XZ, lzma.FORMAT_ALONE:
            for step in 1000, 1:
                yield answer(decompressed, kind, data, step)
    failed = lzma.LZMADecompressor()
    for data in b"text" * 9, b"", compressed:
        yield answer(failed.decompress, data)
    ended = lzma.LZMADecompressor()
    for data in compressed + b"more", b"":
        yield answer(ended.decompress, data)
    yield f"{ended.eof} {ended.needs_input} {ended.unused_data} {ended.check}"
    yield answer(lambda: lzma.open(io.BytesIO(compressed + alone)).read())
    yield answer(lambda: lzma.open(io.BytesIO(b"text" * 9)).read())
    for kind in lzma.FORMAT_XZ, lzma.FORMAT_ALONE:
        several = lzma.compress(b"".join(hashlib.sha256(bytes([i])).digest() for i in range(256)) * 9, format=kind)
        for step in 1000, 5000, len(several), len(several) + 4:
            for size in -1, 1000, 1 << 20:
                yield f"{kind} {step} {size} {answer(read_in_pieces, kind, several + b'more', step, size)}"
        damaged = bytearray(several)
        damaged[5000] ^= 0xFF
        if kind == lzma.FORMAT_XZ:
            yield answer(lambda: lzma.open(io.BytesIO(damaged)).read()).partition("(")[0]
        for cut in 0, 40, 4000, len(several) - 12:
            for size in -1, 1, 1000:
                with lzma.open(io.BytesIO(several[: len(several) - cut])) as file:
                    read = answer(lambda: hashlib.sha256(b"".join(iter(lambda: file.read(size), b""))).hexdigest())
                    yield f"{kind} {cut} {size} {read}"
    with tempfile.TemporaryDirectory() as directory:
        names = []
        for mode in "w", "w:gz", "w:xz":
            names.append(f"{directory}/{mode.replace(':', '.')}")
            with tarfile.open(names[-1], mode) as archive:
                archive.addfile(tarfile.TarInfo("member"))
        for name in names:
            with tarfile.open(name) as archive:
                yield ascii(archive.getnames())
        shutil.copy(names[0], f"{directory}/plain.tar")
        shutil.unpack_archive(f"{directory}/plain.tar", f"{directory}/unpacked", filter="data")
        yield ascii(os.listdir(f"{directory}/unpacked"))
        pathlib.Path(directory, "text").write_text("text" * 9)
        yield answer(tarfile.open, f"{directory}/text").partition("(")[0]


@topic
def compressed_streams():
    members = gzip.compress(b"first" * 1000, mtime=0) + gzip.compress(b"second" * 1000, mtime=0)
    for data in (members, members + bytes(100), gzip.compress(b"", mtime=0) + members, b""):
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            yield f"{hashlib.sha256(file.read()).hexdigest()} {file.read(1)}"
    for size in (1, 7, 4999, 5001, 20000):
        with gzip.open(io.BytesIO(members)) as file:
            sizes = [len(block) for block in iter(lambda: file.read(size), b"")]
            yield f"{size}: {sum(sizes)} {max(sizes)} {file.seek(4998)} {file.read(4)} {file.tell()}"
    with gzip.open(io.BytesIO(gzip.compress(b"one\ntwo\n") + gzip.compress(b"three")), "rt") as file:
        yield ascii(file.readlines())
    for damaged in (members[:-3], members[:9], members + b"rest", b"no gzip", members[:100] + b"?" + members[101:]):
        try:
            yield ascii(len(gzip.decompress(damaged)))
        except (EOFError, OSError, zlib.error) as failure:
            yield type(failure).__name__
    data = b"first" * 1000
    for wbits in (31, 25, 15, -15):
        for level in (-1, 0, 1, 9):
            stream = zlib.compressobj(level, zlib.DEFLATED, wbits)
            pieces = [stream.compress(data[:100]), stream.compress(data[100:]), stream.flush(zlib.Z_SYNC_FLUSH)]
            whole = b"".join([*pieces, stream.flush()])
            same = zlib.decompress(whole, wbits) == zlib.decompress(zlib.compress(data, level, wbits), wbits) == data
            ends = whole[:10] + whole[-8:] if wbits > 15 else b""
            yield f"{wbits} {level} {ends.hex()} {same}"
    for wbits, source in ((31, members), (47, members), (32, members), (47, zlib.compress(data) + b"rest")):
        for size, limit in ((1, 0), (9, 0), (9, 64), (1000, 0), (1000, 64), (20, 5000)):
            stream = zlib.decompressobj(wbits)
            output = rest = b""
            for start in range(0, len(source), size):
                output += stream.decompress(stream.unconsumed_tail + source[start : start + size], limit)
                if stream.eof:
                    rest = stream.unused_data + source[start + size :]
                    break
            while not stream.eof:
                output += stream.decompress(stream.unconsumed_tail, limit)
                rest = stream.unused_data
            yield f"{wbits} {size} {limit} {output == data} {source.endswith(rest)} {rest[:4]}"
    for wbits in (31, 15, -15):
        for mode in (zlib.Z_NO_FLUSH, zlib.Z_PARTIAL_FLUSH, zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH, zlib.Z_BLOCK):
            stream = zlib.compressobj(9, zlib.DEFLATED, wbits)
            written = stream.compress(data) + stream.flush(mode)
            read = zlib.decompressobj(wbits).decompress(written)
            whole = zlib.decompress(written + stream.compress(b"more") + stream.flush(), wbits)
            yield f"{wbits} {mode} {read == data or mode in (zlib.Z_NO_FLUSH, zlib.Z_BLOCK)} {whole == data + b'more'}"
    first = zlib.compress(data, 9, 31)
    named = first[:3] + b"\x1c" + first[4:10] + b"\3\0xyzname\0comment\0" + first[10:]
    for source in (named, first[:-8] + bytes(8), first[:-4] + bytes(4), first[:-1], first[:12], b"\x1f\x8b\7" + bytes(9), b"", b"text"):
        for wbits in (31, 47):
            try:
                yield ascii(len(zlib.decompress(source, wbits)))
            except zlib.error as failure:
                yield str(failure)


@topic
def addresses():
    for function in (socket.htons, socket.ntohs, socket.htonl, socket.ntohl):
        for number in (0, 1, 0xFFFF, 0x10000, 0xFFFFFFFF, True):
            if number <= 0xFFFF or function in (socket.htonl, socket.ntohl):
                yield answer(function, number)
        for wrong in (-1, 0x100000000, 1 << 70, 1.5, "1", None):
            yield answer(function, wrong).partition("(")[0]


@topic
def encoded_lines():
    for length in (*range(10), 44, 45, 46):
        line = bytes(range(250, 256)) * 8
        for backtick in (False, True):
            yield answer(lambda: binascii.b2a_uu(line[:length], backtick=backtick))
    for line in (
        b"", b" ", b"`", b"#0V%T", b"#0V%T\n", b"#0V%T \r\n", b"#0V", b"#0V%Tx", b"#0V\x7fT", b"#0\nT", b"~", "#0V%T", "#\xe9",
        bytearray(b"#0V%T"), array.array("B", b"#0V%T"), memoryview(b"#0V%T"), 5, None,
    ):
        yield answer(binascii.a2b_uu, line)
    yield answer(binascii.b2a_uu, "text").partition("(")[0]
    message = email.message_from_string("Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n#0V%T\n`\nend\n")
    yield ascii(message.get_payload(decode=True))


@topic
def numbers():
    for number in (0, -0.0, 1, -8, 27.0, 1e-300, -1e300, 0.001, math.inf, -math.inf, math.nan, True, 5e-324, "1", None):
        yield answer(lambda: f"{math.cbrt(number):.12g}")
    for number in (0, 10, -1074, -1075, 1023, 1024, 0.5, math.inf, -math.inf, math.nan, True, "1", None):
        yield answer(lambda: f"{math.exp2(number):.12g}")
    yield f"{os.sched_getaffinity(0) == os.sched_getaffinity(os.getpid())} {len(os.sched_getaffinity(0)) > 0}"
    yield answer(os.sched_getaffinity, 1 << 30).partition("(")[0]


@topic
def interpreter():
    """What programs ask an interpreter for."""
    yield ascii(sys.getdefaultencoding())
    yield str(bool(sys.argv) and all(isinstance(argument, str) for argument in sys.argv))
    yield str(bool(sys.orig_argv) and os.access(sys.executable, os.X_OK))

    class Holder:
        sleep, local, next_one, translate = time.sleep, time.localtime, anext, compile

    yield answer(lambda: Holder().local(0).tm_year in (1969, 1970))
    yield answer(lambda: eval(Holder().translate("1 + 1", "", "eval")))
    yield answer(lambda: pickle.loads(pickle.dumps(time.localtime)) is time.localtime)
    code = "import sys; print(6 * 7, sys.argv[1:])"
    yield answer(lambda: subprocess.run([sys.executable, "-c", code, "a"], capture_output=True).stdout)
    yield answer(lambda: subprocess.run([sys.executable, "-c", "raise SystemExit(3)"]).returncode)


@topic
def exception_attributes():
    """What exceptions tell beside their message (PEP 473): frameworks look for the forward reference that is meant."""
    def unbound():
        def inner():
            return variable
        yield inner
        variable = 1
        yield variable

    class Unknown(NameError):
        """Derived, and so not raised by Python itself."""

    def reference(annotation):
        def function(argument: annotation): ...
        return typing.get_type_hints(function)

    def deleted():
        local = 1
        del local
        return local

    for function in (
        lambda: nowhere, lambda: nowhere_too.attribute, lambda: eval("späť + 1"), lambda: exec("class A:\n    b = c"),
        lambda: exec("del nothing"), next(unbound()), deleted, lambda: reference("list[Missing]"),
    ):
        try:
            function()
        except NameError as failure:
            # The text is another one for local variables
            arguments = failure.args if type(failure) is NameError else len(failure.args)
            yield f"{type(failure).__name__} {failure.name!a} {arguments!a} {failure.__dict__}"
    for failure in (
        NameError(), NameError("name is not defined"), NameError("it", "is"), NameError(5), Unknown("name 'a' is not defined"),
        UnboundLocalError("x"),
    ):
        before = failure.name
        failure.name = "set"
        after = failure.name
        del failure.name
        yield f"{before} {after} {failure.name} {failure!a}"
    yield f"{type(NameError.name).__name__ != 'str'} {hasattr(Unknown, 'name')} {hasattr(ValueError, 'name')}"
    for function in (
        lambda: object().missing, lambda: (1).missing,
        lambda: setattr(1, "missing", 2), lambda: Unknown.missing,
    ):
        try:
            function()
        except AttributeError as failure:
            yield f"{failure.name} {type(failure.obj).__name__}"
    yield f"{AttributeError('a', name='b', obj=3).name} {AttributeError('a').name} {AttributeError('a', obj=3).obj}"
    for source in "import nowhere.at_all", "from json import missing", "from nowhere import a", "import json.missing":
        try:
            exec(source, {})
        except ImportError as failure:
            yield f"{type(failure).__name__} {failure.name} {failure.path and os.path.basename(failure.path)}"
