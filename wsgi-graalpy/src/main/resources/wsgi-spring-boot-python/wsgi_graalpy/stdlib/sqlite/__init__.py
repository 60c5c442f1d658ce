"""The module ``_sqlite3`` in Python, on functions in Java that call SQLite."""
