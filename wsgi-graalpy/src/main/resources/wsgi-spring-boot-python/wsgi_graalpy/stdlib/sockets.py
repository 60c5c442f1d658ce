"""Functions of ``_socket`` that GraalPy lacks."""

import os
from operator import index

from .builtin import Builtin
from .system_call import c_int
from .system_constants import fill_in

__all__ = ["correct"]

_CLOSE_ON_EXEC = 0o2000000
_INTERFACES = "/sys/class/net"
_PROTOCOLS = {
    "ip": 0, "icmp": 1, "igmp": 2, "ggp": 3, "ipencap": 4, "st": 5, "tcp": 6, "egp": 8, "igp": 9, "pup": 12, "udp": 17,
    "hmp": 20, "xns-idp": 22, "rdp": 27, "iso-tp4": 29, "dccp": 33, "ipv6": 41, "ipv6-route": 43, "ipv6-frag": 44,
    "rsvp": 46, "gre": 47, "esp": 50, "ah": 51, "ipv6-icmp": 58, "ipv6-nonxt": 59, "ipv6-opts": 60, "ospf": 89,
    "ipip": 94, "encap": 98, "pim": 103, "vrrp": 112, "l2tp": 115, "isis": 124, "sctp": 132, "udplite": 136,
}


def correct(module, system_socketpair):
    """Correct the module ``_socket``, with ``socketpair`` of the C library."""

    def socketpair(family=module.AF_UNIX, type=module.SOCK_STREAM, proto=0):
        """Create a pair of socket objects from the sockets returned by the platform."""
        answer = system_socketpair(c_int(family), c_int(type) | _CLOSE_ON_EXEC, c_int(proto))
        if isinstance(answer, int):
            raise OSError(-answer, os.strerror(-answer))
        return tuple(module.socket(family, type, proto, int(fd)) for fd in answer.split())

    fill_in(module)
    module.socketpair = Builtin(socketpair, "_socket")
    for name in ("htons", "ntohs"):
        setattr(module, name, Builtin(_of_16_bits(name, getattr(module, name)), "_socket"))
    for function in (getprotobyname, if_nameindex, if_nametoindex, if_indextoname):
        if not hasattr(module, function.__name__):
            setattr(module, function.__name__, Builtin(function, "_socket"))


def _of_16_bits(name, original):
    def convert(x, /):
        if index(x) < 0:
            raise OverflowError(f"{name}: can't convert negative Python int to C 16-bit unsigned integer")
        if index(x) > 0xFFFF:
            raise OverflowError(f"{name}: Python int too large to convert to C 16-bit unsigned integer")
        return original(x)

    convert.__name__ = name
    convert.__doc__ = original.__doc__
    return convert


def getprotobyname(name):
    """Return the protocol number for the named protocol."""
    if not isinstance(name, str):
        raise TypeError(f"getprotobyname() argument 1 must be str, not {type(name).__name__}")
    try:
        return _PROTOCOLS[name.lower()]
    except KeyError:
        raise OSError("protocol not found") from None


def if_nameindex():
    """Return a list of network interface information (index, name) tuples."""
    pairs = []
    for name in os.listdir(_INTERFACES):
        try:
            pairs.append((_index(name), name))
        except OSError:
            continue
    return sorted(pairs)


def if_nametoindex(oname):
    """Return the interface index corresponding to the interface name."""
    name = os.fsdecode(oname)
    try:
        return _index(name)
    except OSError:
        raise OSError("no interface with this name") from None


def if_indextoname(if_index, /):
    """Return the interface name corresponding to the interface index."""
    if not isinstance(if_index, int):
        raise TypeError("an integer is required")
    if if_index < 0:
        raise OverflowError("can't convert negative value to unsigned int")
    if if_index >= 1 << 64:
        raise OverflowError("Python int too large to convert to C unsigned long")
    wanted = if_index & 0xFFFFFFFF
    for number, name in if_nameindex():
        if number == wanted:
            return name
    raise OSError(6, os.strerror(6))


def _index(name):
    if "/" in name or name in ("", ".", ".."):
        raise OSError(19, os.strerror(19))
    with open(f"{_INTERFACES}/{name}/ifindex", encoding="ascii") as file:
        return int(file.read())
