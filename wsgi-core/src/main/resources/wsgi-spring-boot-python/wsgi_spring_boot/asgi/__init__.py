"""Applications of ASGI 3: the event loop of a worker, and what runs on it."""
