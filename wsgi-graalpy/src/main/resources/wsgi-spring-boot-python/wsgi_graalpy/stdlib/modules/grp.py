"""A stand-in for the native module of the group database, which reads ``/etc/group``."""


__all__ = ["getgrall", "getgrgid", "getgrnam", "struct_group"]

_FILE = "/etc/group"


class struct_group(tuple):
    """A group: name, password, number and members."""

    __slots__ = ()
    n_fields = n_sequence_fields = 4
    n_unnamed_fields = 0
    gr_name = property(lambda self: self[0])
    gr_passwd = property(lambda self: self[1])
    gr_gid = property(lambda self: self[2])
    gr_mem = property(lambda self: self[3])

    def __repr__(self):
        return f"grp.struct_group(gr_name={self[0]!r}, gr_passwd={self[1]!r}, gr_gid={self[2]!r}, gr_mem={self[3]!r})"


def getgrall():
    """Return a list of all available group entries, in arbitrary order."""
    groups = []
    try:
        with open(_FILE, encoding="utf-8", errors="surrogateescape") as lines:
            for line in lines:
                fields = line.rstrip("\n").split(":")
                if len(fields) == 4 and fields[2].isdigit():
                    members = [member for member in fields[3].split(",") if member]
                    groups.append(struct_group((fields[0], fields[1], int(fields[2]), members)))
    except FileNotFoundError:
        pass
    return groups


def getgrgid(id):
    """Return the group database entry for the given numeric group ID."""
    if not isinstance(id, int):
        raise TypeError(f"'{type(id).__name__}' object cannot be interpreted as an integer")
    for group in getgrall():
        if group.gr_gid == id:
            return group
    raise KeyError(f"getgrgid(): gid not found: {id}")


def getgrnam(name):
    """Return the group database entry for the given group name."""
    if not isinstance(name, str):
        raise TypeError(f"getgrnam() argument must be str, not {type(name).__name__}")
    if "\0" in name:
        raise ValueError("embedded null byte")
    for group in getgrall():
        if group.gr_name == name:
            return group
    raise KeyError(f"getgrnam(): name not found: {name!r}")
