"""An application under an ordinary name, and an object that holds another."""

from answers import answering

app = answering("good.app")
answer = 42


class Site:
    """Holds an application."""

    wsgi = answering("good.Site.wsgi")
