"""A package whose submodule has the application."""
