"""An application that leaves its database in all ways that one should not."""

import os
import sqlite3
import threading
import time

PATH = os.environ["DATABASE"]
kept = []


def app(environ, start_response):
    """Do what the path says."""
    answer = globals()[environ["PATH_INFO"][1:]]()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(answer).encode()]


def create():
    """Make a table with more rows than are read at a time."""
    with sqlite3.connect(PATH) as connection:
        connection.execute("create table t (n)")
        connection.executemany("insert into t values (?)", ((n,) for n in range(5000)))
    connection.close()
    return "created"


def write():
    """Write with a connection that waits for as long as the default is."""
    connection = sqlite3.connect(PATH)
    try:
        with connection:
            connection.execute("insert into t values (-1)")
        return "written"
    except sqlite3.OperationalError as failure:
        return failure
    finally:
        connection.close()


def close_half_read():
    """Close a connection while its cursor has more to read, and keep the cursor."""
    connection = sqlite3.connect(PATH)
    cursor = connection.execute("select n from t")
    first = cursor.fetchone()
    kept.append(cursor)
    connection.close()
    return first


def abandon_half_read():
    """Leave an open connection with a cursor that has more to read."""
    connection = sqlite3.connect(PATH)
    kept.append(connection)
    return connection.execute("select n from t").fetchone()


def abandon_transaction():
    """Leave a connection in the middle of a transaction."""
    sqlite3.connect(PATH).execute("insert into t values (-2)")
    return "left"


def keep_transaction():
    """Keep a connection in the middle of a transaction."""
    connection = sqlite3.connect(PATH, check_same_thread=False)
    kept.append(connection)
    return connection.execute("insert into t values (-3)").rowcount


def wait_while_another_thread_runs():
    """Wait for a lock, and count what another thread does meanwhile."""
    holder = sqlite3.connect(PATH, isolation_level=None)
    holder.execute("begin immediate")
    ended, rounds = threading.Event(), []

    def count():
        while not ended.is_set():
            rounds.append(1)
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    waiter = sqlite3.connect(PATH, timeout=0.5, isolation_level=None)
    try:
        waiter.execute("begin immediate")
    except sqlite3.OperationalError as failure:
        return f"{failure}, {'others ran' if len(rounds) > 10 else 'nothing ran'}"
    finally:
        ended.set()
        thread.join()
        waiter.close()
        holder.close()


def close_while_others_use():
    """Close connections that other threads work with."""
    errors = set()
    for _ in range(20):
        connection = sqlite3.connect(PATH, check_same_thread=False)
        threads = [threading.Thread(target=_use, args=(connection, errors)) for _ in range(3)]
        for thread in threads:
            thread.start()
        connection.interrupt()
        connection.close()
        for thread in threads:
            thread.join()
    return sorted(errors)


def _use(connection, errors):
    try:
        while True:
            for row in connection.execute("select n from t where n < 2000"):
                connection.execute("select ?", row).fetchone()
    except sqlite3.Error as failure:
        if str(failure) != "interrupted":
            errors.add(f"{type(failure).__name__}: {failure}")
        else:
            _use(connection, errors)


def close_in_a_function():
    """Close a connection in a function that SQLite calls."""
    connection = sqlite3.connect(PATH)
    connection.create_function("shut", 0, connection.close)
    try:
        return connection.execute("select shut() from t where n < 2").fetchall()
    except sqlite3.Error as failure:
        return f"{type(failure).__name__}: {failure}"


def exit_in_a_function():
    """Raise what must not be caught in a function that SQLite calls."""
    connection = sqlite3.connect(PATH)
    connection.create_function("leave", 0, _leave)
    try:
        connection.execute("select leave()")
    except KeyboardInterrupt as failure:
        return f"KeyboardInterrupt: {failure}, {connection.execute('select 1').fetchone()}"


def _leave():
    raise KeyboardInterrupt("told")
