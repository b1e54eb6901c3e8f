"""Safety in the newsroom: its entries, and the short form for an emergency warning."""

from . import emergency, entries

__all__ = ["emergency", "entries"]
