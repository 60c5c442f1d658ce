#!/usr/bin/env python3.12
"""Records the answers of CPython to the battery, in files beside this one.

Run it with the version of CPython that GraalPy implements.
"""

import ctypes
import sys
import unicodedata

import battery
import inputs


def main():
    (inputs.HERE / "names.txt").write_text("".join(f"{name}\n" for name in special_names()))
    for topic, function in battery.TOPICS.items():
        with open(inputs.HERE / "expected" / f"{topic}.txt", "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in function())


def special_names():
    """Return all aliases and names of sequences. There is no other way to ask for them."""
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype = ctypes.c_void_p
    pointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
    functions = pointer(unicodedata._ucnhash_CAPI, b"unicodedata._ucnhash_CAPI")
    address = ctypes.cast(functions, ctypes.POINTER(ctypes.c_void_p))[0]
    prototype = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_int, ctypes.c_int)
    name_of = prototype(address)
    name = ctypes.create_string_buffer(256)
    for number in range(0xF0000, sys.maxunicode + 1):
        if name_of(number, name, 256, 1):
            yield name.value.decode()


main()
