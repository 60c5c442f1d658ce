"""BLAKE2 (RFC 7693) with keys, salts, persons, trees and shorter digests, which GraalPy refuses."""

import struct
from operator import index

__all__ = ["correct"]

_ORDER = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), (14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3),
    (11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4), (7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8),
    (9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13), (2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9),
    (12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11), (13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10),
    (6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5), (10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0),
)
_COLUMNS = (
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15), (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
)
_ROOTS = (
    0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
    0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
)


def correct(module):
    """Correct the module ``_blake2``."""
    for name, kind in ("blake2b", _Blake2b), ("blake2s", _Blake2s):
        setattr(module, name, _with_original(name, kind, getattr(module, name)))


def _with_original(name, kind, original):
    class Hash(kind):
        __doc__ = original.__doc__

        def __new__(cls, data=b"", /, *, digest_size=kind.MAX_DIGEST_SIZE, usedforsecurity=True, **parameters):
            if parameters or digest_size != kind.MAX_DIGEST_SIZE:
                return super().__new__(cls)
            return original(data, usedforsecurity=usedforsecurity)

    Hash.__name__ = Hash.__qualname__ = name
    Hash.__module__ = "_blake2"
    return Hash


class _Blake2:
    def __init__(
        self, data=b"", /, *, digest_size=None, key=b"", salt=b"", person=b"", fanout=1, depth=1, leaf_size=0, node_offset=0,
        node_depth=0, inner_size=0, last_node=False, usedforsecurity=True,
    ):
        size = self.MAX_DIGEST_SIZE
        digest_size = size if digest_size is None else index(digest_size)
        key, salt, person = map(_bytes, (key, salt, person))
        if not 0 < digest_size <= size:
            raise ValueError(f"digest_size must be between 1 and {size} bytes")
        for what, value, most in ("salt", salt, self.SALT_SIZE), ("person", person, self.PERSON_SIZE):
            if len(value) > most:
                raise ValueError(f"maximum {what} length is {most} bytes")
        if not 0 <= index(fanout) <= 255:
            raise ValueError("fanout must be between 0 and 255")
        if not 0 < index(depth) <= 255:
            raise ValueError("depth must be between 1 and 255")
        for what, value, bits in ("leaf_size", leaf_size, 32), ("node_offset", node_offset, self._BITS_OF_OFFSET):
            if index(value) < 0:
                raise ValueError("value must be positive")
            if value >> bits:
                raise OverflowError("int too big to convert" if value >> 64 else f"{what} is too large")
        if not 0 <= index(node_depth) <= 255:
            raise ValueError("node_depth must be between 0 and 255")
        if not 0 <= index(inner_size) <= size:
            raise ValueError(f"inner_size must be between 0 and is {size}")
        if len(key) > self.MAX_KEY_SIZE:
            raise ValueError(f"maximum key length is {self.MAX_KEY_SIZE} bytes")
        self.digest_size = digest_size
        offset = node_offset.to_bytes(self._BITS_OF_OFFSET // 8, "little")
        parameters = bytes((digest_size, len(key), fanout, depth)) + leaf_size.to_bytes(4, "little") + offset
        parameters += bytes((node_depth, inner_size))
        parameters = parameters.ljust(self._WORDS.size // 2 - 2 * self.SALT_SIZE, b"\0")
        parameters += salt.ljust(self.SALT_SIZE, b"\0") + person.ljust(self.PERSON_SIZE, b"\0")
        # Those of BLAKE2s are the upper halves
        self._roots = tuple(root >> 64 - self._BITS for root in _ROOTS)
        words = struct.unpack("<8" + self._WORDS.format[-1], parameters)
        self._state = [root ^ word for root, word in zip(self._roots, words)]
        self._last_node = bool(last_node)
        self._count = 0
        self._rest = key.ljust(self.block_size, b"\0") if key else b""
        self.update(data)

    def update(self, data, /):
        """Update this hash object's state with the provided bytes-like object."""
        if isinstance(data, str):
            raise TypeError("Strings must be encoded before hashing")
        data = self._rest + _bytes(data)
        size, position = self.block_size, 0
        # The last block is not known before the end
        while len(data) - position > size:
            self._count += size
            self._compress(self._state, data[position : position + size], self._count, False)
            position += size
        self._rest = data[position:]

    def digest(self):
        """Return the digest value as a bytes object."""
        state = list(self._state)
        self._compress(state, self._rest.ljust(self.block_size, b"\0"), self._count + len(self._rest), True)
        return struct.pack("<8" + self._WORDS.format[-1], *state)[: self.digest_size]

    def hexdigest(self):
        """Return the digest value as a string of hexadecimal digits."""
        return self.digest().hex()

    def copy(self):
        """Return a copy of the hash object."""
        copied = object.__new__(type(self))
        copied.__dict__.update(self.__dict__)
        copied._state = list(self._state)
        return copied

    def _compress(self, state, block, count, is_last):
        bits, mask = self._BITS, (1 << self._BITS) - 1
        one, two, three, four = self._TURNS
        words = self._WORDS.unpack(block)
        values = [*state, *self._roots]
        values[12] ^= count & mask
        values[13] ^= count >> bits & mask
        if is_last:
            values[14] ^= mask
            if self._last_node:
                values[15] ^= mask
        for number in range(self._ROUNDS):
            order = _ORDER[number % 10]
            for column, (a, b, c, d) in enumerate(_COLUMNS):
                va, vb, vc, vd = values[a], values[b], values[c], values[d]
                va = (va + vb + words[order[2 * column]]) & mask
                vd ^= va
                vd = (vd >> one | vd << bits - one) & mask
                vc = (vc + vd) & mask
                vb ^= vc
                vb = (vb >> two | vb << bits - two) & mask
                va = (va + vb + words[order[2 * column + 1]]) & mask
                vd ^= va
                vd = (vd >> three | vd << bits - three) & mask
                vc = (vc + vd) & mask
                vb ^= vc
                values[a], values[b], values[c], values[d] = va, (vb >> four | vb << bits - four) & mask, vc, vd
        for number in range(8):
            state[number] ^= values[number] ^ values[number + 8]


def _bytes(value):
    try:
        return bytes(memoryview(value))
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(value).__name__}'") from None


class _Blake2b(_Blake2):
    name = "blake2b"
    SALT_SIZE = PERSON_SIZE = 16
    MAX_KEY_SIZE = MAX_DIGEST_SIZE = 64
    block_size = 128
    _BITS, _ROUNDS, _TURNS, _BITS_OF_OFFSET, _WORDS = 64, 12, (32, 24, 16, 63), 64, struct.Struct("<16Q")


class _Blake2s(_Blake2):
    name = "blake2s"
    SALT_SIZE = PERSON_SIZE = 8
    MAX_KEY_SIZE = MAX_DIGEST_SIZE = 32
    block_size = 64
    _BITS, _ROUNDS, _TURNS, _BITS_OF_OFFSET, _WORDS = 32, 10, (16, 12, 8, 7), 48, struct.Struct("<16I")
