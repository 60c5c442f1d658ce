"""What GraalPy needs to serve as CPython does."""
