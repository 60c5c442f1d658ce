"""An application that splits responses, or lets a client do it."""

from campaign.cases import case
from campaign.groups import hostile

OCTETS = ("0d0a", "0a", "0d", "00", "0b", "0c", "0d0a0d0a", "0d0a20", "07", "7f", "1b", "85")


@case(
    "splitting",
    "an application that passes octets of the client on into the head",
    "500 for control characters, of which " "nothing reaches the head; else one header",
    short=True,
)
def splitting(run):
    """Put octets into each place of the head of a response."""
    target = run.server()
    for place in ("status", "name", "value", "type", "cookie", "location"):
        for octets in OCTETS:
            run.tried()
            name = f"{octets} in the {place}"
            responses = hostile.strike(
                target.port,
                f"GET /split?place={place}&octets={octets} HTTP/1.1\r\nHost: campaign\r\n"
                "Connection: close\r\n\r\n".encode(),
            )
            # NEL is a control character of Latin-1 only in the eyes of Unicode; in a name it is not allowed at all
            meant = 200 if octets == "85" and place != "name" else 500
            if hostile.outcome(responses) != str(meant):
                run.fail(f"{name}: {hostile.outcome(responses)} instead of {meant}")
            for response in responses:
                run.check(response.header("X-Split") is None, f"{name}: the response is split")
                run.check(not hostile.server.TRACES.search(response.body), f"{name}: a stack trace")
    hostile.check_alive(run, target.port, "splitting")
