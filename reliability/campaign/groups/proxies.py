"""The corpus of hostile requests behind proxies, which must not see other requests than the server does."""

import json

from campaign import attacks, proxies, wire
from campaign.cases import case
from campaign.groups import hostile


def targets_answered(responses):
    """Return the targets that the application says it was asked for."""
    found = []
    for response in responses:
        if response.status == 200 and response.body.startswith(b'{"id"'):
            found.append(json.loads(response.body)["target"])
    return found


def try_attack(run, target, port, attack):
    """Try one request, and compare what the application saw with what its client got."""
    run.tried()
    number, data = hostile.prepare(attack)
    try:
        # For nginx, a client that closes its sending side has gone
        responses = hostile.strike(port, data, end=False, seconds=0.5)
    except wire.Malformed:
        # HAProxy answers HTTP/0.9, and what it sends is its own business
        responses = []
    except OSError as problem:
        run.fail(f"{attack.name}: {problem!r}")
        return
    for response in responses:
        if response.status in (500, 503, 504):
            run.fail(f"{attack.name}: {response.status}")
        if response.status == 502:
            run.result.figures["502"] = run.result.figures.get("502", 0) + 1
    hostile.check_harmless(run, attack.name, [response for response in responses if response.status != 502])
    victims(run, port, attack.name)
    answered = targets_answered(responses)
    seen = target.json(f"/seen?word={number}")
    # One that is refused in its midst may have begun; one more than was answered is smuggled
    extra = [one for one in seen if "smuggled" in one and not any("smuggled" in other for other in answered)]
    run.check(not extra, f"{attack.name}: the application saw {seen}, the client got {hostile.outcome(responses)}")
    run.check(len(seen) <= max(len(answered), len(responses)), f"{attack.name}: {seen} for {answered}")


def victims(run, port, name):
    """Check that others get their own answers, over the connections that the proxy has kept."""
    with wire.Connection(port) as connection:
        for _ in range(3):
            number = str(next(hostile.numbers))
            connection.send(wire.request("/id", number=number))
            response = connection.receive()
            if response is None or response.status != 200 or response.body.decode() != number:
                run.lost()
                run.fail(f"after {name}: another client got {response}")
                return


def behind(kind, short):
    """Make a case of a proxy."""

    @case(
        "proxies",
        f"the corpus behind {kind}",
        "the application sees no request that the client does not get an answer to, other clients over the same "
        "connections get their own answers, no 500, 503 or 504",
        short=short,
    )
    def run_behind(run):
        target = run.server()
        with proxies.in_front(kind, target) as port:
            for make in attacks.FAMILIES.values():
                for attack in make():
                    try_attack(run, target, port, attack)


for proxy, in_short in (("nginx", False), ("nginx, unbuffered", False), ("haproxy", False)):
    behind(proxy, in_short)
