"""The appointment sheet: what applies to what a reader ticks, made in the reader's browser (docs/adr/0013)."""

from .view import sheet

__all__ = ["sheet"]
