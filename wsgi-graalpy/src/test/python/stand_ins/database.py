"""Questions to ``sqlite3``."""

import contextlib
import datetime
import gc
import os
import shutil
import sqlite3
import tempfile
import threading

from answers import answer

TOPICS = {}

_VALUES = (
    None, 0, 1, -1, 2**31, 2**63 - 1, -(2**63), 2**63, 10**30, True, 0.0, -0.0, 1.5, 1e308, float("inf"), float("nan"), "",
    "text", "é日😀", "with\0nul", "\ud800", b"", b"\0\xff", bytearray(b"array"), memoryview(b"view"), memoryview(b"abcd")[::2],
    [], (1,), object, 1j, datetime.date(2026, 11, 29), datetime.datetime(2026, 11, 29, 7, 8, 9, 10),
)


def topic(function):
    """Have the lines of a function recorded."""
    TOPICS[function.__name__] = function
    return function


@contextlib.contextmanager
def _database(**arguments):
    with contextlib.closing(sqlite3.connect(":memory:", **arguments)) as connection:
        yield connection


@contextlib.contextmanager
def _file():
    directory = tempfile.mkdtemp()
    try:
        yield os.path.join(directory, "é.sqlite3")
    finally:
        shutil.rmtree(directory)


def _error(function, *args, **kwargs):
    """Return what a function returns or raises, with the codes of SQLite."""
    try:
        return ascii(function(*args, **kwargs))
    except Exception as failure:
        codes = [getattr(failure, name, None) for name in ("sqlite_errorcode", "sqlite_errorname")]
        return f"{type(failure).__module__}.{type(failure).__name__}: {failure!a} {codes}"


class _Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __conform__(self, protocol):
        return f"{self.x};{self.y}" if protocol is sqlite3.PrepareProtocol else None


@topic
def sqlite_values():
    with _database() as connection:
        for value in _VALUES:
            if isinstance(value, str) and value == "\ud800":
                # Another message
                yield type(_raised(connection.execute, "select ?", (value,))).__name__
                continue
            yield _error(lambda: connection.execute("select ?, typeof(?)", (value, value)).fetchone())
        yield _error(lambda: connection.execute("select ?", (_Point(1, 2),)).fetchone())
        yield _error(lambda: connection.execute("select 'a' || char(0) || 'b', x'00', 9223372036854775807, 1e999").fetchall())
        yield _error(lambda: connection.execute("select cast(x'ff' as text)").fetchone())
        cursor = connection.execute("select 1, cast(x'c3' as text) as bad union all select 2, 'good'")
        yield f"{_error(cursor.fetchone)} {_error(cursor.fetchone)}"


def _raised(function, *args):
    try:
        function(*args)
    except Exception as failure:
        return failure
    return None


@topic
def sqlite_parameters():
    class Missing(dict):
        def __missing__(self, key):
            return f"missing {key}"

    class Names(dict):
        pass

    class Row(list):
        pass

    with _database() as connection:
        for sql, parameters in (
            ("select ?", ()), ("select ?", (1, 2)), ("select ?, ?", [1, 2]), ("select ?", Row([1])), ("select ?", "a"),
            ("select ?", "ab"), ("select ?", 1), ("select ?", None), ("select ?", iter([1])), ("select ?", {"a": 1}),
            ("select :a, :b", {"a": 1, "b": 2, "c": 3}), ("select :a, :b", {"a": 1}), ("select :a", Missing()),
            ("select :a", Names(a=1)), ("select $a, @b", {"a": 1, "b": 2}), ("select ?2, ?1", ("a", "b")),
            ("select ?2", ("a", "b")), ("select ?", b"x"), ("select ?", range(1)), ("select ?", {1}),
        ):
            yield _error(lambda: connection.execute(sql, parameters).fetchall())


@topic
def sqlite_statements():
    with _database() as connection:
        cursor = connection.cursor()
        for sql in (
            "", " ", "-- comment", ";", "select 1;", "select 1; ", "select 1;;", "select 1; select 2", "select 1; -- more",
            "select 1 /* in */ as a", "select 1\0", "selec", "select", "create table t (a integer primary key, b text)",
            "insert into t values (1, 'one')", "INSERT into t values (2, 'two')", "  \n insert into t values (3, 'three')",
            "-- first\ninsert into t values (4, 'four')", "update t set b = b || '!' where a > 2", "select * from t",
            "replace into t values (1, 'eins')", "delete from t where a = 4", "with x as (select 1) select * from x",
            "insert into t values (1, 'again')", "insert into t values (5, 'five'), (6, 'six') returning a, b",
            "delete from t where a > 4 returning a", "pragma user_version = 7", "pragma user_version", "explain select 1",
            "select a as 'x [integer]', b as \"y z\" from t limit 1", "select count(*) from nowhere", "select * from t limit 0",
        ):
            yield _error(lambda: cursor.execute(sql) is cursor)
            yield f"  {cursor.description!a} {cursor.rowcount} {cursor.lastrowid} {connection.in_transaction}"
            yield f"  {_error(cursor.fetchall)} {cursor.rowcount} {connection.total_changes}"
        connection.commit()
        yield _error(lambda: cursor.executemany("insert into t (b) values (?)", [("a",), ("b",), ("c",)]).rowcount)
        yield f"{cursor.lastrowid} {cursor.description} {cursor.fetchall()}"
        yield _error(cursor.executemany, "select ?", [(1,)])
        yield _error(lambda: cursor.executemany("delete from t where b = :b", ({"b": b} for b in "abx")).rowcount)
        yield _error(cursor.executemany, "insert into t (b) values (?)", [("d",), ("e", "f")])
        yield f"{connection.in_transaction} {connection.execute('select b from t order by a').fetchall()}"
        yield _error(lambda: cursor.executescript("create table u (a); insert into u values (1); insert into u values (2)") is cursor)
        yield _error(cursor.executescript, "insert into u values (3); nonsense; insert into u values (4)")
        yield _error(cursor.executescript, "select 1\0")
        yield f"{connection.execute('select * from u').fetchall()} {connection.in_transaction}"
        for arguments in ((), (1,), ("select ?", (1,), 2)):
            yield type(_raised(cursor.execute, *arguments)).__name__


@topic
def sqlite_cursors():
    with _database() as connection:
        connection.execute("create table t (n)")
        connection.executemany("insert into t values (?)", [(n,) for n in range(300)])
        cursor = connection.execute("select n from t")
        yield f"{cursor.fetchone()} {cursor.fetchmany()} {cursor.fetchmany(3)} {next(cursor)} {cursor.arraysize}"
        cursor.arraysize = 2
        yield f"{cursor.fetchmany()} {len(cursor.fetchmany(120))} {cursor.fetchone()} {len(cursor.fetchall())}"
        yield f"{cursor.fetchone()} {cursor.fetchall()} {cursor.fetchmany(5)} {list(cursor)}"
        cursor.execute("select n from t order by n desc")
        yield f"{cursor.fetchone()} {sum(n for n, in cursor)}"
        for row in connection.execute("select n from t where n < 40"):
            connection.execute("delete from t where n = ?", row)
        yield f"{connection.execute('select count(*), min(n) from t').fetchone()}"
        for n, in connection.execute("select n from t where n between 40 and 60"):
            connection.commit()
            connection.execute("update t set n = n + 1000 where n = ?", (n,))
        yield f"{connection.execute('select count(*), max(n) from t').fetchone()}"
        cursor = connection.execute("select n from t where n < 100")
        cursor.fetchone()
        connection.rollback()
        yield _error(lambda: len(cursor.fetchall()))
        for name in ("rowcount", "lastrowid", "description", "connection"):
            yield type(_raised(setattr, cursor, name, 1)).__name__
        cursor.close()
        yield _error(cursor.fetchone)
        yield _error(cursor.execute, "select 1")
        yield _error(lambda: cursor.setinputsizes([1]))
        other = connection.cursor()
        connection.create_function("again", 0, lambda: other.execute("select 1").fetchone()[0])
        yield _error(lambda: connection.execute("select again()").fetchone())
        yield _error(lambda: other.execute("select again()").fetchone())
        yield _error(connection.cursor, lambda connection: None)
    yield _error(other.fetchone)
    yield _error(connection.execute, "select 1")
    yield _error(lambda: connection.in_transaction)


@topic
def sqlite_rows():
    with _database() as connection:
        connection.row_factory = sqlite3.Row
        row = connection.execute("select 1 as a, 'x' as B, 2 as a, null as 'é'").fetchone()
        yield f"{row.keys()} {tuple(row)} {len(row)} {row['a']} {row['b']} {row['A']} {row[-1]} {row[1:3]} {row['é']}"
        for key in ("c", 4, -5, 1.5, "É", None):
            yield _error(lambda: row[key])
        same = connection.execute("select 1 as a, 'x' as B, 2 as a, null as 'é'").fetchone()
        other = connection.execute("select 1 as b, 'x' as B, 2 as a, null as 'é'").fetchone()
        yield f"{row == same} {hash(row) == hash(same)} {row == other} {row != other} {row == tuple(row)} {dict(row)}"
        yield type(_raised(lambda: row < same)).__name__
        connection.row_factory = lambda cursor, row: {column[0]: value for column, value in zip(cursor.description, row)}
        yield f"{connection.execute('select 1 as a, 2 as b').fetchall()}"
        cursor = connection.cursor()
        cursor.row_factory = lambda cursor, row: sum(row)
        yield f"{cursor.execute('select 1, 2 union all select 3, 4').fetchall()}"
        connection.row_factory = None
        for factory in (bytes, bytearray, str, lambda text: text.decode("latin-1"), lambda text: 1 / 0):
            connection.text_factory = factory
            yield _error(lambda: connection.execute("select 'é', x'e9', 1, null").fetchone())


@topic
def sqlite_types():
    sqlite3.register_adapter(complex, lambda value: f"{value.real}|{value.imag}")
    sqlite3.register_converter("complex", lambda data: complex(*map(float, data.split(b"|"))))
    sqlite3.register_converter("failing", lambda data: 1 / 0)
    both = sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES
    for detect_types in (0, sqlite3.PARSE_DECLTYPES, sqlite3.PARSE_COLNAMES, both):
        with _database(detect_types=detect_types) as connection:
            connection.execute("create table t (a complex, b COMPLEX(3) not null, c integer, d failing)")
            connection.execute("insert into t values (?, ?, 1, null)", (1 + 2j, 3j))
            connection.execute("insert into t values (null, ?, 2, 'x')", (3.5j,))
            cursor = connection.execute("select a, b, c, a as 'x [complex]', c as \"y[nothing]\" from t")
            yield f"{[column[0] for column in cursor.description]} {cursor.fetchall()}"
            cursor = connection.execute("select d from t")
            yield f"{_error(cursor.fetchone)} {_error(cursor.fetchone)} {_error(cursor.fetchone)}"
            connection.execute("alter table t add column e complex")
            yield _error(lambda: connection.execute("select * from t where c = 1").fetchall())
    for args in ((1,), (1, sqlite3.PrepareProtocol, 2), (1j,), (_Point(3, 4),), (1, int), (1, int, "other")):
        yield _error(sqlite3.adapt, *args)


class _Sum:
    def __init__(self):
        self.total = 0

    def step(self, value):
        self.total += value

    def inverse(self, value):
        self.total -= value

    def value(self):
        return self.total

    def finalize(self):
        return self.total


class _Failing:
    def __init__(self, where="__init__"):
        raise ValueError


class _Incomplete:
    pass


@topic
def sqlite_functions():
    with _database() as connection:
        connection.executescript("create table t (n, s); insert into t values (1, 'b'), (2, 'a'), (3, 'C')")
        connection.create_function("echo", -1, lambda *args: args[0] if args else None)
        connection.create_function("names", -1, lambda *args: repr(args))
        for value in _VALUES[:26]:
            if value == "\ud800" or isinstance(value, (str, bytes)) and not value:
                continue
            connection.create_function("constant", 0, lambda: value, deterministic=True)
            yield _error(lambda: connection.execute("select constant(), typeof(constant())").fetchone())
        yield _error(lambda: connection.execute("select echo(), names(1, 2.5, 'é', x'00ff', null)").fetchone())
        for error in (ValueError, MemoryError, OverflowError, sqlite3.DataError):

            def fail(error=error):
                raise error("told")

            connection.create_function("fail", 0, fail)
            yield _error(lambda: connection.execute("select fail()").fetchone())
        yield _error(lambda: connection.execute("select n, case n when 3 then fail() else n end from t").fetchone())
        cursor = connection.execute("select case n when 3 then fail() else n end from t")
        yield f"{_error(cursor.fetchone)} {_error(cursor.fetchone)} {_error(cursor.fetchone)}"
        calls = []
        connection.create_function("note", 1, lambda n: calls.append(n))
        cursor = connection.execute("select note(n) from t")
        cursor.fetchone()
        yield f"{len(calls)} {cursor.fetchall()} {calls}"
        yield _error(connection.create_function, "many", 1000, len)
        connection.create_aggregate("total_of", 1, _Sum)
        yield _error(lambda: connection.execute("select total_of(n), total_of(n) from t where n > 1").fetchone())
        yield _error(lambda: connection.execute("select total_of(n) from t where n > 9").fetchone())
        yield _error(lambda: connection.execute("select s > 'B', total_of(n) from t group by 1").fetchall())
        yield _error(lambda: connection.execute("select total_of(s) from t").fetchone())
        for factory in (_Failing, _Incomplete):
            connection.create_aggregate("bad", 1, factory)
            yield _error(lambda: connection.execute("select bad(n) from t").fetchone())
        connection.create_window_function("sums", 1, _Sum)
        yield _error(lambda: connection.execute(
            "select n, sums(n) over (order by n rows between 1 preceding and current row) from t").fetchall())
        connection.create_collation("reverse", lambda a, b: (a < b) - (a > b))
        yield _error(lambda: connection.execute("select s from t order by s collate reverse").fetchall())
        connection.create_collation("reverse", None)
        yield _error(connection.execute, "select s from t order by s collate reverse")
        yield _error(connection.create_collation, "wrong", 1)


@topic
def sqlite_hooks():
    with _database() as connection:
        connection.execute("create table t (n)")
        seen = []
        connection.set_trace_callback(seen.append)
        connection.execute("insert into t values (?)", ("é",))
        connection.commit()
        connection.set_trace_callback(None)
        connection.execute("select 1")
        yield ascii(seen)
        actions = []

        def authorize(*args):
            actions.append(args)
            return sqlite3.SQLITE_DENY if args[0] == sqlite3.SQLITE_DELETE else sqlite3.SQLITE_OK

        connection.set_authorizer(authorize)
        yield _error(lambda: connection.execute("select n from t").fetchall())
        yield _error(connection.execute, "delete from t")
        yield ascii(actions)
        for bad in (lambda *args: 1 / 0, lambda *args: "text", lambda *args: 1.5, lambda *args: 2**40):
            connection.set_authorizer(bad)
            yield _error(connection.execute, "select n from t where 1")
        connection.set_authorizer(None)
        calls = []
        connection.set_progress_handler(lambda: calls.append(1), 10)
        connection.execute("with recursive c(x) as (values (1) union all select x + 1 from c limit 100) select * from c").fetchall()
        yield f"{len(calls) > 10}"
        for stop in (lambda: 1, lambda: 1 / 0):
            connection.set_progress_handler(stop, 1)
            yield _error(connection.execute, "create table u (n)")
        connection.set_progress_handler(None, 1)
        yield _error(lambda: connection.execute("select count(*) from t").fetchone())


@topic
def sqlite_transactions():
    with _file() as path:
        for arguments in (
            {}, {"isolation_level": None}, {"isolation_level": "immediate"}, {"isolation_level": "EXCLUSIVE"}, {"autocommit": True},
            {"autocommit": False},
        ):
            with contextlib.closing(sqlite3.connect(path, **arguments)) as connection:
                states = [connection.in_transaction]
                for sql in ("create table if not exists t (n)", "insert into t values (1)", "select * from t"):
                    connection.execute(sql)
                    states.append(connection.in_transaction)
                connection.commit()
                states.append(connection.in_transaction)
                connection.execute("insert into t values (2)")
                connection.rollback()
                with connection:
                    connection.execute("insert into t values (3)")
                failure = None
                try:
                    with connection:
                        connection.execute("insert into t values (4)")
                        raise ValueError
                except ValueError as raised:
                    failure = raised
                connection.executescript("insert into t values (5); insert into t values (6)")
                states.append(connection.in_transaction)
                yield f"{arguments} {connection.isolation_level} {connection.autocommit} {states} {failure!r}"
            with contextlib.closing(sqlite3.connect(path)) as connection:
                yield f"  {connection.execute('select n from t order by n').fetchall()}"
                connection.execute("drop table t")
        with _database() as connection:
            for level in ("deferred", "", None, "wrong", 1, "DEFERRED\0"):
                yield _error(setattr, connection, "isolation_level", level)
                yield f"  {connection.isolation_level}"
            for value in (True, False, -1, 2, "yes"):
                yield _error(setattr, connection, "autocommit", value)
                yield f"  {connection.autocommit} {connection.in_transaction}"


@topic
def sqlite_errors():
    with _database() as connection:
        connection.executescript("""
            pragma foreign_keys = on;
            create table p (id integer primary key, u text unique, n text not null default 'x', c integer check (c > 0));
            create table f (p references p (id) deferrable initially deferred);
            create table s (i integer primary key, b blob) strict;
        """)
        for sql in (
            "insert into p values (1, 'a', 'b', 1)", "insert into p values (1, 'b', 'b', 1)", "insert into p values (2, 'a', 'b', 1)",
            "insert into p values (2, 'b', null, 1)", "insert into p values (2, 'b', 'c', 0)", "insert into p values ('x', 'b', 'c', 1)",
            "insert into s values (1, 'text')", "select raise(abort, 'x')", "select * from p where x = 1", "drop table nothing",
            "select abs(-9223372036854775808)", "select zeroblob(2000000000)", "begin immediate", "begin", "commit", "commit",
            "attach 'nowhere/at/all' as a", "create table p (a)", "select 1 limit 'x'", "savepoint", "vacuum into 'nowhere/at/all'",
            "insert into f values (9)",
        ):
            yield _error(lambda: connection.execute(sql).fetchall())
        yield _error(connection.commit)
        connection.rollback()
        for function in (
            lambda: connection.getlimit(99), lambda: connection.setlimit(0, 100), lambda: connection.getlimit(0),
            lambda: connection.execute("select ?", ("x" * 200,)), lambda: connection.getconfig(1), lambda: connection.getconfig(1002),
            lambda: connection.setconfig(1002, False), lambda: connection.getconfig(1002), lambda: connection.setconfig("x"),
        ):
            yield _error(function)
    for arguments in (
        ("nowhere/at/all",), ("/",), (1,), (None,), ("x\0y",), (":memory:", "x"), (":memory:", 1, 0, "wrong"), (),
        (":memory:", 1, 0, "", True, None),
    ):
        yield type(_raised(sqlite3.connect, *arguments)).__name__
    yield _error(sqlite3.connect, "file:nowhere?mode=ro", uri=True)
    yield _error(sqlite3.connect, "file::memory:?mode=wrong", uri=True)
    yield f"{[sqlite3.complete_statement(text) for text in ('select 1', 'select 1;', '', 'create trigger a b; end;')]}"
    yield f"{sqlite3.paramstyle} {sqlite3.apilevel} {sqlite3.threadsafety} {sqlite3.Connection} {sqlite3.Cursor} {sqlite3.Row}"
    connection = sqlite3.connect(":memory:")
    for name in ("Warning", "Error", "InterfaceError", "DatabaseError", "DataError", "OperationalError", "IntegrityError",
                 "InternalError", "ProgrammingError", "NotSupportedError"):
        kind = getattr(sqlite3, name)
        yield f"{kind} {kind.__mro__[1:-3]} {getattr(connection, name) is kind}"


@topic
def sqlite_threads():
    with _database() as connection:
        messages = []

        def use():
            for function in (
                connection.cursor, connection.commit, connection.rollback, connection.close, lambda: connection.execute("select 1"),
                lambda: connection.interrupt(), lambda: connection.in_transaction,
            ):
                failure = _raised(function)
                messages.append(f"{type(failure).__name__}: {str(failure).split(' The object')[0]}")

        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
        yield from messages
    with _database(check_same_thread=False) as connection:
        connection.execute("create table t (n)")
        lock = threading.Lock()
        threads = [threading.Thread(target=_insert, args=(connection, lock, n)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        yield f"{connection.execute('select count(*), sum(n) from t').fetchone()}"


def _insert(connection, lock, n):
    for _ in range(50):
        with lock, connection:
            connection.execute("insert into t values (?)", (n,))


@topic
def sqlite_copies():
    with _database() as connection, _database() as other:
        connection.executescript("create table t (a, b); insert into t values (1, 'é'), (2, x'00ff'), (null, 1.5);"
                                 "create index i on t (a); create view v as select a from t;")
        yield from connection.iterdump()
        progress = []
        connection.backup(other, pages=1, progress=lambda *args: progress.append(args))
        yield f"{other.execute('select * from t').fetchall()} {len(progress) > 1} {progress[-1][:2]}"
        for arguments in ((connection,), (1,), (other, 1)):
            yield type(_raised(connection.backup, *arguments)).__name__
        yield _error(connection.backup, other, name="nothing")
        yield _error(connection.backup, other, progress=1)
        yield _error(connection.backup, other, progress=lambda *args: 1 / 0)
        content = connection.serialize()
        yield f"{content[:16]} {len(content) > 512}"
        other.deserialize(content)
        yield f"{other.execute('select count(*) from t').fetchone()}"
        other.execute("insert into t values (4, 5)")
        yield f"{other.execute('select count(*) from t').fetchone()}"
        yield _error(other.serialize, name="nothing")
        other.rollback()
        other.deserialize(b"not a database" * 100)
        yield _error(other.execute, "select * from t")


@topic
def sqlite_blobs():
    with _database() as connection:
        connection.execute("create table t (b blob)")
        connection.execute("insert into t values (?)", (b"0123456789",))
        blob = connection.blobopen("t", "b", 1)
        for function in (
            lambda: len(blob), lambda: blob.read(3), blob.tell, lambda: blob.seek(-2, 2), blob.read, blob.read, lambda: blob.seek(4),
            lambda: blob.write(b"xy"), lambda: blob.write(b"too long to fit"), lambda: blob[0], lambda: blob[-1], lambda: blob[2:5],
            lambda: blob[::3], lambda: blob[10], lambda: blob["a"], lambda: blob.seek(11), lambda: blob.seek(0, 3),
            lambda: blob.__setitem__(0, 65), lambda: blob.__setitem__(0, 256), lambda: blob.__setitem__(0, b"a"),
            lambda: blob.__setitem__(slice(1, 3), b"BC"), lambda: blob.__setitem__(slice(1, 3), b"B"),
            lambda: blob.__setitem__(slice(0, 9, 4), b"!?."), lambda: blob.__delitem__(0), lambda: blob[:],
        ):
            yield _error(function)
        connection.execute("update t set b = 'changed'")
        yield _error(blob.read)
        blob.close()
        yield _error(blob.read)
        with connection.blobopen("t", "b", 1, readonly=True) as blob:
            yield _error(lambda: blob.write(b"x"))
        for arguments in (("t", "b", 2), ("t", "c", 1), ("u", "b", 1), ("t", "b", 2**63)):
            yield _error(connection.blobopen, *arguments)
        blob = connection.blobopen("t", "b", 1)
    yield _error(blob.read)


@topic
def sqlite_locks():
    with _file() as path:
        with contextlib.closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("create table t (n)")
            connection.executemany("insert into t values (?)", [(n,) for n in range(1000)])
        first = sqlite3.connect(path)
        yield _write_while_half_read(first, path)
        yield _error(_write, path, 60)
        first.execute("select n from t").fetchone()
        first.close()
        yield _error(_write, path, 0)
        first = sqlite3.connect(path)
        first.execute("insert into t values (1)")
        yield _error(_write, path, 0.1)
        del first
        # CPython's connections are in a cycle
        gc.collect()
        yield _error(_write, path, 60)


def _write_while_half_read(connection, path):
    cursor = connection.execute("select n from t")
    return f"{cursor.fetchone()} {_error(_write, path, 0)}"


def _write(path, timeout):
    with contextlib.closing(sqlite3.connect(path, timeout=timeout)) as connection, connection:
        return connection.execute("insert into t values (0)").rowcount
