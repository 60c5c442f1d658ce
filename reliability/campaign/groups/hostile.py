"""Hostile input, straight to the server."""

import contextlib
import hashlib
import itertools
import json
import random

from campaign import attacks, server, wire
from campaign.cases import case

numbers = itertools.count(10_000_000)
# 501 and 505 are what RFC 9110 asks for
MEANT = {501, 505}


def prepare(attack):
    """Return the number of an attack and its bytes, with the request that follows."""
    number = str(next(numbers))
    data = attack.data.replace(b"#ID#", number.encode())
    if data.endswith(b"#END#"):
        return number, data.removesuffix(b"#END#")
    return number, data + f"GET /after/{number} HTTP/1.1\r\nHost: campaign\r\nConnection: close\r\n\r\n".encode()


def strike(port, data, end=True, seconds=wire.LIMIT):
    """Send bytes, and return all that comes back, within a time limit after the last of it."""
    responses = []
    with wire.Connection(port) as connection:
        connection.send(data)
        if end:
            connection.end()
        connection.socket.settimeout(seconds)
        with contextlib.suppress(TimeoutError if seconds < wire.LIMIT else ()):
            while response := connection.receive():
                responses.append(response)
    return responses


def outcome(responses):
    """Return what came back in the words of what is expected."""
    return " ".join(str(response.status) for response in responses) or "closed"


def check_harmless(run, name, responses):
    """Check what holds for each response to anything."""
    for response in responses:
        if response.status >= 500 and response.status not in MEANT:
            run.fail(f"{name}: {response.status}")
        if server.TRACES.search(response.body):
            run.fail(f"{name}: the client sees {response.body[:200]!r}")
        if not response.complete:
            run.fail(f"{name}: the response is cut")


def check_alive(run, port, name):
    """Check that the next request on a fresh connection works."""
    number = str(next(numbers))
    try:
        response = wire.get(port, "/id", number=number)
    except (OSError, wire.Malformed) as problem:
        run.lost()
        run.fail(f"after {name}: {problem!r}")
        return
    if response is None or response.status != 200 or response.body.decode() != number:
        run.lost()
        run.fail(f"after {name}: {response}")


def try_attack(run, target, attack):
    """Try one request of the corpus."""
    run.tried()
    number, data = prepare(attack)
    try:
        responses = strike(target.port, data)
    except (OSError, wire.Malformed) as problem:
        run.fail(f"{attack.name}: {problem!r}")
        return
    found = outcome(responses)
    if found not in attack.expected.split("|"):
        run.fail(f"{attack.name}: {found} instead of {attack.expected}")
    if attack.body is not None and responses and responses[0].status == 200:
        if json.loads(responses[0].body)["digest"] != hashlib.sha256(attack.body).hexdigest():
            run.fail(f"{attack.name}: the application got another body")
    check_harmless(run, attack.name, responses)
    smuggled = target.json(f"/seen?word=smuggled/{number}")
    if smuggled and not attack.plain:
        run.fail(f"{attack.name}: {smuggled} was smuggled")
    check_alive(run, target.port, attack.name)


def family(name, make):
    """Make a case of a part of the corpus."""

    @case(
        "hostile input",
        name,
        "each request is answered as it says beside it, nothing is smuggled, no 5xx but 501 and "
        "505, no stack trace, and the next request on a fresh connection is served",
        short=True,
    )
    def run_family(run):
        target = run.server()
        for attack in make():
            try_attack(run, target, attack)


for family_name, family_make in attacks.FAMILIES.items():
    family(family_name, family_make)

VALID = (
    b"GET /first HTTP/1.1\r\nHost: campaign\r\nX-A: a\r\nCookie: a=b\r\n\r\n",
    b"POST /first HTTP/1.1\r\nHost: campaign\r\nContent-Length: 4\r\n\r\nbodyGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST /first?a=b HTTP/1.1\r\nHost: campaign\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
    b"4;a=b\r\nbody\r\n0\r\nX-T: a\r\n\r\n",
    b"PUT http://campaign/first HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
)
PIECES = (
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b" ",
    b"\t",
    b":",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Length: 3\r\n",
    b"0\r\n\r\n",
    b"\xff",
    b"%",
    b"%00",
    b"../",
    b"HTTP/1.1",
    b"Host: b\r\n",
    b";",
    b",",
    b"\x80",
    b"Connection: close\r\n",
    b"999999999999",
)


def mutate(chance, data):
    """Change some places of a request."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data) + 1)
        kind = chance.randrange(5)
        if kind == 0:
            data[place:place] = chance.choice(PIECES)
        elif kind == 1:
            del data[place : place + chance.randint(1, 5)]
        elif kind == 2 and place < len(data):
            data[place] = chance.randrange(256)
        elif kind == 3:
            end = min(len(data), place + chance.randint(1, 40))
            data[place:place] = data[place:end]
        else:
            data[place:place] = bytes([chance.randrange(256)])
    return bytes(data)


def throw(run, target, data, name):
    """Send bytes of which nobody knows what they mean."""
    run.tried()
    try:
        responses = strike(target.port, data)
    except wire.Malformed as problem:
        run.fail(f"{name} {data[:300]!r}: {problem}")
        return
    except OSError as problem:
        run.fail(f"{name}: {problem!r}")
        return
    check_harmless(run, f"{name} {data[:300]!r}", responses)


@case(
    "hostile input",
    "requests with random changes",
    "responses or a closed connection, no 5xx but 501 and 505, no stack "
    "trace, and requests on fresh connections are served",
    short=True,
)
def random_changes(run):
    """Change valid requests at random places."""
    target = run.server()
    chance = random.Random(run.campaign.seed)
    for attempt in range(run.amount(20_000, 1000)):
        throw(run, target, mutate(chance, chance.choice(VALID)), f"change {attempt}")
        if attempt % 100 == 0:
            check_alive(run, target.port, f"change {attempt}")
    check_alive(run, target.port, "all changes")


@case("hostile input", "random octets", "as with random changes", short=True)
def random_octets(run):
    """Send octets that are nothing at all."""
    target = run.server()
    chance = random.Random(run.campaign.seed)
    for attempt in range(run.amount(5000, 200)):
        throw(run, target, chance.randbytes(chance.choice((1, 20, 300, 5000, 100_000))), f"octets {attempt}")
        if attempt % 100 == 0:
            check_alive(run, target.port, f"octets {attempt}")
    check_alive(run, target.port, "all octets")
