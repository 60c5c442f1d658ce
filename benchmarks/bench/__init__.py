"""Measures WSGI servers side by side on one machine. Linux only: it reads /proc."""
