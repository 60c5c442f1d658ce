"""One call of the application: environ, PEP 3333, response."""
