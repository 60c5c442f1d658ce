"""Calls the functions of ``wsgi.hooks`` around the requests of an application of ASGI.

They are those of WSGI, and no coroutines. ``environ`` is the scope.
"""

from ..gateway import hooks

__all__ = ["HookedCalls"]


class HookedCalls:
    """Runs calls with hooks around them."""

    __slots__ = ("_hooks",)

    def __init__(self, hooks_of_worker):
        self._hooks = hooks_of_worker

    async def run(self, call, application, variables):
        """Run one call."""
        found = self._hooks
        request = Request(variables, call.scope)
        try:
            if found.pre_request is not None:
                found.pre_request(found.worker, request)
            await call.run(application)
        finally:
            if found.post_request is not None:
                hooks.call_quietly(
                    found.post_request, found.worker, request, call.scope, hooks.Response(call)
                )


class Request(hooks.Request):
    """What a hook may know of a request."""

    def __init__(self, variables, scope):
        super().__init__(variables)
        self._scope = scope

    @property
    def headers(self):
        """The headers as pairs of an upper-case name and a value."""
        return [(name.decode("latin-1").upper(), value.decode("latin-1")) for name, value in self._scope["headers"]]
