"""Raises two frames deep while it is imported."""


def read_settings():
    """Fail as code does that misses a setting."""
    raise ValueError("DATABASE_URL is not set")


app = read_settings()
