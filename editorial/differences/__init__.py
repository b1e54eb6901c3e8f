"""What differs between two frozen texts of one entry, in an editor's words.

Entries are named by their working copies, which no reader may see, unless the caller says by what: the public
history gives the titles under which they were published.
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
