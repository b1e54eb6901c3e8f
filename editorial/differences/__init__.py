"""What differs between two frozen texts of one entry, in an editor's words.

For the newsroom only: entries are named by their working copies, which no reader may see.
"""

from .comparing import difference
from .shapes import Difference, Names, Row, Segment, Table, Text, Value
from .signed import since_signed

__all__ = [
    "Difference",
    "Names",
    "Row",
    "Segment",
    "Table",
    "Text",
    "Value",
    "difference",
    "since_signed",
]
