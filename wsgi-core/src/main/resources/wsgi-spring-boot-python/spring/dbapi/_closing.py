"""What connections and cursors have in common."""

__all__ = ["Closing"]


class Closing:
    """Something that is closed with its block, and when nobody has it any more."""

    def close(self):
        """Close it. Once more does nothing."""
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.close()

    def __del__(self):
        try:
            self.close()
        except Exception:
            # Java, or all of Python, is gone
            pass
