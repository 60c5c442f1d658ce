"""Questions to the kernel that GraalPy has no functions for, and to what it knows of itself."""

import ast
import contextlib
import errno
import fcntl
import gc
import locale
import mmap
import os
import re
import select
import shutil
import signal
import socket
import stat
import struct
import tempfile
import time
import tracemalloc

from answers import answer

TOPICS = {}


def topic(function):
    """Have the lines of a function recorded."""
    TOPICS[function.__name__] = function
    return function


@contextlib.contextmanager
def _file(content=b""):
    directory = tempfile.mkdtemp()
    try:
        path = os.path.join(directory, "file")
        with open(path, "wb") as file:
            file.write(content)
        yield path
    finally:
        shutil.rmtree(directory)


@topic
def parts_of_files():
    """Reading and writing anywhere, and in parts."""
    with _file(b"0123456789") as path:
        descriptor = os.open(path, os.O_RDWR)
        for length, offset in (3, 2), (100, 5), (0, 0), (3, 100), (-1, 0), (3, -1):
            yield answer(os.pread, descriptor, length, offset)
        for data, offset in (b"ab", 1), (b"", 0), (bytearray(b"\xff\0"), 20), (b"x", -1):
            yield answer(os.pwrite, descriptor, data, offset)
        yield answer(os.pread, descriptor, 100, 0)
        buffers = bytearray(4), bytearray(3)
        yield f"{answer(os.readv, descriptor, buffers)} {buffers}"
        yield f"{answer(os.preadv, descriptor, buffers, 16)} {buffers}"
        yield answer(os.writev, descriptor, (b"one", memoryview(b"two")))
        yield answer(os.pwritev, descriptor, (b"1", b"2"), 3)
        yield answer(os.pread, descriptor, 100, 0)
        yield answer(os.posix_fallocate, descriptor, 0, 64)
        yield answer(os.posix_fallocate, descriptor, -1, 64)
        yield answer(os.posix_fadvise, descriptor, 0, 0, os.POSIX_FADV_WILLNEED)
        yield answer(os.posix_fadvise, descriptor, 0, 0, 999)
        yield f"{os.fstat(descriptor).st_size} {answer(os.fdatasync, descriptor)} {answer(os.sync)}"
        with _file(b"another") as other:
            source = os.open(other, os.O_RDONLY)
            yield answer(os.sendfile, descriptor, source, 1, 3)
            yield answer(os.sendfile, descriptor, source, None, 2)
            yield answer(os.copy_file_range, source, descriptor, 4, 0, 30)
            yield answer(os.copy_file_range, source, descriptor, -1)
            os.close(source)
        yield answer(os.pread, descriptor, 100, 0)
        os.close(descriptor)
        for function, *arguments in (os.pread, 1, 0), (os.pwrite, b"", 0), (os.readv, [bytearray(1)]), (os.fdatasync,):
            yield answer(function, descriptor, *arguments)


@topic
def special_files():
    """Pipes, memory and counters that have descriptors, and names that are no regular files."""
    with _file(b"0123456789") as path:
        before = os.umask(0o022)
        yield answer(os.mkfifo, path + ".fifo", 0o666)
        yield f"{stat.filemode(os.stat(path + '.fifo').st_mode)}"
        yield answer(os.mkfifo, path + ".fifo").replace(path, "path")
        yield answer(os.mknod, path + ".node", 0o640 | stat.S_IFREG)
        yield f"{stat.filemode(os.stat(path + '.node').st_mode)}"
        directory = os.open(os.path.dirname(path), os.O_RDONLY)
        yield answer(lambda: os.mkfifo("other", dir_fd=directory))
        yield f"{sorted(os.listdir(directory))}"
        os.umask(before)
        os.close(directory)
        memory = os.memfd_create("memory")
        yield f"{os.write(memory, b'content')} {os.pread(memory, 10, 0)} {os.get_inheritable(memory)}"
        os.close(memory)
        counter = os.eventfd(3, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        os.eventfd_write(counter, 4)
        yield f"{os.eventfd_read(counter)} {answer(os.eventfd_read, counter)}"
        os.close(counter)
        ends = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        yield f"{os.get_inheritable(ends[0])} {os.get_blocking(ends[1])} {answer(os.read, ends[0], 1)}"
        descriptor = os.open(path, os.O_RDWR)
        for command in os.F_TLOCK, os.F_TEST, os.F_ULOCK:
            yield answer(os.lockf, descriptor, command, 5)
        lock = struct.pack("hhqqhi", fcntl.F_WRLCK, 0, 0, 0, 0, 0)
        yield f"{struct.unpack('hhqqhi', fcntl.fcntl(descriptor, fcntl.F_SETLK, lock))[:4]}"
        yield f"{struct.unpack('hhqqhi', fcntl.fcntl(descriptor, fcntl.F_GETLK, lock))[:4]}"
        yield answer(fcntl.fcntl, descriptor, fcntl.F_SETLK, b"x" * 2000)
        yield answer(os.ttyname, descriptor)
        yield answer(os.tcgetpgrp, descriptor)
        yield answer(os.pathconf, path, "PC_NAME_MAX")
        yield answer(os.pathconf, path + "x", "PC_NAME_MAX").replace(path, "path")
        yield answer(os.fpathconf, descriptor, "PC_NOTHING")
        os.closerange(ends[0], ends[0] + 1)
        yield answer(os.read, ends[0], 1)
        os.close(ends[1])
        os.close(descriptor)
        yield answer(_attributes, path)
    yield f"{answer(os.major, -1)[:22]} {answer(os.minor, 1 << 70)[:22]} {os.mkfifo in os.supports_dir_fd}"
    for device in 0x801, 0x1234567890AB, 259:
        parts = os.major(device), os.minor(device)
        yield f"{parts} {os.makedev(*parts)}"
    yield f"{len(os.getrandom(9))} {len(os.getresuid())} {os.getresgid()[0] == os.getgid()} {os.getgrouplist('nobody', 7)[0]}"
    yield f"{type(os.times()).__name__} {len(os.times())} {os.times().elapsed > 0} {os.times().user >= 0}"
    yield answer(os.sched_yield)
    yield answer(os.getxattr, "a\0b", "user.x")


def _attributes(path):
    try:
        os.setxattr(path, "user.one", b"\0\xff")
    except OSError as failure:
        # Not all file systems have them
        assert failure.errno == errno.ENOTSUP
        return "as expected"
    assert os.getxattr(path, b"user.one") == b"\0\xff"
    assert "user.one" in os.listxattr(path)
    os.removexattr(path, "user.one")
    try:
        os.getxattr(path, "user.one")
    except OSError as failure:
        assert failure.errno == errno.ENODATA
        assert failure.filename == path
    return "as expected"


@topic
def memory_maps():
    """Maps of files, in use and after their end."""
    with _file(b"0" * 5000) as path, open(path, "r+b") as file:
        with mmap.mmap(file.fileno(), 0) as used:
            used[10:13] = b"xyz"
            for call in (
                lambda: used.rfind(b"y"), lambda: used.rfind(b"0", 0, 10), lambda: used.rfind(b"z", 12), lambda: used.find(b"z"),
                lambda: used.seek(11), lambda: used.rfind(b"x"), lambda: used.read(2), lambda: used.write_byte(65),
                lambda: used.write_byte(256), lambda: used.move(100, 9, 6), lambda: used[98:108], lambda: used.move(4999, 0, 2),
                lambda: used.madvise(mmap.MADV_WILLNEED), lambda: used.madvise(mmap.MADV_NORMAL, 5000), lambda: used[5000],
                lambda: used[-1], lambda: used[0:20:2], lambda: used[300:2:-97], lambda: used.__setitem__(slice(0, 6, 3), b"pq"),
            lambda: used.__setitem__(slice(0, 6, 3), b"p"), lambda: used[0:9], lambda: used.flush(1, 10),
            lambda: used.flush(0, 6000), lambda: used.flush(0, 4096), lambda: used.madvise(0, 1 << 70), lambda: list(used)[10], lambda: used.seek(6000), lambda: len(used),
                lambda: used.closed, lambda: re.search(b"x", used).start(), lambda: bytes(used[:3]), lambda: memoryview(used)[10],
                lambda: used.flush(), lambda: used.seek(-1, 2), lambda: used.write_byte(1), lambda: used.write_byte(1),
            ):
                yield answer(call)
        for call in (
            lambda: used[0], lambda: used.__setitem__(0, 1), lambda: len(used), lambda: used.read(1), lambda: used.rfind(b"0"),
            lambda: used.find(b"0"), lambda: used.write_byte(1), lambda: used.readline(), lambda: used.move(0, 1, 1),
            lambda: used.tell(), lambda: used.size(), lambda: used.__enter__(), lambda: next(iter(used)), lambda: used.closed,
            lambda: used.close(), lambda: used.madvise(0),
        ):
            yield answer(call)
        yield f"{mmap.mmap(file.fileno(), 0)} {mmap.mmap(file.fileno(), 4096, prot=mmap.PROT_READ)}"
        yield f"{file.read(16)} {isinstance(used, mmap.mmap)} {type(used).__name__} {type(used).__module__}"
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as read_only:
            yield answer(read_only.write_byte, 1)
            yield answer(read_only.__setitem__, 0, 1)
    view = memoryview(mmap.mmap(-1, 10))
    view[3] = 5
    yield f"{bytes(view)}"


@topic
def observation():
    """What tuned applications call, and clocks."""
    yield f"{gc.get_threshold()} {gc.freeze()} {gc.get_freeze_count() >= 0} {gc.unfreeze()} {len(gc.get_stats())}"
    gc.set_threshold(50_000, 20)
    yield f"{gc.get_threshold()}"
    gc.set_threshold(700, 10, 10)
    yield f"{tracemalloc.is_tracing()} {tracemalloc.get_traced_memory()} {tracemalloc.stop()}"
    for clock in time.CLOCK_REALTIME, time.CLOCK_MONOTONIC, time.CLOCK_THREAD_CPUTIME_ID:
        yield f"{time.clock_gettime(clock) > 0} {time.clock_gettime_ns(clock) > 0} {time.clock_getres(clock)}"
    yield f"{abs(time.clock_gettime(time.CLOCK_REALTIME) - time.time()) < 60}"
    yield answer(time.clock_gettime, 12345)
    for wrong in "1", None, 1.5, 1 << 70:
        calls = (time.clock_gettime, wrong), (fcntl.flock, wrong, 0), (os.pread, 0, wrong, 0)
        yield " ".join(answer(*call).partition("(")[0] for call in calls)
    yield answer(time.asctime, (-(1 << 31), 1, 1, 0, 0, 0, 0, 1, 0))
    for number in (1, 9, 15, 31, 32, 34, 40, 64, 0, 65):
        yield answer(signal.strsignal, number)
    yield f"{int(signal.SIGRTMIN)} {int(signal.SIGRTMAX)} {int(signal.SIGIO)} {errno.ENOTSUP}"
    yield f"{socket.MSG_PEEK!r} {socket.SOCK_CLOEXEC!r} {int(socket.IP_TTL)} {socket.AF_NETLINK!r} {socket.SCM_RIGHTS}"
    one, other = socket.socketpair()
    with one, other:
        one.send(b"abc")
        yield f"{other.recv(2, socket.MSG_PEEK)} {other.recv(9)} {answer(other.recv, 9, socket.MSG_DONTWAIT)}"


@topic
def trees():
    """Statements that GraalPy does not compile are rewritten in trees, too, which stay as they are."""
    source = (
        "made = []\nfor _ in range(2):\n    class Box[T]:\n        def put[U](self, item: U) -> T: ...\n    made.append(Box)\n"
        "try:\n    raise ExceptionGroup('', [ValueError(1), KeyError(2)])\n"
        "except* ValueError as group:\n    made.append(group.exceptions)\n"
        "except* KeyError as group:\n    made.append(group.__context__)\n"
    )
    tree = ast.parse(source)
    before = ast.dump(tree)
    for _ in range(2):
        namespace = {}
        exec(compile(tree, "tree", "exec"), namespace)
        yield f"{[getattr(made, '__name__', made) for made in namespace['made']]} {ast.dump(tree) == before}"


@topic
def locales():
    """The locale of a server, and what is none."""
    before = locale.setlocale(locale.LC_ALL)
    for category, name in (
        (locale.LC_ALL, "C"), (locale.LC_ALL, "POSIX"), (locale.LC_NUMERIC, "C.UTF-8"), (locale.LC_ALL, None),
        (locale.LC_CTYPE, None), (locale.LC_ALL, "xx"), (locale.LC_TIME, "nonsense"), (locale.LC_ALL, 5), (99, "C"),
        (locale.LC_ALL, "C.UTF-8"), (locale.LC_NUMERIC, ("C", None)), (locale.LC_ALL, "C"),
    ):
        yield f"{name} {answer(locale.setlocale, category, name)}"
    yield f"{sorted(locale.localeconv().items())}"
    yield f"{locale.getlocale()} {locale.getlocale(locale.LC_NUMERIC)}"
    for call in (
        lambda: locale.format_string("%d %.2f", (1234567, 12345.678), grouping=True), lambda: locale.str(1234.5),
        lambda: locale.atof("1234.5"), lambda: locale.delocalize("1,5"), lambda: locale.currency(5), lambda: locale.atoi("12"),
    ):
        yield answer(call)
    names = ("DAY_1", "DAY_7", "ABDAY_3", "MON_12", "ABMON_5", "D_FMT", "T_FMT_AMPM", "RADIXCHAR", "THOUSEP", "YESEXPR", "AM_STR")
    yield f"{[(name, getattr(locale, name), locale.nl_langinfo(getattr(locale, name))) for name in names]}"
    yield answer(locale.nl_langinfo, 123456789)
    yield f"{locale.setlocale(locale.LC_ALL, before) == before}"
    yield answer(time.strftime, "%Y", None)


def foreign_names():
    """What is refused here, and works in CPython."""
    with _file(b"content") as path:
        before = os.listdir(os.path.dirname(path))
        for name in os.fsencode(path) + b"\xe9", path + "\udce9":
            for call in (
                lambda: open(name, "w"), lambda: open(name), lambda: os.mkdir(name), lambda: os.rename(path, name),
                lambda: os.symlink("file", name), lambda: os.open(name, os.O_CREAT), lambda: os.unlink(name),
            ):
                yield answer(call).replace(path, "path")
        yield f"{os.listdir(os.path.dirname(path)) == before}"


@topic
def socket_types():
    """Flags beside the type of a socket, and names of interfaces."""
    for flags in 0, socket.SOCK_NONBLOCK, socket.SOCK_CLOEXEC, socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC:
        for kind in socket.SOCK_STREAM, socket.SOCK_DGRAM:
            with socket.socket(socket.AF_INET, kind | flags) as opened:
                blocking = os.get_blocking(opened.fileno())
                yield f"{opened.type!r} {opened.gettimeout()} {opened.getblocking()} {blocking} {opened.get_inheritable()}"
            with socket.socket(type=kind | flags, family=socket.AF_UNIX) as opened:
                yield f"{opened.type!r} {opened.gettimeout()}"
        for opened in socket.socketpair(type=socket.SOCK_STREAM | flags):
            with opened:
                yield f"{opened.type!r} {opened.gettimeout()}"
    with socket.socket(type=socket.SOCK_STREAM | socket.SOCK_NONBLOCK) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield answer(listening.accept)
        with socket.create_connection(listening.getsockname()):
            yield str(select.select([listening], [], [], 60)[0] == [listening])
            with listening.accept()[0] as accepted:
                yield f"{accepted.type!r} {accepted.gettimeout()}"
    for wrong in "x", None, 1.5:
        yield answer(lambda: socket.socket(type=wrong)).partition("(")[0]
    for number in 0, -1, 99999, 1 << 32, 1 << 64, "lo", None:
        yield answer(socket.if_indextoname, number)
    yield answer(socket.if_indextoname, socket.if_nametoindex("lo"))
