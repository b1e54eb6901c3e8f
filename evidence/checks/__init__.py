"""What a machine can see of a source and of what rests on it: content checks, and whether links answer."""

from . import facts

__all__ = ["facts"]
