"""Has both of the names that a module alone stands for."""

from answers import answering

app = answering("both_names.app")
application = answering("both_names.application")
