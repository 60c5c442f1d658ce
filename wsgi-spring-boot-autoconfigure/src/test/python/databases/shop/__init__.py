"""An application of Django: books."""
