"""What the server needs of CPython beyond what it needs of every Python."""
