"""Guides in the newsroom, and what readers send in."""

from . import entries, letters

__all__ = ["entries", "letters"]
