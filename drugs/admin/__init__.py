"""Drugs in the newsroom: the entry with its tables, and every kind of row in a list of its own."""

from . import drug, effect, product, use

__all__ = ["drug", "effect", "product", "use"]
