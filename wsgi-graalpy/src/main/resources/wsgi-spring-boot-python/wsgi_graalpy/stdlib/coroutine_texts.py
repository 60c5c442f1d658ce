"""Texts of tasks in logs: coroutines of GraalPy have no names, and none but a negative line before they run."""

__all__ = ["correct"]


def correct(module):
    """Correct the module ``asyncio.coroutines``."""
    original = module._format_coroutine

    def _format_coroutine(coro):
        text = original(coro)
        code = getattr(coro, "cr_code", None)
        if code is not None:
            unnamed = f"<{type(coro).__name__} without __name__>"
            if text.startswith(unnamed):
                text = code.co_qualname + text.removeprefix(unnamed)
            if text.endswith(":-1"):
                text = f"{text.removesuffix('-1')}{code.co_firstlineno}"
        return text

    module._format_coroutine = _format_coroutine
