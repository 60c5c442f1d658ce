"""A WSGI application without a framework: one path for each case of the benchmark."""

import itertools
import json
import os
import time
from wsgiref.util import FileWrapper

TEXT = [("Content-Type", "text/plain"), ("Content-Length", "12")]
BODY_10K = b"0123456789abcdef" * 640
BODY_100K = BODY_10K * 10
RECORDS = 50
LOOP_STEPS = 20_000
SLEEP_SECONDS = 0.01
FILE = os.environ.get("BENCH_FILE", "")


def hello(environ, start_response):
    start_response("200 OK", TEXT)
    return [b"Hello World!"]


def get_10k(environ, start_response):
    return respond(start_response, BODY_10K)


def get_100k(environ, start_response):
    return respond(start_response, BODY_100K)


def echo(environ, start_response):
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    return respond(start_response, body)


def json_records(environ, start_response):
    records = [{"id": i, "name": f"Record {i}", "price": i * 1.25, "tags": ["a", "b"], "active": i % 2 == 0}
               for i in range(RECORDS)]
    return respond(start_response, json.dumps(records).encode(), "application/json")


def loop(environ, start_response):
    total = 0
    for i in range(LOOP_STEPS):
        total = (total * 31 + i) & 0xFFFFFF
    return respond(start_response, str(total).encode())


def sleep(environ, start_response):
    time.sleep(SLEEP_SECONDS)
    return respond(start_response, b"slept")


def sleep_20ms(environ, start_response):
    time.sleep(0.02)
    return respond(start_response, b"slept")


def mix(environ, start_response):
    return next(MIX)(environ, start_response)


def file(environ, start_response):
    wrapper = environ.get("wsgi.file_wrapper", FileWrapper)
    start_response("200 OK", [("Content-Type", "application/octet-stream"),
                              ("Content-Length", str(os.path.getsize(FILE)))])
    return wrapper(open(FILE, "rb"), 65536)


def respond(start_response, body, content_type="application/octet-stream"):
    start_response("200 OK", [("Content-Type", content_type), ("Content-Length", str(len(body)))])
    return [body]


MIX = itertools.cycle((hello, sleep_20ms, loop))

ROUTES = {
    "/hello": hello,
    "/get-10k": get_10k,
    "/get-100k": get_100k,
    "/echo": echo,
    "/json": json_records,
    "/loop": loop,
    "/sleep": sleep,
    "/sleep-20ms": sleep_20ms,
    "/mix": mix,
    "/file": file,
}


def app(environ, start_response):
    return ROUTES[environ["PATH_INFO"]](environ, start_response)
