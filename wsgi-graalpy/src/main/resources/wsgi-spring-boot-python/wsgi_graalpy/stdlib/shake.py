"""SHAKE128 and SHAKE256 (FIPS 202) with digests of any length: GraalPy's have one length only."""

import struct
from operator import index

__all__ = ["correct"]

_MASK = (1 << 64) - 1
_LANES = struct.Struct("<25Q")
_SIZE = 200


def correct(module):
    """Correct the module ``_sha3``."""
    import _hashlib

    kinds = {"shake_128": Shake128, "shake_256": Shake256}
    new = _hashlib.new

    def new_hash(name, string=b"", *, usedforsecurity=True):
        """Return a new hash object using the named algorithm."""
        kind = kinds.get(name.lower().replace("-", "_")) if isinstance(name, str) else None
        return kind(string) if kind is not None else new(name, string, usedforsecurity=usedforsecurity)

    _hashlib.new = new_hash
    for name, kind in kinds.items():
        setattr(module, name, kind)
        if hasattr(_hashlib, f"openssl_{name}"):
            setattr(_hashlib, f"openssl_{name}", kind)


class _Shake:
    digest_size = 0

    def __init__(self, data=b"", /, *, usedforsecurity=True, string=b""):
        self._state = [0] * 25
        self._rest = b""
        self.update(data or string)

    def update(self, data, /):
        """Update this hash object's state with the provided bytes-like object."""
        if isinstance(data, str):
            raise TypeError("Strings must be encoded before hashing")
        try:
            data = self._rest + bytes(memoryview(data))
        except TypeError:
            raise TypeError("object supporting the buffer API required") from None
        size, position = self.block_size, 0
        while len(data) - position >= size:
            _absorb(self._state, data[position : position + size])
            position += size
        self._rest = data[position:]

    def digest(self, length):
        """Return the digest value as a bytes object."""
        length = index(length)
        if length < 0:
            raise ValueError("value must be positive")
        size, state = self.block_size, list(self._state)
        last = bytearray(self._rest.ljust(size, b"\0"))
        last[len(self._rest)] ^= 0x1F
        last[-1] ^= 0x80
        _absorb(state, last)
        parts = [_LANES.pack(*state)[:size]]
        while len(parts) * size < length:
            _permute(state)
            parts.append(_LANES.pack(*state)[:size])
        return b"".join(parts)[:length]

    def hexdigest(self, length):
        """Return the digest value as a string of hexadecimal digits."""
        return self.digest(length).hex()

    def copy(self):
        """Return a copy of the hash object."""
        copied = object.__new__(type(self))
        copied.__dict__.update(self.__dict__)
        copied._state = list(self._state)
        return copied


class Shake128(_Shake):
    """SHAKE128 hash object."""

    name = "shake_128"
    block_size = 168
    __module__ = "_sha3"


class Shake256(_Shake):
    """SHAKE256 hash object."""

    name = "shake_256"
    block_size = 136
    __module__ = "_sha3"


Shake128.__name__ = Shake128.__qualname__ = Shake128.name
Shake256.__name__ = Shake256.__qualname__ = Shake256.name


def _absorb(state, block):
    for number, lane in enumerate(_LANES.unpack(bytes(block).ljust(_SIZE, b"\0"))):
        state[number] ^= lane
    _permute(state)


def _rounds():
    constants, register = [], 1
    for _ in range(24):
        constant = 0
        for exponent in range(7):
            if register & 1:
                constant |= 1 << (1 << exponent) - 1
            register <<= 1
            if register & 0x100:
                register ^= 0x171
        constants.append(constant)
    return tuple(constants)


def _moves():
    """Where each lane goes, and how far it is turned."""
    moves, x, y = [(0, 0)] * 25, 1, 0
    for step in range(24):
        moves[x + 5 * y] = y + 5 * ((2 * x + 3 * y) % 5), (step + 1) * (step + 2) // 2 % 64
        x, y = y, (2 * x + 3 * y) % 5
    return tuple(moves)


_ROUNDS, _MOVES = _rounds(), _moves()


def _permute(lanes):
    mask = _MASK
    for constant in _ROUNDS:
        columns = [lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5)]
        mixed = [columns[x - 1] ^ ((columns[(x + 1) % 5] << 1 | columns[(x + 1) % 5] >> 63) & mask) for x in range(5)]
        moved = [0] * 25
        for number, (place, turn) in enumerate(_MOVES):
            lane = lanes[number] ^ mixed[number % 5]
            moved[place] = (lane << turn | lane >> 64 - turn) & mask
        for y in range(0, 25, 5):
            row = moved[y : y + 5]
            for x in range(5):
                lanes[y + x] = row[x] ^ (~row[(x + 1) % 5] & mask & row[(x + 2) % 5])
        lanes[0] ^= constant
