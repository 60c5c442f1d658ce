"""The corpus of hostile requests, each with what is expected of it.

What is expected is a line such as "400", "200 200" or "501|400". Behind each request comes an ordinary one for /after.
So "400" means that the first one is refused and the connection closed; "200" that it is served and the connection
closed; "200 200" that both are served. "closed" is a connection that ends without an answer. In all of it #ID# stands
for the number of the attack, and nothing may ever call the application with /smuggled.
"""

import dataclasses

SMUGGLED = b"GET /smuggled/#ID# HTTP/1.1\r\nHost: campaign\r\n\r\n"
CHUNKED = b"4\r\nbody\r\n0\r\n\r\n"
BOTH = "200 200"


@dataclasses.dataclass(frozen=True)
class Attack:
    """A request, and what is expected of it."""

    name: str
    data: bytes
    expected: str
    body: bytes | None = None
    # Whether the request for /smuggled is one that the client has sent in the open, by what is expected
    plain: bool = False


def head(*lines, first="POST /first/#ID# HTTP/1.1", host="Host: campaign"):
    """Return the bytes of the head of a request."""
    return "\r\n".join(line for line in (first, host, *lines) if line is not None).encode("latin-1") + b"\r\n\r\n"


def lengths():
    """Content-Length that is not one number."""
    for value in (
        "+4",
        "-0",
        "-4",
        "0_4",
        "0x4",
        "4 4",
        "³",
        "",
        " ",
        "4.0",
        "4e0",
        "four",
        "9" * 20,
        "9" * 4000,
        "4;",
        '"4"',
        "4, 4",
        "4,5",
        "4\x0b",
        "\x0c4",
        "4\xa0",
        "1e1",
        "٤".encode().decode("latin-1"),
        "4\0",
        "4\r4",
    ):
        yield Attack(f"Content-Length {value[:20]!r}", head(f"Content-Length: {value}") + b"body" + SMUGGLED, "400")
    for pair in (("4", "4"), ("4", "5"), ("0", "4"), ("4", ""), ("", "4")):
        yield Attack(
            f"two Content-Length {pair}",
            head(*(f"Content-Length: {value}" for value in pair)) + b"body" + SMUGGLED,
            "400",
        )
    for pair in (("4", "4"), ("4", "5"), ("+4",), ("four",)):
        lines = (f"Content-Length: {value}" for value in pair)
        yield Attack(
            f"Content-Length {pair} and chunked", head(*lines, "Transfer-Encoding: chunked") + CHUNKED, "400|200"
        )
    yield Attack("Content-Length with zeros in front", head("Content-Length: 0004") + b"body", BOTH, b"body")
    yield Attack("Content-Length among spaces", head("Content-Length: \t 4 \t") + b"body", BOTH, b"body")
    yield Attack(
        "Content_Length does not count", head("Content_Length: 99", "Content-Length: 4") + b"body", BOTH, b"body"
    )
    yield Attack(
        "Content-Length of a GET counts",
        head("Content-Length: 4", first="GET /first/#ID# HTTP/1.1") + b"body",
        BOTH,
        b"body",
    )


# The octets of Transfer-Encoding, and what they mean
CODINGS = {
    "Transfer-Encoding: chunked": "chunked",
    "transfer-encoding:chunked": "chunked",
    "Transfer-Encoding: Chunked": "chunked",
    "Transfer-Encoding: \tchunked ": "chunked",
    "Transfer-Encoding:\r\n chunked": "chunked",
    "Transfer-Encoding: xchunked": "501",
    "Transfer-Encoding: gzip": "501",
    "Transfer-Encoding: gzip, chunked": "501",
    "Transfer-Encoding: identity": "501|400",
    "Transfer-Encoding: identity, chunked": "501|400",
    "Transfer-Encoding: chunked, identity": "400|501",
    "Transfer-Encoding: chunked, chunked": "400|501",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked": "400|501",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity": "400|501",
    "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked": "400|501",
    "Transfer-Encoding: \x0bchunked": "400|501",
    "Transfer-Encoding: chunked\x0b": "400|501",
    "Transfer-Encoding: chunked\0": "400|501",
    "Transfer-Encoding: chun\0ked": "400|501",
    'Transfer-Encoding: "chunked"': "400|501",
    "Transfer-Encoding: chunked;a=b": "400|501",
    "Transfer-Encoding: chunked\xa0": "400|501",
    "Transfer-Encoding: chunk": "400|501",
    "Transfer-Encoding: c\thunked": "400|501",
    "Transfer-Encoding: ,chunked": "400|501|chunked",
    "Transfer-Encoding: chunked,": "400|501|chunked",
    "Transfer-Encoding : chunked": "400",
    "Transfer-Encoding\t: chunked": "400",
    "Transfer-Encoding\x0b: chunked": "400",
    " Transfer-Encoding: chunked": "400|none",
    "X: y\rTransfer-Encoding: chunked": "400",
    "X: y\nTransfer-Encoding: chunked": "chunked",
    "X: y\n\rTransfer-Encoding: chunked": "400",
    "Transfer_Encoding: chunked": "none",
    "Transfer-Encodin\xe9: chunked": "400",
    "X-Transfer-Encoding: chunked": "none",
    "Transfer-Encoding": "400",
    "Transfer-Encoding:": "400|501|none",
    "Transfer-\r\nEncoding: chunked": "400",
}


def mixes():
    """Content-Length and Transfer-Encoding in all mixes, with bodies that mean something else by each."""
    short = b"0\r\n\r\n" + SMUGGLED
    inner = b"POST /smuggled/#ID# HTTP/1.1\r\nHost: campaign\r\nContent-Length: 15\r\n\r\nx=1"
    # In chunks, the smuggled request is data; by Content-Length, it follows
    for coding, meaning in CODINGS.items():
        for order in ("length first", "coding first", "no length"):
            for kind, body in (("CL.TE", short), ("TE.CL", inner)):
                yield mix(coding, meaning, order, kind, body)


def mix(coding, meaning, order, kind, body):
    """Return one of them."""
    if kind == "TE.CL":
        # The number does not change the length of its own name, whatever it is
        size = b"%x\r\n" % (len(body.replace(b"#ID#", b"00000000")))
        body = size + body + b"\r\n0\r\n\r\n"
        length = len(size)
    else:
        length = len(body.replace(b"#ID#", b"00000000"))
    lines = [coding] if order == "no length" else [f"Content-Length: {length}", coding]
    if order == "coding first":
        lines.reverse()
    outcomes = []
    for part in meaning.split("|"):
        if part == "chunked":
            # Whoever has sent both, is not believed any further (RFC 9112, section 6.3)
            outcomes += ["400", "200"] if order != "no length" else ["200 200 200" if kind == "CL.TE" else BOTH]
        elif part == "none":
            outcomes += [by_length(order, kind)]
        else:
            outcomes.append(part)
    plain = any(outcome.startswith("200 200 ") for outcome in outcomes)
    return Attack(f"{kind}, {order}: {coding!r}", head(*lines) + body, "|".join(outcomes), plain=plain)


def by_length(order, kind):
    """Tell what is right when there is no Transfer-Encoding that counts."""
    if order == "no length":
        # A POST without either has no body, so what follows is no request
        return "200 400"
    return BOTH if kind == "CL.TE" else "200 200 400"


def chunks():
    """Chunked bodies that are none."""

    def attack(name, body, expected="400", content=None):
        return Attack(name, head("Transfer-Encoding: chunked") + body, expected, content)

    for size in (
        "+4",
        "-4",
        "0x4",
        "4_0",
        '"4"',
        "",
        "g",
        "1" + "0" * 16,
        "f" * 16,
        "8" + "0" * 7,
        "4.0",
        "´",
        "4\0",
        "4\x0b",
    ):
        yield attack(
            f"size {size!r}",
            size.encode("latin-1") + b"\r\nbody\r\n0\r\n\r\n" + SMUGGLED,
            "400|413" if len(size) == 8 else "400",
        )
    for name, line in (
        ("an extension", b"4;a"),
        ("its value", b"4;a=b"),
        ("a quoted value", b'4;a="b c"'),
        ("zeros in front", b"0000004"),
        ("a space behind", b"4 "),
    ):
        yield attack(
            f"a size with {name}",
            line + b"\r\nbody\r\n0\r\n\r\n",
            "200 200|400" if b" " in line[-1:] else BOTH,
            b"body",
        )
    for name, body in (
        ("a bare CR in an extension", b"4;a\rb\r\nbody\r\n0\r\n\r\n"),
        ("a bare LF in an extension", b"4;a\nbody\r\n0\r\n\r\n"),
        ("a bare LF behind the size", b"4\nbody\r\n0\r\n\r\n"),
        ("a bare CR behind the size", b"4\rbody\r\n0\r\n\r\n"),
        ("a line end in a quoted extension", b'4;a="\r\nbody\r\n0\r\n\r\n"\r\n'),
        ("more data than the size", b"4\r\nbodyX\r\n0\r\n\r\n"),
        ("less data than the size", b"4\r\nbo\r\n0\r\n\r\n"),
        ("no line end behind the data", b"4\r\nbody0\r\n\r\n"),
        ("a bare LF behind the data", b"4\r\nbody\n0\r\n\r\n"),
        ("a bare CR behind the data", b"4\r\nbody\r0\r\n\r\n"),
        ("LF CR behind the data", b"4\r\nbody\n\r0\r\n\r\n"),
    ):
        yield attack(name, body + SMUGGLED, "400")
    # What a proxy and the server may see differently: is this line an extension or the next chunk?
    yield attack("an extension of 8 KB", b"4;" + b"a" * 8192 + b"\r\nbody\r\n0\r\n\r\n", "400|413|200 200")
    yield attack("an extension of 1 MB", b"4;" + b"a" * 1_000_000 + b"\r\nbody\r\n0\r\n\r\n", "400|413|closed")
    yield attack("ten thousand chunks of an octet", b"1\r\nx\r\n" * 10_000 + b"0\r\n\r\n", BOTH, b"x" * 10_000)
    yield attack("ten thousand chunks with extensions", b"1;a=b\r\nx\r\n" * 10_000 + b"0\r\n\r\n", "200 200|400|413")
    for name in ("Content-Length: 99", "Transfer-Encoding: chunked", "Host: evil", "X-Trailer: late"):
        yield attack(f"the trailer {name}", b"4\r\nbody\r\n0\r\n" + name.encode() + b"\r\n\r\n", "200 200|400", b"body")
    for name in ("no colon", "X Y: a", "X: a\rb", "X: a\0b", ": a", "X : a"):
        yield attack(f"the trailer {name!r}", b"4\r\nbody\r\n0\r\n" + name.encode() + b"\r\n\r\n", "400")
    yield attack("trailers of 64 KB", b"4\r\nbody\r\n0\r\n" + b"X: y\r\n" * 10_000 + b"\r\n", "400|413|closed")
    for part in (
        b"",
        b"4",
        b"4\r\n",
        b"4\r\nbo",
        b"4\r\nbody",
        b"4\r\nbody\r\n",
        b"4\r\nbody\r\n0",
        b"4\r\nbody\r\n0\r\n",
    ):
        yield Attack(f"the end behind {part!r}", head("Transfer-Encoding: chunked") + part + b"#END#", "400|closed")


def lines():
    """Heads that are none, and line ends of all kinds."""

    def get(*extra, **changes):
        return head(*extra, **{"first": "GET /first/#ID# HTTP/1.1", **changes})

    for line in (
        " X-First: a",
        "X-A : a",
        ": a",
        "X[]: a",
        "X\xe9: a",
        "X-A: a\0b",
        "X-A: a\x07",
        "X-A: a\x7f",
        "X-A: a\rb",
        "no colon",
        "X A: a",
        "X-A\t: a",
        "(X): a",
        "X,A: a",
        "X-A: a\x01",
        "X-A: \x1b[31m",
        "\0",
        "X-A\0: a",
    ):
        # A space in front of the second line is a fold of the first, which obs-fold allows
        yield Attack(f"the header {line!r}", get(line), "400|200 200" if line[0] == " " else "400")
        yield Attack(f"{line!r} as the first header", get("Host: campaign", host=line), "400")
    yield Attack("a folded header", get("X-A: a\r\n X-Smuggled: b"), "200 200|400")
    yield Attack("a folded Host", get(host="Host: camp\r\n aign"), "400")
    yield Attack("a folded Content-Length", head("Content-Length: \r\n 4") + b"body", "200 200|400")
    yield Attack("a header folded a thousand times", get("X-A: a" + "\r\n a" * 1000), "200 200|400")
    yield Attack("bare LF everywhere", b"GET /first/#ID# HTTP/1.1\nHost: campaign\n\n", "200 200|400")
    yield Attack("bare CR everywhere", b"GET /first/#ID# HTTP/1.1\rHost: campaign\r\r", "400")
    yield Attack(
        "a bare LF before the smuggled head",
        get("X: y\n\nGET /smuggled/#ID# HTTP/1.1\nHost: campaign\n"),
        "400|200 200 200",
        plain=True,
    )
    yield Attack("empty lines in front", b"\r\n\r\n" + get(), BOTH)
    yield Attack("thousands of empty lines in front", b"\r\n" * 20_000 + get(), "200 200|400|closed")
    for first in (
        "GET /first/#ID# http/1.1",
        "GET /first/#ID# FTP/1.1",
        "GET /first/#ID# b HTTP/1.1",
        "G[T /first/#ID# HTTP/1.1",
        "GET\0 /first/#ID# HTTP/1.1",
        "/first/#ID# HTTP/1.1",
        "G\xe9T /first/#ID# HTTP/1.1",
        "GET /first/#ID#\0 HTTP/1.1",
        "GET /first/#ID#\x7f HTTP/1.1",
        "GET\t/first/#ID#\tHTTP/1.1",
        "GET /first/#ID# HTTP/1.1 x",
        "GET /first/#ID#\rX: y HTTP/1.1",
    ):
        yield Attack(f"the request line {first!r}", get(first=first), "200 200|400" if "\t" in first else "400|505")
    for version in ("HTTP", "HTTP/1", "HTTP/1.1.1", "HTTP/9.9", "HTTP/0.9", "HTTP/11.1", "HTTP/1.10", "HTTP/2.0"):
        yield Attack(f"the version {version}", get(first=f"GET /first/#ID# {version}"), "505|400|closed")
    yield Attack("the preface of HTTP/2 alone", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505|400|closed|501")
    yield Attack("TLS to a port without", bytes.fromhex("160301007a0100007603036161") + b"a" * 200, "400|closed")


def hosts():
    """Host, and targets of all forms."""

    def get(target, *extra, method="GET", **changes):
        return head(*extra, **{"first": f"{method} {target} HTTP/1.1", **changes})

    yield Attack("no Host", get("/first/#ID#", host=None), "400")
    for host in (
        "a b",
        "a/b",
        "a:b",
        "a:b:1",
        "user@a",
        "[::1",
        "a\\b",
        "[]",
        "a,b",
        "a?b",
        "a#b",
        "http://a",
        "a:99999999999",
        "a\0",
        "\xe9",
    ):
        yield Attack(f"the Host {host!r}", get("/first/#ID#", host=f"Host: {host}"), "400")
    for second in ("Host: campaign", "Host: evil", "host: evil"):
        yield Attack(f"two hosts, the second is {second!r}", get("/first/#ID#", second), "400")
    yield Attack("Host with a space before the colon", get("/first/#ID#", host="Host : campaign"), "400")
    yield Attack("the absolute form", get("http://campaign/first/#ID#"), BOTH)
    yield Attack("the absolute form of another host", get("http://evil/first/#ID#"), "400|200 200")
    yield Attack("the absolute form with a user", get("http://a:b@campaign/first/#ID#"), "400|200 200")
    yield Attack("the absolute form of another scheme", get("gopher://campaign/first/#ID#"), "400|200 200|404")
    yield Attack("the absolute form without a host", get("http:///first/#ID#"), "400")
    yield Attack("the absolute form with a bad port", get("http://campaign:x/first/#ID#"), "400")
    for target in ("first/#ID#", "*", "campaign:80", "?first/#ID#", "\\first\\#ID#", "#ID#", "/first/#ID##fragment"):
        yield Attack(f"the target {target}", get(target), "400|404" if target[0] == "*" else "400")
    yield Attack("OPTIONS *", get("*", method="OPTIONS"), "200 200")
    yield Attack("CONNECT", get("campaign:80", method="CONNECT"), "400|405|501")
    yield Attack("TRACE", get("/first/#ID#", "Cookie: secret", method="TRACE"), "405 200|405|501")
    for path in (
        "/%00",
        "/%0d%0aX-Smuggled:%20a",
        "/%zz",
        "/%",
        "/%f",
        "/%ff%fe",
        "/%c0%ae%c0%ae/",
        "/..;/..;/",
        "/../../x",
        "/%2e%2e/%2e%2e/x",
        "//evil/x",
        "/a\\..\\b",
        "/%5c..%5c",
        "/a;jsessionid=1",
        "/\xff",
        "/%u0041",
        "/a%250a",
        "/WEB-INF/web.xml",
        "/META-INF/MANIFEST.MF",
        "/%2577eb-inf/",
        "/actuator/../first",
    ):
        yield Attack(f"the path {path!r}", get(f"{path}?first/#ID#"), "200 200|400|400 200|404 200")
    for query in ("?\0", "?\x7f", "?%00", "?%0d%0a", "?%zz", "?\xff", "?a=b&a=c&" + "a=d&" * 2000):
        yield Attack(f"the query {query[:20]!r}", get(f"/first/#ID#{query}"), "200 200|400")


def bombs():
    """Too much of everything."""

    def get(*extra, target="/first/#ID#"):
        return head(*extra, first=f"GET {target} HTTP/1.1")

    yield Attack("95 headers", get(*(f"X-{number}: a" for number in range(95))), BOTH)
    for count in (101, 1000, 20_000):
        yield Attack(f"{count} headers", get(*(f"X-{number}: a" for number in range(count))), "400|431|closed")
    yield Attack("a header repeated 90 times", get(*["X-A: a"] * 90), BOTH)
    yield Attack("90 cookies", get(*(f"Cookie: a{number}=b" for number in range(90))), BOTH)
    yield Attack(
        "a cookie of 8,000 pairs", get("Cookie: " + "; ".join(f"a{n}=b" for n in range(8000))), "400|431|closed"
    )
    for size in (33_000, 100_000, 2_000_000):
        yield Attack(f"a header of {size} octets", get("X-A: " + "a" * size), "400|431|closed")
        yield Attack(f"a name of {size} octets", get("X-" + "a" * size + ": a"), "400|431|closed")
        yield Attack(f"a target of {size} octets", get(target="/first/#ID#/" + "a" * size), "400|414|431|closed")
        yield Attack(f"a query of {size} octets", get(target="/first/#ID#?" + "a" * size), "400|414|431|closed")
        yield Attack(
            f"a method of {size} octets", head(first="G" * size + " /first/#ID# HTTP/1.1"), "400|501|431|closed"
        )
    yield Attack("a version of 100,000 octets", get(target="/first/#ID# HTTP/1." + "1" * 100_000), "400|505|closed")
    yield Attack("2 MB without a line end", b"A" * 2_000_000, "400|closed")
    yield Attack("2 MB of zeros", b"\0" * 2_000_000, "400|closed")
    yield Attack("a body of 10 GB is announced", head("Content-Length: 10737418240"), "413")
    yield Attack("a body of 2^63-1 octets is announced", head("Content-Length: 9223372036854775807"), "413|400")
    yield Attack("a body of 2^63 octets is announced", head("Content-Length: 9223372036854775808"), "400|413")
    yield Attack(
        "a chunk of 2 GB is announced", head("Transfer-Encoding: chunked") + b"7fffffff\r\nbody#END#", "400|413|closed"
    )
    yield Attack("an expectation that nobody knows", head("Expect: tea", "Content-Length: 4") + b"body", "417 200|417")
    yield Attack("an upgrade that nobody knows", get("Connection: Upgrade", "Upgrade: tea"), BOTH)
    yield Attack(
        "an upgrade to HTTP/2 with broken settings",
        get("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: !!!"),
        "200 200|400",
    )
    yield Attack(
        "headers that the connection names", get("Connection: Host, X-A, Content-Length, close", "X-A: a"), "200"
    )
    yield Attack(
        "Transfer-Encoding in HTTP/1.0",
        b"POST /first/#ID# HTTP/1.0\r\nHost: campaign\r\nConnection: keep-alive\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKED + SMUGGLED,
        "400|501",
    )
    yield Attack(
        "two Content-Type", head("Content-Type: a/b", "Content-Type: c/d", "Content-Length: 4") + b"body", "400|400 200"
    )
    yield Attack("ranges of all kinds", get("Range: bytes=" + ",".join(f"{n}-" for n in range(3000))), BOTH)
    yield Attack("languages of all kinds", get("Accept-Language: " + ",".join(["en;q=0.1"] * 2000)), BOTH)


FAMILIES = {
    "Content-Length that is not one number": lengths,
    "Content-Length and Transfer-Encoding in all mixes": mixes,
    "chunks, extensions and trailers": chunks,
    "line ends, folds and malformed heads": lines,
    "hosts and targets of all forms": hosts,
    "too much of everything": bombs,
}
