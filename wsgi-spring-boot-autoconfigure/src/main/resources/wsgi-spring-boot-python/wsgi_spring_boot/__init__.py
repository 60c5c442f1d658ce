"""The part of wsgi-spring-boot that runs in Python."""
