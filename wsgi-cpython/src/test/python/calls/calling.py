"""What the tests of calls call."""

import atexit
import concurrent.futures
import gc
import os
import queue
import re
import select
import socket
import subprocess
import sys
import threading
import time

_local = threading.local()
_ended = []
atexit.register(_ended.append, "atexit")
_kept = []


def app(environ, start_response):
    return globals()["_" + environ["PATH_INFO"].strip("/")](environ, start_response)


def _answer(start_response, text):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [str(text).encode()]


def _echo(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "application/octet-stream")])
    return [body]


def _chunks(environ, start_response):
    start_response("200 OK", [("X-Latin", "\xe4")])
    return (b"%d," % i for i in range(1000))


def _file(environ, start_response):
    start_response("200 OK", [])
    return environ["wsgi.file_wrapper"](open(__file__, "rb"))


def _hints(environ, start_response):
    environ["wsgi.early_hints"]([("Link", "</style.css>; rel=preload")])
    return _answer(start_response, "hinted")


def _raise(environ, start_response):
    raise ValueError("it is \ud800 broken")


def _leave(environ, start_response):
    sys.exit(3)


def _kill(environ, start_response):
    os._exit(3)


def _keyboard(environ, start_response):
    raise KeyboardInterrupt


def _errors(environ, start_response):
    print("told", file=environ["wsgi.errors"])
    return _answer(start_response, "told")


def _blocks(environ, start_response):
    gc.collect()
    return _answer(start_response, sys.getallocatedblocks())


def _local_count(environ, start_response):
    _local.count = getattr(_local, "count", 0) + 1
    return _answer(start_response, f"{threading.current_thread().name} {_local.count}")


def _keep(environ, start_response):
    _kept.append(start_response("200 OK", []))
    return [b"kept"]


def _use_kept(environ, start_response):
    try:
        _kept.pop()(b"for another request")
    except RuntimeError as failure:
        return _answer(start_response, failure)


def _fork(environ, start_response):
    try:
        os.fork()
    except OSError as failure:
        return _answer(start_response, failure)


def _multiprocessing(environ, start_response):
    import multiprocessing

    return _answer(start_response, multiprocessing.get_start_method())


def _child(environ, start_response):
    return _answer(start_response, subprocess.check_output([sys.executable, "-c", "print(1 + 1)"], text=True))


def _pool(environ, start_response):
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return _answer(start_response, pool.submit(threading.current_thread).result() is not None)


def _signal(environ, start_response):
    import signal

    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return _answer(start_response, signal.getsignal(signal.SIGTERM) is signal.SIG_IGN)


def _facts(environ, start_response):
    return _answer(
        start_response,
        f"{sys.flags.utf8_mode} {sys.argv} {sys.getfilesystemencoding()} {os.environ['TESTED']} {sys.executable}",
    )


def _stall(environ, start_response):
    try:
        globals()["_stall_by_" + environ["QUERY_STRING"]]()
    finally:
        _ended.append(environ["QUERY_STRING"])


def _stall_by_sleep():
    time.sleep(600)


def _stall_by_loop():
    while True:
        pass


def _stall_by_lock():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def _stall_by_event():
    threading.Event().wait()


def _stall_by_queue():
    queue.Queue().get()


def _stall_by_join():
    thread = threading.Thread(target=time.sleep, args=(600,), daemon=True)
    thread.start()
    thread.join()


def _stall_by_recv():
    ours, theirs = socket.socketpair()
    ours.recv(1)


def _stall_by_timed_recv():
    ours, theirs = socket.socketpair()
    ours.settimeout(600)
    ours.recv(1)


def _stall_by_select():
    ours, theirs = socket.socketpair()
    select.select([ours], [], [])


def _stall_by_pipe():
    reader, writer = os.pipe()
    os.read(reader, 1)


def _stall_by_child():
    subprocess.run(["sleep", "600"], capture_output=True)


def _stall_by_backtracking():
    re.match(r"(a+)+$", "a" * 60 + "b")


def _stall_by_retrying():
    while True:
        try:
            time.sleep(600)
        except Exception:
            pass
