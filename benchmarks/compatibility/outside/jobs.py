"""A suite that is ready to be run."""

from dataclasses import dataclass, field

__all__ = ["Job"]


@dataclass
class Job:
    """What a runner is to run, and the path that it needs."""

    kind: str
    name: str
    path: list
    options: list = field(default_factory=list)

    def description(self):
        """Return what the runner wants to know."""
        return {"kind": self.kind, "name": self.name, "options": self.options}
