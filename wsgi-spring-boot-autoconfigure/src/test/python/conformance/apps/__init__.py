"""The applications under test, by theme."""
