"""The session of the Spring application as that of Flask.

    app.session_interface = SpringSessionInterface()
"""

from flask.sessions import SessionInterface, SessionMixin
from wsgi_spring_boot.bridge.values import encode

from . import session

__all__ = ["SpringSession", "SpringSessionInterface"]


class SpringSession(dict, SessionMixin):
    """What the session has at the begin of the request. It is saved at the end."""

    def __init__(self, values):
        super().__init__(values)
        self._saved = {name: encode(value) for name, value in values.items()}
        self.new = session.id() is None

    def save(self):
        """Save what was changed, also inside of a value: other requests may change the rest meanwhile."""
        for name, value in self.items():
            if encode(value) != self._saved.get(name):
                session[name] = value
        for name in self._saved.keys() - self.keys():
            session.pop(name, None)


class SpringSessionInterface(SessionInterface):
    """Keeps Flask's session in that of Spring, so that both see the same. Cookie and lifetime are Spring's."""

    def open_session(self, app, request):
        """Return the session."""
        return SpringSession(session.copy())

    def save_session(self, app, session, response):
        """Save the session."""
        session.save()
