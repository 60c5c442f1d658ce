"""Has the second of the names that a module alone stands for."""

from answers import answering

app = answering("only_app.app")
